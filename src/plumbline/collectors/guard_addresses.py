"""Which addresses belong to the public internet: everything else is somebody's inside."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
_NOT_PUBLIC_V4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # the inside of a cloud behind a public number
        ),
    )
)  # fmt: skip
"""IANA IPv4 Special-Purpose Address Registry (RFC 6890), multicast and reserved space, and one cloud's inside."""
_GLOBAL_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20"))
)
"""Parts of the global unicast space that are none: Teredo, ORCHID, documentation, 6to4, AS112, the old 6bone."""
_ISATAP = frozenset((0x0000_5EFE, 0x0200_5EFE))


def literal(host: str) -> Address | None:
    """The address that a host is written as (brackets gone, no zone); None where it is a name."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return None if getattr(address, "scope_id", None) else address


def public(address: Address) -> bool:
    """Whether an address is global unicast: reachable by anybody, and leading nowhere else by being unwrapped.

    Forms of IPv6 in which an IPv4 address travels (mapped, NAT64, 6to4, Teredo, ISATAP) are never public.
    Source: IANA special-purpose address registries for IPv4 and IPv6.
    """
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    if address not in _GLOBAL_V6 or getattr(address, "scope_id", None):
        return False
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(address in network for network in _NOT_PUBLIC_V6)
