"""A policy made ready to be asked: may this host be looked up, may this address be connected to?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from plumbline.collectors.guard_addresses import Address, literal, public
from plumbline.collectors.guard_places import Place, place
from plumbline.collectors.guard_policy import Policy, Reason, Refused
from plumbline.domain.errors import UsageError

_INSIDE = frozenset(
    ("localhost", "local", "internal", "onion", "arpa", "lan", "intranet", "corp", "home", "localdomain")
)
"""Last labels of names that mean something else in every net (RFC 6761, 6762, 8375 and usual ones)."""
_NETWORK = re.compile(r"(?:\[?([0-9A-Fa-f:.]+/\d{1,3})\]?)(?::(\d{1,5}))?")


@dataclass(frozen=True)
class Allowed:
    """One exception of the operator's: a host by name or number, or a network; for one port or the policy's."""

    host: str
    network: IPv4Network | IPv6Network | None
    ports: tuple[int, ...]

    def holds(self, host: str, address: Address | None, port: int) -> bool:
        """Whether the exception holds for a host that was asked, or an address that it led to."""
        if port not in self.ports:
            return False
        if self.network is None:
            return host == self.host
        return address is not None and address in self.network


@dataclass(frozen=True)
class Rules:
    """The questions that the transport asks."""

    policy: Policy
    allowed: tuple[Allowed, ...]

    def admit(self, asked: Place) -> None:
        """Refused where the host as it is written may not be asked, before anything is looked up."""
        address = literal(asked.host)
        if self._excepted(asked.host, address, asked.port):
            return
        if address is not None and not public(address):
            raise Refused(Reason.BLOCKED_ADDRESS, asked.host)
        if asked.port not in self.policy.ports and not self._network_on(asked.port):
            raise Refused(Reason.BLOCKED_PORT, asked.host)
        if address is None and not self._networks() and _inside(asked.host):
            raise Refused(Reason.BLOCKED_ADDRESS, asked.host)

    def checked(self, host: str, port: int, found: Sequence[Address]) -> Sequence[Address]:
        """The addresses to connect to. Refused where any of them is not public and not excepted.

        One bad address among good ones condemns the name: an honest name has none.
        """
        for address in found:
            if self._excepted(host, address, port):
                continue
            if port not in self.policy.ports or not public(address):
                raise Refused(Reason.BLOCKED_ADDRESS, host)
        return found

    def excepted(self, asked: Place) -> bool:
        """Whether an address leads to the office's own net by one of the operator's exceptions."""
        return self._excepted(asked.host, literal(asked.host), asked.port)

    def _excepted(self, host: str, address: Address | None, port: int) -> bool:
        return any(allowed.holds(host, address, port) for allowed in self.allowed)

    def _networks(self) -> bool:
        return any(allowed.network is not None for allowed in self.allowed)

    def _network_on(self, port: int) -> bool:
        return any(allowed.network is not None and port in allowed.ports for allowed in self.allowed)


def rules(policy: Policy) -> Rules:
    """The policy made ready. UsageError for an exception that is no host, address or network."""
    return Rules(policy, tuple(_allowed(entry, policy) for entry in policy.allow_hosts))


def _inside(host: str) -> bool:
    last = host.rpartition(".")[2]
    return "." not in host or last in _INSIDE


def _allowed(entry: str, policy: Policy) -> Allowed:
    found = _NETWORK.fullmatch(entry.strip())
    try:
        if found:
            return Allowed("", ip_network(found[1], strict=False), _ports(found[2], policy))
        return _host(entry.strip(), policy)
    except (ValueError, Refused):
        raise UsageError(
            f"“{entry}” is no exception for the network guard / “{entry}”不能作为网络防护的例外",
            "allow",
            "host.example · host.example:1200 · 10.2.0.8 · [fd00::8]:443 · 10.2.0.0/16 · 10.2.0.0/16:8080",
        ) from None


def _host(entry: str, policy: Policy) -> Allowed:
    bare = f"[{entry}]" if entry.count(":") > 1 and not entry.startswith("[") else entry
    asked = place(f"http://{bare}/")
    if asked.target != "/" or "/" in bare or "?" in bare or "#" in bare:
        raise ValueError(entry)
    port = re.search(r":(\d{1,5})$", bare) if not bare.endswith("]") else None
    return Allowed(asked.host, None, _ports(port[1] if port else None, policy))


def _ports(port: str | None, policy: Policy) -> tuple[int, ...]:
    if port is None:
        return policy.ports
    if not 0 < int(port) < 65_536:
        raise ValueError(port)
    return (int(port),)
