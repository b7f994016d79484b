"""Works in an owner's listing: a line with title, time and counts, with or without the platform's id, as posts."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.importers import cells
from plumbline.importers.cells import Unreadable, bare
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Header, Passed, Row, Taken
from plumbline.importers.tables import Entry, Table, find_tables

BEIJING = "Asia/Shanghai"
TOTALS = frozenset(
    {"合计", "总计", "汇总", "累计", "小计", "总数", "總計", "合計", "total", "totals", "grand total", "summary"}
)
_CLOCK = re.compile(r"\d[:：]\d|\d{1,2}[时時点點]|\d{8}[T ]?\d{6}|^\d{9,13}(?:\.\d+)?$")
_MIDNIGHT = re.compile(r"[T ]+0?0:00(?::00(?:\.0+)?)?$")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_FIRST_OF_SPREADSHEETS = datetime(1899, 12, 30)  # noqa: DTZ001  a clock without zone, as spreadsheets count


@dataclass(frozen=True)
class Columns:
    """The names of a listing's columns, the best first. `zone` is that of its clock; `days`: it knows no hours."""

    title: tuple[str, ...]
    time: tuple[str, ...]
    identity: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    reposts: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    zone: str = BEIJING
    days: bool = False

    @property
    def all(self) -> frozenset[str]:
        """Every name."""
        groups = (self.title, self.time, self.identity, self.reads, self.likes, self.reposts, self.comments)
        return frozenset(name for group in groups for name in group)


def listings(export: Export, headers: tuple[Header, ...]) -> Iterator[Table]:
    """The table of each sheet, under the first of these headers that fits."""
    found: set[str] = set()
    for header in headers:
        for table in find_tables(export, header):
            if table.sheet.name not in found:
                found.add(table.sheet.name)
                yield table


def works(lines: Iterable[Entry | Fault | Passed], columns: Columns, context: Context) -> Iterator[Row]:
    """One post a line; a work that stands twice in the same words and figures is taken once."""
    seen: dict[str, Mapping[str, Any]] = {}
    for entry in lines:
        if not isinstance(entry, Entry):
            yield entry
            continue
        row = work(entry, columns, context)
        yield once(row, seen) if isinstance(row, Taken) else row
        yield from entry.faults


def work(entry: Entry, columns: Columns, context: Context, post_id: str | None = None) -> Row:
    """A line as a post; `post_id` where the caller knows it better. A line of totals, or one that is lost, otherwise.

    Without any id it gets ``inferred:`` and 16 hexadecimal digits of SHA-256 over title and minute.
    """
    if totals(entry, (*columns.title, *columns.identity, *columns.time)):
        return Passed(entry.number, "totals")
    title = entry.text(*columns.title) or ""
    try:
        at = published(entry, columns, context)
    except Unreadable as error:
        return entry.lost(error, *columns.time)
    if at is None:
        return Fault(entry.number, "no_time", columns.time[0], sheet=entry.sheet)
    try:
        known = post_id or entry.identity(*columns.identity)
    except Unreadable as error:
        return entry.lost(error, *columns.identity)
    return entry.taken("posts", {"post_id": known or inferred(title, at, context), **_told(entry, columns, title, at)})


def _told(entry: Entry, columns: Columns, title: str, at: datetime) -> dict[str, Any]:
    counts = {name: getattr(columns, name) for name in ("reads", "likes", "reposts", "comments")}
    return {
        "posted_at": at,
        "text": title,
        **{name: entry.count(*names) if names else None for name, names in counts.items()},
    }


def totals(entry: Entry, names: tuple[str, ...]) -> bool:
    """Whether one of these columns says “total” and no other says anything."""
    words = {bare(entry.cells.get(name)).lower().rstrip(":：") for name in names} - {"", "-", "--"}
    return len(words) == 1 and words <= TOTALS


def published(entry: Entry, columns: Columns, context: Context) -> datetime | None:
    """The moment a line gives; raises Unreadable.

    A day without an hour is the first moment of that natural day in the dossier's zone: the day stays the one that is
    written, and the post is never later than anything that saw it.
    """
    text = entry.word(*columns.time)
    if text is None:
        return None
    if _SERIAL.fullmatch(text):
        text = (_FIRST_OF_SPREADSHEETS + timedelta(seconds=round(float(text) * 86_400))).isoformat()
    if columns.days:
        text = _MIDNIGHT.sub("", text)
    return cells.moment(text, columns.zone if _CLOCK.search(text) else context.timezone)


def inferred(title: str, at: datetime, context: Context) -> str:
    """An id for a work that has none: the same for the same title and minute, whichever file it stands in."""
    local = at.astimezone(ZoneInfo(context.timezone))
    moment = local.strftime("%Y-%m-%d") if local.hour + local.minute + local.second == 0 else _minute(at)
    return "inferred:" + hashlib.sha256(f"{' '.join(title.split())}\x1f{moment}".encode()).hexdigest()[:16]


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def once(row: Taken, seen: dict[str, Mapping[str, Any]]) -> Row:
    """The row, or what it is if its id came before: the same again, or another work whose id cannot be told apart."""
    post_id = str(row.row["post_id"])
    before = seen.setdefault(post_id, row.row)
    if before is row.row:
        return row
    if before == row.row:
        return Passed(row.place, "same")
    if post_id.startswith("inferred:"):
        return Fault(row.place, "doubled", sheet=row.sheet)
    return row
