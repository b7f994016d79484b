"""What people decided about an account's followers: the rows of the table `audits`, as a check needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

ESTABLISHED = ("upheld", "admitted", "platform_notice", "proven")
CLEARED = "not_upheld"


@dataclass(frozen=True)
class Decisions:
    """The decisions on one account up to a day, in order of time."""

    rows: Sequence[Mapping[str, Any]] = ()

    def established(self, since: date) -> Mapping[str, Any] | None:
        """The last decision that it was so, not older than `since`, unless a later one says that it was not."""
        taken: Mapping[str, Any] | None = next(
            (row for row in reversed(self.rows) if row["outcome"] in ESTABLISHED), None
        )
        if taken is None or taken["decided_on"] < since:
            return None
        if any(_reaches(row, taken) for row in self.rows if row["outcome"] == CLEARED):
            return None
        return taken

    def covers(self, row: Mapping[str, Any] | None, followed_from: date | None, followed_to: date | None) -> bool:
        """Whether a decision came after a cohort had followed, and speaks of that time (or of no time)."""
        if row is None:
            return False
        start, end = followed_from or date.min, followed_to or followed_from or date.min
        over = (row["period_from"] or date.min) <= end and start <= (row["period_to"] or date.max)
        return end <= row["decided_on"] and (over or followed_to is None)

    def cleared(self, followed_from: date | None, followed_to: date | None) -> bool:
        """Whether the last word on a cohort is that nothing was wrong."""
        about = [row for row in self.rows if self.covers(row, followed_from, followed_to)]
        return bool(about) and about[-1]["outcome"] == CLEARED

    @property
    def share(self) -> str | None:
        """The share of the last decision that rests on a blind review, with its interval; None where none does."""
        row = next((row for row in reversed(self.rows) if all(row[name] is not None for name in _SHARE)), None)
        if row is None:
            return None
        kappa = "" if row["kappa"] is None else f", κ = {row['kappa']:.2f}"
        return f"{row['low_pct']:g}%–{row['high_pct']:g}% (95%, n = {row['reviewed']}{kappa})"


_SHARE = ("reviewed", "low_pct", "high_pct")


def decisions(audits: pl.DataFrame, check: str, *, until: date) -> dict[str, Decisions]:
    """By account: the contract's rows of `audits` about `check`, decided by `until` (included)."""
    about = audits.filter(pl.col("check") == check, pl.col("decided_on") <= until)
    rows = about.sort("account_id", "decided_on", "outcome", "decided_by", nulls_last=True)
    return {account: Decisions(tuple(of_one)) for account, of_one in by_account(rows).items()}


def by_account(rows: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Rows of a small table as records, by their account_id, in the order given."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row["account_id"], []).append(row)
    return found


def _reaches(later: Mapping[str, Any], taken: Mapping[str, Any]) -> bool:
    """Whether a decision that nothing was wrong takes back one that something was."""
    if later["decided_on"] < taken["decided_on"]:
        return False
    from_on, to_on = taken["period_from"] or date.min, taken["period_to"] or date.max
    return (later["period_from"] or date.min) <= to_on and from_on <= (later["period_to"] or date.max)
