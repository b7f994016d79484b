"""Connections to the very address that was checked, each read and write within what is left of the time."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from plumbline.collectors.guard_addresses import Address, literal
from plumbline.collectors.guard_names import LookUpFailed, NoSuchName, Resolver, within
from plumbline.collectors.guard_policy import Reason, Refused
from plumbline.collectors.guard_rules import Rules

_HURRY = 5.0
"""Seconds for an address while there are others: in some nets IPv6 leads nowhere and says nothing."""


class Span(float):
    """Seconds for one step of an exchange that also ends at a moment: handed through httpcore as a time-out."""

    ends: float

    def __new__(cls, seconds: float, ends: float) -> "Span":
        """`seconds` for each step, `ends` on the monotonic clock."""
        span = super().__new__(cls, seconds)
        span.ends = ends
        return span


def left(timeout: float | None) -> float | None:
    """Seconds that a step may still take; TimeoutError where there are none."""
    if not isinstance(timeout, Span):
        return timeout
    rest = timeout.ends - time.monotonic()
    if rest <= 0:
        raise TimeoutError("the whole exchange took too long")
    return min(float(timeout), rest)


class NoName(httpcore.ConnectError):
    """The name does not exist. Its cause is the resolver's own error."""


class NoLookUp(httpcore.ConnectError):
    """The name could not be looked up."""


class Stream(httpcore.NetworkStream):
    """A connection whose every step keeps to the time of the exchange."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`."""
        return self._inner.read(max_bytes, _step(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it all."""
        self._inner.write(buffer, _step(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The connection under TLS, the certificate checked against the name that was asked for."""
        return Stream(self._inner.start_tls(ssl_context, server_hostname, _step(timeout, httpcore.ConnectTimeout)))

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks for it."""
        return self._inner.get_extra_info(info)


def _step(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    try:
        return left(timeout)
    except TimeoutError as error:
        raise late(str(error)) from None


class Plain(httpcore.NetworkBackend):
    """Connections to the operator's own proxy: bounded in time, not checked."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """As httpcore."""
        step = _step(timeout, httpcore.ConnectTimeout)
        return Stream(httpcore.SyncBackend().connect_tcp(host, port, step, local_address, socket_options))


class Backend(httpcore.NetworkBackend):
    """Looks a name up once, checks what it found, and connects to that."""

    def __init__(self, rules: Rules, resolver: Resolver) -> None:
        self._rules, self._resolver, self._sockets = rules, resolver, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses. Refused, NoName, NoLookUp, or as httpcore."""
        addresses = self._rules.checked(host, port, self._addresses(host, port, timeout))
        for number, address in enumerate(addresses, start=1):
            step = _step(timeout, httpcore.ConnectTimeout)
            if number < len(addresses):
                step = _HURRY if step is None else min(step, _HURRY)
            try:
                return Stream(self._sockets.connect_tcp(str(address), port, step, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise NoLookUp(f"{host}: no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise Refused(Reason.BLOCKED_ADDRESS)

    def _addresses(self, host: str, port: int, timeout: float | None) -> tuple[Address, ...]:
        written = literal(host)
        if written is not None:
            return (written,)
        try:
            found = within(self._resolver, host, port, _step(timeout, httpcore.ConnectTimeout) or 60.0)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from None
        except NoSuchName as error:
            raise NoName(str(error)) from error
        except LookUpFailed as error:
            raise NoLookUp(str(error)) from error
        except OSError as error:
            raise NoLookUp(str(error)) from error
        return tuple(_address(text, host) for text in found)


def _address(text: str, host: str) -> Address:
    address = literal(text)
    if address is None:  # a zone, or nonsense
        raise Refused(Reason.BLOCKED_ADDRESS, host)
    return address
