"""filing-table: the office's own table of its accounts (备案表, 台账, 报送表) as CSV, xlsx, xls, ods or HTML.

Shape: no two offices write the same. Headers are known by the words that the dossier itself accepts (账号名称,
平台类型, 主办单位 …) and by those of filing tables seen in circulars (third party; how sure differs by word). Title
lines may stand above the header, several sheets are read (a sheet named 微信 is all WeChat), merged cells hold for all
their lines, platforms may stand above groups of columns (微博 | 名称 | 链接) or within headers (微信公众号名称);
forms of one account a sheet (备案登记表, label beside answer, boxes ticked) are read as tables of one line. Days may
be 2019.3.5, 2019年3月, 43529 (a spreadsheet's own count) or a year alone; what lacks its day is told.

Taken: accounts, and their units with parent, level and code. **Never read: persons in charge, telephones, mail
addresses, passwords** (also under headers that merely contain these words). Left: counts of followers (of no stated
day) and remarks. Columns that are not known are told by name.

Traps: an id that a spreadsheet has rounded is told and left out, the account stays; “2019.1” may have been 2019.10;
an account that stands there twice is told; a line with a unit and no account gives the unit. In a CSV file a blank
unit below a merged one is that unit, where the line has no number of its own. An account that is missing from a newer
table is never closed by it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from plumbline.addresses.canonical import canonical
from plumbline.importers import filing_values as values
from plumbline.importers.cells import Unreadable, bare, blank
from plumbline.importers.export import Export
from plumbline.importers.filing_columns import Filing, filing, platform_word
from plumbline.importers.filing_forms import as_table
from plumbline.importers.format import Context, Fault, Format, Header, Passed, Row
from plumbline.importers.register_rows import Lines, identity_of
from plumbline.importers.tables import Entry
from plumbline.rulebook.model import Text

FORMAT = Format(
    "filing-table",
    Text(zh="备案表（账号台账）", en="filing table of an office's accounts"),
    headers=(
        Header(
            frozenset({"账号名称", "平台类型"}),
            frozenset(
                {"序号", "主办单位", "账号ID", "主页链接", "认证情况", "开设时间", "备案编号", "运营状态", "上级单位"}
            ),
        ),
    ),
    register=True,
)
_FOOT = re.compile(r"^(?:填表|填报|审核|制表|备注|说明|注[:：]|单位负责人|日期[:：]|联系)")
_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|共\s*\d)")
_UNIT = ("unit_name", "unit_code", "parent_name", "level", "region_code")
_ABSENT = frozenset({"未开通", "未开设", "没有", "暂未开通", "否", "×"})
Value = TypeVar("Value")


def recognises(export: Export) -> int:
    """How many columns of a filing table are known; 0 where the table is of posts or of something else."""
    if export.kind != "table":
        return 0
    return max((table.fit for table in _tables(export)), default=0)


def unknown_columns(export: Export) -> list[str]:
    """Headers that are not known here, of all sheets. Those of persons are not among them."""
    return list(dict.fromkeys(name for table in _tables(export) for name in table.unknown))


def read(export: Export, context: Context) -> Iterator[Row]:
    """Units and accounts, sheet by sheet."""
    lines = Lines(context)
    tables = _tables(export)
    carry = export.data[:2] not in (b"PK", b"\xd0\xcf")
    codes = _codes(tables)
    for table in tables:
        above: Entry | None = None
        for entry in _entries(table):
            if isinstance(entry, Passed):
                yield entry
                continue
            above = entry = _carried(entry, above) if carry else entry
            yield from _line(lines, table, entry, codes, context)


def _tables(export: Export) -> list[Filing]:
    """The sheets that are tables of accounts, or forms of one account."""
    both = ([filing(sheet), filing(form, depth=1) if (form := as_table(sheet)) else None] for sheet in export.sheets)
    return [max(found, key=lambda table: table.fit) for one in both if (found := [table for table in one if table])]


def _entries(table: Filing) -> Iterator[Entry | Passed]:
    """Each line by the places of its columns; feet, sums and headers that come again are told apart."""
    header = [bare(cell) for cell in table.sheet.lines[table.at].cells]
    for line in table.lines:
        texts = [bare(cell) for cell in line.cells]
        first = next((text for text in texts if text), "")
        if not first:
            continue
        if texts[: len(header)] == header:
            yield Passed(line.number, "repeated_header")
        elif _TOTAL.match(first) or _FOOT.match(first):
            yield Passed(line.number, "totals" if _TOTAL.match(first) else "not_ours")
        else:
            cells: dict[str, object] = {}
            for place, column in table.columns.items():
                if place < len(texts) and column.field != "left":
                    cells[_key(column.field, column.platform)] = texts[place]
            yield Entry(cells, line.number, table.sheet.name)


def _key(field: str, platform: str | None) -> str:
    return f"{platform}:{field}" if platform else field


def _carried(entry: Entry, above: Entry | None) -> Entry:
    """A line of a CSV file whose unit stood in a merged cell."""
    if above is None or entry.word("number") or any(entry.word(field) for field in _UNIT):
        return entry
    kept = {field: above.cells[field] for field in _UNIT if field in above.cells}
    return Entry({**entry.cells, **kept}, entry.number, entry.sheet)


def _codes(tables: list[Filing]) -> dict[str, str]:
    """Codes of units by name, wherever a line gives both."""
    entries = (entry for table in tables for entry in _entries(table) if isinstance(entry, Entry))
    pairs = ((entry.word("unit_name"), entry.word("unit_code")) for entry in entries)
    return {name: code for name, code in pairs if name and code}


def _line(lines: Lines, table: Filing, entry: Entry, codes: Mapping[str, str], context: Context) -> Iterator[Row]:
    owner = entry.word("unit_name")
    unit_id = entry.word("unit_code") or (codes.get(owner, owner) if owner else None)
    if owner and unit_id:
        yield from _unit(lines, entry, owner, unit_id, codes)
    groups: list[str | None] = [*sorted({column.platform for column in table.columns.values() if column.platform})]
    accounts = [found for group in groups or [None] if (found := _own(entry, group))]
    if not accounts:
        named = any(entry.word(field) for field in ("platform", "url", "platform_id"))
        yield (
            Fault(entry.number, "no_name", _spelled(table, "name"), sheet=entry.sheet)
            if named
            else Passed(entry.number, "no_account" if owner else "not_ours")
        )
    for account, platform in accounts:
        row = _account(account, table, platform, context)
        yield from lines.account(account, row | {"unit_id": unit_id})
    _respell(entry, table)
    yield from entry.faults


def _own(entry: Entry, group: str | None) -> tuple[Entry, str | None] | None:
    """The cells of one account of a line, by field; None if the line names none on that platform."""
    cells = {key: value for key, value in entry.cells.items() if ":" not in key}
    if group:
        own = {key.partition(":")[2]: value for key, value in entry.cells.items() if key.startswith(f"{group}:")}
        cells = {**cells, **own}
        if not bare(own.get("name")):
            return None
    found = Entry(cells, entry.number, entry.sheet)
    name = found.word("name")
    return None if name is None or name in _ABSENT else (found, group)


def _unit(lines: Lines, entry: Entry, name: str, unit_id: str, codes: Mapping[str, str]) -> Iterator[Row]:
    parent = entry.word("parent_name")
    row: dict[str, object] = {"unit_id": unit_id, "name": name, "region_code": entry.word("region_code")}
    row["level"] = _read(entry, "level", lambda text: values.choice("units", "level", text))
    row["must_open"] = _read(entry, "must_open", lambda text: values.flag("units", "must_open", text))
    if parent and parent != name:
        row["parent_id"] = codes.get(parent, parent)
        yield from lines.unit(entry, {"unit_id": codes.get(parent, parent), "name": parent})
    yield from lines.unit(entry, row)


def _read(entry: Entry, field: str, reader: Callable[[str], Value]) -> Value | None:
    """A value; a fault, and None, where the cell cannot be read."""
    text = entry.word(field)
    if text is None:
        return None
    try:
        return reader(text)
    except Unreadable as error:
        entry.faults.append(Fault(entry.number, error.code, field, text, row_lost=False, sheet=entry.sheet))
        return None


def _spelled(table: Filing, field: str) -> str:
    return next((column.spelled for column in table.columns.values() if column.field == field), field)


def _account(entry: Entry, table: Filing, group: str | None, context: Context) -> dict[str, object]:
    """All columns of the account; faults are kept in the entry, under the words of the table's header."""
    row: dict[str, object] = {"platform": _platform(entry, table, group), "name": entry.word("name")}
    url = entry.word("url")
    row["url"] = url
    row["platform_id"] = _identity(entry) or identity_of(str(row["platform"]), url)
    for field in sorted(table.fields - {"name", "url", "platform", "platform_id", "account_id"}):
        kind = values.KINDS.get(field)
        if kind == "day":
            row[field] = _day(entry, field, context.timezone)
        elif kind:
            row |= _said(entry, field, kind)
        elif field in ("filing_no", "verified_as", "mission"):
            row[field] = entry.word(field)
    given = entry.word("account_id")
    if given and not blank(given):
        row["account_id"] = given
    _respell(entry, table)
    return row


def _platform(entry: Entry, table: Filing, group: str | None) -> str:
    """Of the group of columns, the cell, the sheet's name or the address; `other`, and told, where none says it."""
    word = entry.word("platform")
    found = group or (platform_word(word) if word else platform_word(table.sheet.name))
    found = found or _host(entry.word("url"))
    if found is None:
        entry.faults.append(Fault(entry.number, "unknown_word", "platform", word or "", row_lost=False))
    return found or "other"


def _host(url: str | None) -> str | None:
    address = canonical(url) if url else None
    return address.platform if address else None


def _identity(entry: Entry) -> str | None:
    try:
        return entry.identity("platform_id")
    except Unreadable as error:
        entry.faults.append(
            Fault(entry.number, error.code, "platform_id", entry.text("platform_id") or "", row_lost=False)
        )
        return None


def _day(entry: Entry, field: str, zone: str) -> object:
    found = _read(entry, field, lambda text: values.day(text, zone))
    if found and not found[1]:
        entry.faults.append(Fault(entry.number, "only_month", field, entry.word(field) or "", row_lost=False))
    return found[0] if found else None


def _said(entry: Entry, field: str, kind: str) -> dict[str, object]:
    if kind == "flag":
        return {field: _read(entry, field, lambda text: values.flag("accounts", field, text))}
    if kind == "status":
        return {field: _read(entry, field, values.status)}
    if kind == "ways":
        return {field: _read(entry, field, values.ways)}
    found = _read(entry, field, values.verified)
    if found is None:
        return {}
    return {"verified": found[0]} | ({"verified_as": found[1]} if found[1] and not entry.word("verified_as") else {})


def _respell(entry: Entry, table: Filing) -> None:
    """Faults name the header as the table writes it."""
    entry.faults[:] = [
        replace(fault, column=_spelled(table, fault.column), sheet=entry.sheet) for fault in entry.faults
    ]
