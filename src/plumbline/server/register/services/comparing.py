"""What taking a table in would do: accounts new, changed, the same; what cannot be taken, and why."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from plumbline.domain.vocabulary import OWN_HOSTED, PLATFORMS
from plumbline.rulebook.model import Text
from plumbline.server.people.models import LEVELS, Unit
from plumbline.server.register.models import STATUS, Account
from plumbline.server.register.services.reading import Refusal
from plumbline.server.register.terms import FIELDS

COLUMNS = (
    "platform", "platform_id", "name", "url", "status", "opened_on", "closed_on", "notice_on", "filed_on", "filing_no",
    "verified", "verified_as", "verified_until", "main_account", "interaction", "mission",
)  # fmt: skip
_MOST: Mapping[str, int] = {
    name: most
    for name in ("account_id", *COLUMNS)
    if (most := Account._meta.get_field(name).max_length)  # type: ignore[union-attr]  # all are plain columns
}
_CHOICES = {"platform": frozenset(PLATFORMS), "status": frozenset(key for key, _ in STATUS)}
_UNIT_MOST = {"unit_id": 100, "name": 200, "region_code": 20}
Row = Mapping[str, Any]


@dataclass
class Comparison:
    """What a table would do. `changed`: account id and, by field, old and new. `notes`: taken in, but told."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[str, Mapping[str, tuple[Any, Any]]]] = field(default_factory=list)
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    sha256: str = ""

    def fingerprint(self) -> str:
        """The same for the same effects: what was shown is what is done."""
        told = [[row["account_id"] for row in self.new], self.changed, [row["unit_id"] for row in self.units]]
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()


def compare(accounts: pl.DataFrame, units: pl.DataFrame, *, places: Mapping[str, Text] | None = None) -> Comparison:
    """What taking these tables in would do; `places`: where the accounts' rows stand."""
    found, where = Comparison(), places or {}
    known = set(Unit.objects.values_list("unit_id", flat=True))
    for row in units.iter_rows(named=True):
        if row["unit_id"] not in known:
            wrong = list(_wrong_unit(row))
            found.refused.extend(wrong)
            found.units.extend([] if wrong else [row])
    names = known | {row["unit_id"] for row in found.units}
    standing = {row.account_id: row for row in Account.objects.select_related("unit").iterator(chunk_size=5000)}
    for row in accounts.iter_rows(named=True):
        before = standing.get(row["account_id"])
        wrong = list(_wrong(row, before, names, where.get(row["account_id"])))
        if wrong:
            found.refused.extend(wrong)
        elif before is None:
            found.new.append(row)
        elif change := differences(before, row):
            found.changed.append((row["account_id"], change))
        else:
            found.same += 1
    found.notes = list(_several(found.new, standing))
    return found


def differences(before: Account, row: Row) -> dict[str, tuple[Any, Any]]:
    """By field, what stands and what the table says; a cell that is empty says nothing."""
    found = {
        name: (getattr(before, name), row[name])
        for name in COLUMNS
        if row.get(name) is not None and row[name] != getattr(before, name)
    }
    unit_id = before.unit.unit_id if before.unit else None
    if row.get("unit_id") and row["unit_id"] != unit_id:
        found["unit"] = (unit_id, row["unit_id"])
    return found


def _wrong(row: Row, before: Account | None, units: set[str], place: Text | None) -> Iterator[Refusal]:
    account_id = str(row["account_id"])
    at = place or Text(zh=account_id, en=account_id)
    unit_id = row.get("unit_id")
    if unit_id and unit_id not in units:
        yield Refusal(at, FIELDS["unit"], str(unit_id), Text(zh="没有这个单位", en="no such unit"))
    for name in ("account_id", "name", "platform"):
        if not row.get(name):
            yield Refusal(at, FIELDS[name], "", Text(zh="必填", en="is needed"))
    for name, value in row.items():
        if isinstance(value, str) and (why := _unfit(name, value, _MOST)):
            yield Refusal(at, FIELDS.get(name, Text(zh=name, en=name)), value[:50], why)
        elif value and name in _CHOICES and value not in _CHOICES[name]:
            yield Refusal(at, FIELDS[name], str(value)[:50], Text(zh="词语无法识别", en="a word that is not known"))
    if before and before.status == "closed" and row.get("status") not in (None, "closed"):
        why = Text(zh="已注销账号不得由备案表恢复，请办理重新启用申请",
                   en="a closed account does not come back by a table: file its reopening")  # fmt: skip
        yield Refusal(at, FIELDS["status"], str(row["status"]), why)


def _wrong_unit(row: Row) -> Iterator[Refusal]:
    at = Text(zh=f"单位 {str(row['unit_id'])[:50]}", en=f"unit {str(row['unit_id'])[:50]}")
    for name, value in row.items():
        if isinstance(value, str) and (why := _unfit(name, value, _UNIT_MOST)):
            yield Refusal(at, FIELDS.get(name, Text(zh=name, en=name)), value[:50], why)
    if row.get("level") and row["level"] not in LEVELS:
        yield Refusal(at, FIELDS["level"], str(row["level"])[:50], Text(zh="词语无法识别", en="not a known word"))


def _unfit(name: str, value: str, longest: Mapping[str, int]) -> Text | None:
    """Why a text cannot be kept in its field."""
    most = longest.get(name)
    if most and len(value) > most:
        return Text(zh=f"超过{most}个字", en=f"longer than {most} characters")
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        return Text(zh="含有无法保存的字符", en="holds a character that cannot be kept")
    return None


def _several(new: list[Row], standing: Mapping[str, Account]) -> Iterator[Text]:
    """New accounts of a unit that has one on the platform already: taken in, since they exist, and told."""
    kept = Counter((row.unit.unit_id, row.platform) for row in standing.values() if row.unit and row.status != "closed")
    fresh = [row for row in new if row.get("unit_id") and row.get("status") != "closed"]
    kept.update((row["unit_id"], row["platform"]) for row in fresh)
    for row in fresh:
        if kept[row["unit_id"], row["platform"]] > 1 and row["platform"] not in OWN_HOSTED:
            yield Text(
                zh=f"{row['name']}（{row['account_id']}）：该单位在同一平台有多个账号",
                en=f"{row['name']} ({row['account_id']}): its unit has several accounts on this platform",
            )
