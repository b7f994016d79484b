"""Whether an account said of a post that it was wrong, was changed or was taken back, or posted it anew.

Method: a notice is another text of the account with words of correction or withdrawal (`text.corrections`). It speaks
of the post if it shares a run of `SHARED` letters with it (Latin `SHARED_LATIN`; twice as many where it speaks of a
change only), if it has the new wording, or if it says of something published before (刚才发布的, our earlier post) that
it was wrong or is gone, and was said within a few days of the change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import polars as pl

from plumbline.provenance.edits import similarity
from plumbline.provenance.keyed import keyed
from plumbline.text.corrections import is_change, is_notice, takes_back

SHARED, SHARED_LATIN = 6, 18
SHORTEST = 2
"""Letters of a new wording that are worth looking for."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text of an account that may excuse one of its posts."""

    post_id: str
    posted_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A post that was changed or deleted: its texts, its new wordings, and between which moments it happened."""

    post_id: str
    texts: tuple[str, ...]
    wordings: tuple[str, ...]
    since: datetime
    until: datetime


def said_by(corrections: pl.DataFrame) -> dict[str, list[Said]]:
    """The rows of the prepared table `corrections` by account, in order of time."""
    found: dict[str, list[Said]] = {}
    rows = corrections.sort("account_id", "posted_at", "post_id")
    for account_id, post_id, at, text in rows.select("account_id", "post_id", "posted_at", "text").iter_rows():
        found.setdefault(account_id, []).append(Said(post_id, at, text or ""))
    return found


def is_told(changed: Changed, said: Iterable[Said], near: timedelta) -> bool:
    """Whether any of `said` speaks of the change; `near`: how close a notice must stand that names nothing."""
    return any(_speaks_of(one, changed, near) for one in said if one.post_id != changed.post_id)


def replacement(changed: Changed, said: Sequence[Said], least_pm: int) -> Said | None:
    """The text most like the changed post's last one, if it is at least so much alike (per mille)."""
    found = [(similarity(changed.texts[-1], one.text), one) for one in said if _may_be_alike(changed.texts[-1], one)]
    best = max(found, key=lambda pair: (pair[0], pair[1].post_id), default=None)
    return best[1] if best and best[0] >= least_pm else None


def _speaks_of(one: Said, changed: Changed, near: timedelta) -> bool:
    notice, change = is_notice(one.text), is_change(one.text)
    if not notice and not change:
        return False
    if any(_shares(one.text, text, named=notice) for text in changed.texts):
        return True
    key = keyed(one.text).key
    wordings = (keyed(wording).key for wording in changed.wordings)
    if any(len(wording) >= SHORTEST and wording in key for wording in wordings):
        return True
    close = changed.since - near <= one.posted_at <= changed.until + near
    return notice and close and takes_back(one.text)


def _shares(notice: str, text: str, *, named: bool) -> bool:
    """Whether both have a run of letters in common that is more than a common word; `named`: an outright notice."""
    times = 1 if named else 2
    return not _grams(notice, times).isdisjoint(_grams(text, times))


@lru_cache(maxsize=4096)
def _grams(text: str, times: int) -> frozenset[str]:
    key = keyed(text).key
    return frozenset(
        gram
        for size in (SHARED * times, SHARED_LATIN * times)
        for gram in (key[at : at + size] for at in range(len(key) - size + 1))
        if gram.isascii() == (size == SHARED_LATIN * times)
    )


def _may_be_alike(text: str, one: Said) -> bool:
    """A glance that spares comparing texts that share nothing."""
    first, second = keyed(text).key, keyed(one.text).key
    pairs, others = ({key[at : at + 2] for at in range(len(key) - 1)} for key in (first, second))
    return 2 * len(pairs & others) >= min(len(pairs), len(others)) > 0
