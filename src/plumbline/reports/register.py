"""Who an account is: its name, platform, responsible unit and last update, looked up by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from plumbline.domain.judgement import Finding
from plumbline.engine.result import Inspection


@dataclass(frozen=True)
class Entry:
    """An account as the reports name it; all empty where a finding is about a unit without an account."""

    account_id: str = ""
    name: str = ""
    platform: str = ""
    unit_id: str = ""
    unit: str = ""
    url: str = ""
    status: str = ""
    verdict: str = ""
    updated: str = ""


@dataclass(frozen=True)
class Register:
    """Entries by account_id and unit names by unit_id."""

    entries: Mapping[str, Entry]
    units: Mapping[str, str]

    def entry(self, account_id: str | None) -> Entry:
        """The account's entry; an entry with only its id if the account is not registered."""
        if account_id is None:
            return Entry()
        return self.entries.get(account_id) or Entry(account_id=account_id)

    def owner(self, finding: Finding) -> Entry:
        """Whom a finding is about: the account, or where there is none the unit that its facts or evidence name."""
        if finding.account_id is not None:
            return self.entry(finding.account_id)
        named = (item.key for item in finding.evidence if item.table == "units" and item.key)
        unit_id = str(finding.facts.get("unit_id") or next(named, ""))
        return Entry(unit_id=unit_id, unit=self.units.get(unit_id, unit_id))


def register(inspection: Inspection) -> Register:
    """The register of one run: every account that has a verdict."""
    units: dict[str, str] = dict(inspection.units.select("unit_id", "name").iter_rows())
    known = {row["account_id"]: row for row in inspection.accounts.iter_rows(named=True)}
    updates = last_updates(inspection)
    entries = {
        row["account_id"]: _entry(row, known.get(row["account_id"], {}), units, updates)
        for row in inspection.verdicts.iter_rows(named=True)
    }
    return Register(entries, units)


def last_updates(inspection: Inspection) -> dict[str, date]:
    """account_id to the local day of the last post that counts, for the accounts whose activity the run carries."""
    published = inspection.activity.filter(pl.col("sort") == "published")
    return dict(published.group_by("account_id").agg(pl.col("day").max()).sort("account_id").iter_rows())


def _entry(
    verdict: Mapping[str, Any], account: Mapping[str, Any], units: Mapping[str, str], updates: Mapping[str, date]
) -> Entry:
    unit_id = verdict["unit_id"] or ""
    updated = updates.get(verdict["account_id"])
    return Entry(
        account_id=verdict["account_id"],
        name=verdict["name"] or "",
        platform=verdict["platform"] or "",
        unit_id=unit_id,
        unit=units.get(unit_id, unit_id),
        url=account.get("url") or "",
        status=account.get("status") or "",
        verdict=verdict["verdict"],
        updated=updated.isoformat() if updated else "",
    )
