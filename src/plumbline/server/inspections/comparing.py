"""A run beside the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plumbline.server.inspections.models import Finding, Inspection, Seen, VerdictRow
from plumbline.server.inspections.reading import findings_of, verdicts_of
from plumbline.server.people.models import Person

MOST = 100
"""So many of each are listed; all are counted."""


@dataclass(frozen=True)
class Compared:
    """Findings and accounts, at most `MOST` of each, and how many there are of each. Excepted ones count as not there.

    `unsure`: not found again, but the check had to abstain, so nothing says that it is mended; `changed`: verdicts that
    are others than before (empty: the account was not in the run before); `left`: accounts not in it any more.
    """

    new: Sequence[Finding]
    gone: Sequence[Finding]
    unsure: Sequence[Finding]
    changed: Sequence[tuple[VerdictRow, str]]
    left: Sequence[str]
    still: int
    counts: dict[str, int]


def compared(reader: Person, row: Inspection) -> Compared | None:
    """What is other than in the run before, as far as a person may read it; None for a first run."""
    before = row.previous
    if before is None:
        return None
    now_ids, then_ids = _seen(row), _seen(before)
    mine = findings_of(reader)
    away = then_ids - now_ids
    new, lost = _may_read(mine, now_ids - then_ids), _may_read(mine, away)
    blind = _blind(row, lost)
    now, then = (
        dict(verdicts_of(reader, run).order_by().values_list("account_ref", "verdict")) for run in (row, before)
    )
    other = sorted(ref for ref, verdict in now.items() if then.get(ref, "") != verdict)
    gone = [key for key in lost if key not in blind]
    rows = {one.account_ref: one for one in VerdictRow.objects.filter(inspection=row, account_ref__in=other[:MOST])}
    left = sorted(set(then) - set(now))
    return Compared(
        _listed(new), _listed(gone), _listed(list(blind)), [(rows[ref], then.get(ref, "")) for ref in other[:MOST]],
        left[:MOST], len(_may_read(mine, now_ids & then_ids)),
        {"new": len(new), "gone": len(gone), "unsure": len(blind), "changed": len(other), "left": len(left)},
    )  # fmt: skip


def _verdicts(reader: Person, row: Inspection) -> dict[str, str]:
    return dict(verdicts_of(reader, row).order_by().values_list("account_ref", "verdict"))


def _seen(row: Inspection) -> set[Any]:
    return set(Seen.objects.filter(inspection=row).exclude(status="excepted").values_list("finding", flat=True))


def _may_read(mine: Any, keys: set[Any]) -> list[Any]:
    """Those of the keys that may be read: asked for one by one where they are few."""
    if len(keys) <= MOST:
        return list(mine.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in mine.order_by().values_list("pk", flat=True).iterator() if key in keys]


def _blind(row: Inspection, keys: Sequence[Any]) -> set[Any]:
    """Those whose check had to abstain in this run."""
    found: set[Any] = set()
    for start in range(0, len(keys), 500):
        lost = Finding.objects.filter(pk__in=keys[start : start + 500]).values_list("pk", "account_ref", "check_name")
        asked = {account for _, account, _ in lost}
        silent = dict(VerdictRow.objects.filter(inspection=row, account_ref__in=asked)
                      .values_list("account_ref", "abstained"))  # fmt: skip
        found |= {key for key, account, check in lost if check in silent.get(account, ())}
    return found


def _listed(keys: Sequence[Any]) -> list[Finding]:
    rows = Finding.objects.filter(pk__in=keys[:MOST]).select_related("account", "unit")
    return list(rows.order_by("account_ref", "check_name"))
