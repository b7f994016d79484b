"""What is told of a suspect cohort: numbers, days, and the words of what can be seen of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from plumbline.followers.cohorts import Listed, day_of, ends
from plumbline.followers.cohorts_signs import Limits, Sign
from plumbline.followers.survival import survival

_WHOLE, _NEWEST = 0.95, 0.05
_AFTER = 3
"""Days after its end for which a declared campaign may still bring followers."""


@dataclass(frozen=True)
class Beside:
    """What is known beside a list: the account's own follower count, its declared campaigns (rows of the contract's
    table), and of whom and after how many days it is told who stayed."""

    today: date
    size: int | None
    campaigns: Sequence[Mapping[str, Any]]
    survival_days: int
    survival_least: int


def told(people: Listed, sign: Sign, limits: Limits, beside: Beside) -> dict[str, Any]:
    """The facts of one sign, by name; None where not known."""
    _, _, since, until = ends(people, sign.members)
    seen, newest = seen_of(people, beside.size)
    block, growth = sign.block, sign.growth
    scored = block or sign.surge
    return _cohort(people, sign) | {
        "key": "block" if block else "growth" if growth else "likeness",
        "expected": f"{scored.expected:.1f}" if scored else None,
        "among": block.among if block else None,
        "score": round(scored.score) if scored else None,
        "followed_from": growth.from_on if growth else since,
        "followed_to": growth.to_on if growth else until,
        "likeness": None if sign.likeness is None else f"{sign.likeness:.2f}",
        "profiles": profiles_of(sign, limits),
        "compared": len(sign.compared) or None,
        "gained": growth.gained if growth else None,
        "usual": growth.expected if growth else None,
        "seen": seen,
        "newest": newest,
        "stayed": _stayed(people, sign, beside),
        "declared": declared_in(beside.campaigns, since, until, beside.today),
    }


def _cohort(people: Listed, sign: Sign) -> dict[str, Any]:
    registered = people.registered[sign.members]
    counted, sample = int(sign.members.sum()), len(people.registered)
    return {
        "counted": counted,
        "from_on": day_of(int(registered.min())),
        "to_on": day_of(int(registered.max())),
        "sample": sample,
        "share": f"{100 * counted / sample:.1f}%",
    }


def profiles_of(sign: Sign, limits: Limits) -> str:
    """In a word: alike, close, varied (as much as comparable followers), or unknown."""
    if sign.likeness is None:
        return "unknown"
    if sign.alike:
        return "alike"
    return "varied" if sign.likeness < limits.likeness / 2 else "close"


def seen_of(people: Listed, size: int | None) -> tuple[str, int | None]:
    """Whether the list is the whole, a sample, or only those who came last, and of how many of these it is a part."""
    if not people.ordered:
        return "unordered", None
    first, last = int(people.position[0]), int(people.position[-1])
    total = max(size or 0, last)
    if first > 1 + _NEWEST * total:
        return "newest", total - first + 1
    return ("whole" if people.rows >= _WHOLE * total else "sample"), None


def declared_in(
    campaigns: Sequence[Mapping[str, Any]], since: date | None, until: date | None, today: date
) -> list[str] | None:
    """Kinds of the declared campaigns that fall in the time in which a cohort followed; None for none."""
    if since is None or until is None:
        return None
    within = {
        row["kind"] or "other"
        for row in campaigns
        if row["started_on"] <= until and since <= (row["ended_on"] or today) + timedelta(days=_AFTER)
    }
    return sorted(within) or None


def _stayed(people: Listed, sign: Sign, beside: Beside) -> str | None:
    found = survival(
        people.first_seen,
        people.last_seen,
        sign.members,
        days=beside.survival_days,
        least=beside.survival_least,
    )
    if found is None:
        return None
    shares = (100 * found.stayed / found.cohort, 100 * found.kept / found.controls)
    return f"{shares[0]:.0f}% / {shares[1]:.0f}% (p = {max(found.p, 0.0001):.2g})"
