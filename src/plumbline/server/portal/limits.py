"""So many questions a minute from one address: the public pages stay quick for all."""

import math
import time
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

REMEMBERED = 50_000
"""So many addresses are kept in mind; the one that asked longest ago is forgotten first."""
NETWORK = 64
"""Bits of an IPv6 address that one customer gets."""

_left: dict[str, tuple[float, float]] = {}
"""For each address: questions left, and when that was so."""


def asker(request: HttpRequest) -> str:
    """The address that asks. What a proxy says of it counts only where the proxy is named in the settings: of a chain,
    the last one that is none of ours."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    if direct not in settings.TRUSTED_PROXIES:
        return _customer(direct)
    told = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").split(",")
    strangers = (one.strip() for one in reversed(told) if one.strip() not in settings.TRUSTED_PROXIES)
    return _customer(next(strangers, "") or direct)


def seconds_to_wait(request: HttpRequest) -> int:
    """0, or how long the asker has to wait. Counted in each process; a minute's questions may come at once."""
    most, moment, who = settings.PORTAL_PER_MINUTE, time.monotonic(), asker(request)
    left, since = _left.pop(who, (float(most), moment))
    left = min(float(most), left + (moment - since) * most / 60)
    _left[who] = (max(left - 1, 0.0) if left >= 1 else left, moment)
    if len(_left) > REMEMBERED:
        _left.pop(next(iter(_left)), None)
    return 0 if left >= 1 else math.ceil((1 - left) * 60 / most)


def forget() -> None:
    """Nobody has asked anything."""
    _left.clear()


def _customer(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> (128 - NETWORK) << (128 - NETWORK)))
