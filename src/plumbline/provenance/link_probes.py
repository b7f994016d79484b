"""What the probes of one link say together: dead, leading away, unknown, or in order.

Method: only a probe that met the other side counts; our own trouble (timeouts, a name server that does not answer,
refusals of robots, overload, blocked addresses) is none, whatever the outcome was called. A link is dead when the last
probes that count all found it dead (or its domain for sale), over at least so many hours. It leads away when the last
one ended on another registrable domain, unless the address is one of a service that shortens links, or the domain
reached is the government's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from plumbline.addresses.spellings import SHORTENERS
from plumbline.provenance.domains import above, host_of

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

OUR_TROUBLE = ("timeout", "dns_failed", "blocked_address", "bad_url")
OUR_STATUS = (401, 403, 407, 408, 425, 429, 451)
CERTAIN = ("http_404", "http_410", "dns_no_name")
"""Reasons that mean the same to everyone; others may hang on where one asks from."""
_OFFICIAL = ("gov.cn", "mil.cn", "edu.cn", "gov.hk", "gov.mo", "gov", "gov.uk", "europa.eu")
_SHORT = SHORTENERS | {
    "dwz.mk", "m.tb.cn", "3.cn", "u.jd.com", "sourl.cn", "buff.ly", "fb.me", "lnkd.in", "trib.al", "dlvr.it", "ift.tt",
    "go.usa.gov", "reurl.cc", "rb.gy", "cutt.ly", "sinaurl.cn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at a link, in the words of the table `links`."""

    at: datetime
    outcome: str
    reason: str
    status: int | None = None
    final_url: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """``dead``, ``moved`` (it led elsewhere before), ``leads_away`` (it never did otherwise), ``unconfirmed`` (dead
    once, or not for long enough), ``unknown`` (no probe that counts) or ``alive``; the first and last probe of that."""

    state: str
    first: Probe | None = None
    last: Probe | None = None
    probes: int = 0


def standing(url: str, probes: Sequence[Probe], hours: int) -> Standing:
    """What the probes of `url` say together; at least `hours` between the first and last death."""
    counted = [probe for probe in sorted(probes, key=_order) if not _is_ours(probe)]
    if not counted:
        return Standing("unknown")
    last = counted[-1]
    if _is_dead(last):
        run = list(_run_of_dead(counted))
        lasting = last.at - run[-1].at >= timedelta(hours=hours) and len(run) > 1
        return Standing("dead" if lasting else "unconfirmed", run[-1], last, len(run))
    away = _leads_away(url, last)
    if away is None:
        return Standing("alive", last, last)
    before = [probe for probe in counted if not _is_dead(probe) and _leads_away(url, probe) != away]
    same = [probe for probe in counted if _leads_away(url, probe) == away]
    return Standing("moved" if before else "leads_away", same[0], last, len(same))


def _order(probe: Probe) -> tuple[datetime, str, str]:
    return probe.at, probe.outcome, probe.reason


def _is_ours(probe: Probe) -> bool:
    """Whether the probe says nothing about the link."""
    if probe.outcome not in ("alive", "dead", "moved"):
        return True
    status = probe.status or 0
    return probe.outcome == "dead" and (probe.reason in OUR_TROUBLE or status in OUR_STATUS or status >= 500)


def _is_dead(probe: Probe) -> bool:
    """Whether the page is gone: it is not there, or somebody offers its domain for sale in its place."""
    return probe.outcome == "dead" or (probe.outcome == "moved" and probe.reason == "parked")


def _run_of_dead(counted: Sequence[Probe]) -> Iterator[Probe]:
    for probe in reversed(counted):
        if not _is_dead(probe):
            return
        yield probe


def _leads_away(url: str, probe: Probe) -> str | None:
    """The registrable domain on which the link ended, if it is another than its own and that means something."""
    if _is_dead(probe) or not probe.final_url:
        return None
    start, end = host_of(url), host_of(probe.final_url)
    if not start or not end or start.removeprefix("www.") in _SHORT:
        return None
    if any(host in _OFFICIAL for host in above(end)):
        return None
    mine, reached = registrable(start), registrable(end)
    return None if mine == reached else reached


def registrable(host: str) -> str:
    """The domain that somebody registered: example.com.cn of www.example.com.cn; the host itself where none is."""
    return str(_suffixes().privatesuffix(host) or host)


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # here, because most dossiers have no link that leads elsewhere

    return PublicSuffixList()
