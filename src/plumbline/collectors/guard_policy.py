"""What the guard lets through, and the word with which it refuses."""

import ssl
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a request was not sent, or its answer not read to the end."""

    BAD_URL = "bad_url"  # no address, or one that two programs would read in two ways
    CREDENTIALS = "credentials"  # a user name or password in the address
    BLOCKED_PORT = "blocked_port"
    BLOCKED_ADDRESS = "blocked_address"  # not an address of the public internet
    BAD_HEADER = "bad_header"  # a Host header that names another host than the address
    BAD_CODING = "bad_coding"  # packed several times over, or in a way that was not asked for
    TOO_LARGE = "too_large"


class Refused(Exception):  # noqa: N818  a decision, not a fault
    """The guard's no. `reason` says why, `host` where (never more of the address than that: it may hold secrets)."""

    def __init__(self, reason: Reason, host: str = "") -> None:
        self.reason, self.host = reason, host
        super().__init__(f"{reason.value}: {host}" if host else reason.value)

    def __reduce__(self) -> tuple[type["Refused"], tuple[Reason, str]]:
        return type(self), (self.reason, self.host)


@dataclass(frozen=True)
class Policy:
    """What may be asked, and how much may be answered.

    `allow_hosts` are exceptions for servers in the office's own net, each as ``name``, ``name:port``, ``address``,
    ``address:port``, ``[v6]:port``, ``network/bits`` or ``network/bits:port``. A name so allowed may lead to any
    address; an exception without port holds for `ports`, one with a port for that port alone. `most_bytes` bounds an
    answer as it comes and as it is unpacked, `most_seconds` the whole exchange from looking up the name to the last
    byte, `idle_seconds` each wait for the next byte. `proxy` is the operator's own: what it connects to is then its
    business. `tls` replaces the usual certificates.
    """

    allow_hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = (80, 443)
    most_bytes: int = 64 * 1024 * 1024
    most_seconds: float = 120.0
    connect_seconds: float = 15.0
    idle_seconds: float = 30.0
    proxy: str | None = None
    tls: ssl.SSLContext | None = None
