"""Approved exceptions: for a time, for one account or one unit, with a name under them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
import polars as pl

from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import FindingStatus

Scope = tuple[str, str | None, str | None]


class Exceptions:
    """The exceptions of a dossier that are in force on `today` (since <= today <= until).

    `table` follows the contract's `exceptions`; `units` maps account_id to unit_id. An exception without account and
    unit holds for the whole fleet.
    """

    def __init__(self, table: pl.DataFrame, units: dict[str, str | None], today: date) -> None:
        self._units = units
        self._rows = [{**row, "state": _state(row, today)} for row in table.iter_rows(named=True)]
        active = (row for row in self._rows if row["state"] == "active")
        self._scopes: set[Scope] = {(row["check"], row["account_id"], row["unit_id"]) for row in active}

    def covers(self, check: str, account: str | None, unit: str | None = None) -> bool:
        """Whether a finding or abstention of `check` about that account (or that unit) is excepted."""
        if not self._scopes:
            return False
        unit = self._units.get(account) if account else unit
        candidates: set[Scope] = {(check, None, None)}
        if account:
            candidates.add((check, account, None))
        if unit:
            candidates |= {(check, None, unit), (check, account, unit)}
        return not self._scopes.isdisjoint(candidates)

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings, those covered marked `excepted` (they no longer fail an account)."""
        return [self._mark(finding) for finding in findings]

    def listed(self) -> list[dict[str, Any]]:
        """All exceptions with their state (active, expired, pending) for the report."""
        return [{name: _plain(value) for name, value in row.items()} for row in self._rows]

    def _mark(self, finding: Finding) -> Finding:
        if not self.covers(finding.check, finding.account_id, finding.facts.get("unit_id")):
            return finding
        return msgspec.structs.replace(finding, status=FindingStatus.EXCEPTED, fails=False)


def _state(row: dict[str, Any], today: date) -> str:
    if row["since"] is not None and today < row["since"]:
        return "pending"
    return "expired" if today > row["until"] else "active"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
