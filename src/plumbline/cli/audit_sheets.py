"""The sheets that people fill in: written for a spreadsheet, and read back from one."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from plumbline.cli.words import say
from plumbline.domain.errors import DossierError, UsageError
from plumbline.dossier.lines import TextFile
from plumbline.dossier.records import records, split
from plumbline.followers.review import ADJUDICATOR, Item
from plumbline.followers.review_labels import answer

HEADERS = ("编号 item", "注册月份 registered", "发帖数 posts", "粉丝数 followers", "关注数 following", "头像 avatar",
           "简介 bio", "名称数字个数 digits in name", "最近发帖月份 last post")  # fmt: skip
_READER = {"1": "读者1 reader 1", "2": "读者2 reader 2", ADJUDICATOR: "复议人 adjudicator"}
_FLAGS = {"1": "有 yes", "0": "无 no", "": ""}
_ITEM, _MARK = re.compile("编号|^item$|item$", re.I), re.compile("标记|标注|^mark|^label", re.I)
_WHOSE = {"1": re.compile(r"读者\s*1|reader\s*1", re.I), "2": re.compile(r"读者\s*2|reader\s*2", re.I),
          ADJUDICATOR: re.compile("复议|adjudicator", re.I)}  # fmt: skip
_BOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
_LOOKED_AT, _SHOWN = 20, 10
Row = tuple[int, list[str]]


def sheet(items: Iterable[Item], reader: str) -> str:
    """A sheet to fill in, as CSV with a byte order mark, by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*HEADERS, f"标记 mark 1/0/?（{_READER[reader]}）"])
    for item in items:
        registered, posts, followers, following, avatar, bio, digits, last = item.shown
        flags = [_FLAGS[avatar], _FLAGS[bio]]
        writer.writerow([item.item, registered, posts, followers, following, *flags, digits, last, ""])
    return "\ufeff" + text.getvalue()


def answers(path: Path, reader: str, wanted: Sequence[int], lang: str) -> dict[int, str]:
    """Item to answer, all of `wanted`. UsageError that names file, row and column of what cannot be taken."""
    rows = _rows(path, lang)
    number, header, item_at, mark_at = _header(rows, path, lang)
    _right_person(header[mark_at], reader, path, lang)
    found: dict[int, str] = {}
    faults: list[str] = []
    names = (header[item_at].strip(), header[mark_at].strip())
    for row, cells in rows:
        if row > number and any(cell.strip() for cell in cells):
            faults.extend(
                _taken(row, (_cell(cells, item_at), _cell(cells, mark_at)), names, found, frozenset(wanted), lang)
            )
    missing = [item for item in wanted if item not in found]
    if missing and not faults:
        faults = [_missing(missing, lang)]
    if faults:
        raise _refused(faults, path, lang)
    return found


def _taken(
    row: int, cells: tuple[str, str], names: tuple[str, str], found: dict[int, str], wanted: frozenset[int], lang: str
) -> Iterator[str]:
    """Put the answer of a row into `found`, or say what is wrong with it."""
    item, given = _item(cells[0]), answer(cells[1])
    if item is None or item not in wanted:
        yield _at(row, names[0], say(lang, f"'{cells[0]}' is no item of this sheet", f"“{cells[0]}”不是本表编号"), lang)
    elif item in found:
        yield _at(row, names[0], say(lang, f"item {item} is there twice", f"编号 {item} 重复"), lang)
    elif given is None and not cells[1].strip():
        yield _at(row, names[1], say(lang, f"item {item} has no answer", f"编号 {item} 未填写"), lang)
    elif given is None:
        yield _at(row, names[1], say(lang, f"'{cells[1]}' is none of 1, 0, ?", f"“{cells[1]}”不是 1、0、?"), lang)
    else:
        found[item] = given


def _at(row: int, column: str, what: str, lang: str) -> str:
    return say(lang, f"row {row}, column “{column}”: {what}", f"第{row}行“{column}”列：{what}")


def _item(text: str) -> int | None:
    bare = text.strip().removesuffix(".0")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _missing(missing: Sequence[int], lang: str) -> str:
    shown = ", ".join(map(str, missing[:_SHOWN])) + ("…" if len(missing) > _SHOWN else "")
    return say(lang, f"items that are not in the file: {shown}", f"文件中缺少编号：{shown}")


def _refused(faults: Sequence[str], path: Path, lang: str) -> UsageError:
    more = len(faults) - _SHOWN
    lines = [*faults[:_SHOWN], *([say(lang, f"and {more} more", f"另有 {more} 处")] if more > 0 else [])]
    return UsageError(
        say(
            lang, f"{len(faults)} places cannot be taken; nothing was recorded", f"有 {len(faults)} 处无法登记，未写入"
        ),
        f"{path}: " + "\n         ".join(lines),
        say(lang, "answer every item with 1, 0 or ? and record the file again", "请逐项填写 1、0 或者 ?，再次登记"),
    )


def _header(rows: Sequence[Row], path: Path, lang: str) -> tuple[int, list[str], int, int]:
    """The row of headers, and where item and answer stand."""
    for number, cells in rows[:_LOOKED_AT]:
        item = next((place for place, cell in enumerate(cells) if _ITEM.search(cell.strip())), None)
        mark = next((place for place, cell in enumerate(cells) if _MARK.search(cell.strip())), None)
        if item is not None and mark is not None:
            return number, cells, item, mark
    raise UsageError(
        say(lang, "the file has no columns “编号 item” and “标记 mark”", "文件中没有“编号 item”和“标记 mark”两列"),
        str(path),
        say(lang, "keep the first row of the sheet as it was", "请保留原表第一行"),
    )


def _right_person(header: str, reader: str, path: Path, lang: str) -> None:
    whose = next((name for name, pattern in _WHOSE.items() if pattern.search(header)), reader)
    if whose != reader:
        raise UsageError(
            say(lang, f"this is the sheet of {_READER[whose]}", f"这是{_READER[whose]}的核查表"),
            f"{path}: {header.strip()}",
            say(lang, "two people read, each their own sheet", "须由两人分别填写各自的核查表"),
        )


def _rows(path: Path, lang: str) -> list[Row]:
    try:
        return _book(path) if path.suffix.lower() in _BOOKS else _csv(path)
    except FileNotFoundError:
        raise UsageError(say(lang, "there is no such file", "没有这个文件"), str(path)) from None
    except DossierError as error:
        raise UsageError(error.what, error.where, error.remedy) from None
    except Exception as error:  # what a reader of workbooks throws is not listed anywhere
        why = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise UsageError(
            say(lang, f"the file cannot be read: {why}", f"文件无法读取：{why}"),
            str(path),
            say(lang, "save it as CSV or XLSX", "请另存为 CSV 或者 XLSX"),
        ) from None


def _csv(path: Path) -> list[Row]:
    if not path.is_file():
        raise FileNotFoundError(path)
    lines = list(TextFile(path, str(path)).lines())
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(",\t;", key=lambda mark: len(split(head, mark)))
    return [(number, record.cells) for number, record in enumerate(records(iter(lines), delimiter), start=1)]


def _book(path: Path) -> list[Row]:
    page = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    first = (page.start or (0, 0))[0] + 1
    return [(number, [_written(cell) for cell in row]) for number, row in enumerate(page.to_python(), start=first)]


def _written(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)


def by_number(items: Iterable[Item]) -> Mapping[int, Item]:
    """The items by their number."""
    return {item.item: item for item in items}
