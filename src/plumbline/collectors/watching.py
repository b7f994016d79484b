"""From when to when an account was watched: what its listings, all of them read to the end, speak of together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plumbline.collectors.endpoint import Endpoint
from plumbline.collectors.sweep import Ended
from plumbline.ledger.ledger import Watch

INSTANT = timedelta(seconds=1)


@dataclass(frozen=True)
class Spoken:
    """A listing that was gone through, in one sweep or one a day; it shows every post from `since` (None: there was
    none) to `until`."""

    endpoint: Endpoint
    swept: tuple[Ended, ...]
    since: datetime | None
    until: datetime


def watched(account: str, origin: str, spoken: Sequence[Spoken], before: datetime | None, now: datetime) -> Watch:
    """The row of `coverage`: seen or seen_nothing, or blind with the reason if any listing was not read to its end.

    It begins where the last successful watch (`before`) ended, or with the oldest post shown if that is later: what was
    published in between and has left the listing again was not seen.
    """
    swept = [ended for one in spoken for ended in one.swept]
    failed = next((ended for ended in swept if not ended.whole), None)
    if failed or not swept:
        reason = failed.reason if failed else "no_listing"
        start = min(before or now, now - INSTANT)
        return Watch(account, start, now, "blind", origin, reason, failed.record if failed else None)
    until = min(one.until for one in spoken)
    since = max((one.since for one in spoken if one.since), default=None)
    start = max((moment for moment in (before, since) if moment), default=until)
    outcome = "seen" if any(ended.fresh for ended in swept) else "seen_nothing"
    return Watch(account, min(start, until - INSTANT), until, outcome, origin, None, swept[0].record)
