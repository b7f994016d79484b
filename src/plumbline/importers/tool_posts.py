"""Posts in the export of a publishing tool: each goes to its own account, the others' stay unread."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from plumbline.importers.format import Context, Fault, Passed, Row, Taken
from plumbline.importers.networks import Owners, Profile, profile, whole
from plumbline.importers.tables import Entry
from plumbline.importers.works import Columns, once, totals, work

PRIVATE = ("direct", "private", "dm", "inbox")
KINDS = (("retweet", "repost"), ("repost", "repost"), ("reblog", "repost"), ("reply", "reply"), ("comment", "comment"))


@dataclass(frozen=True)
class Tool:
    """Columns of the tool's table: those of a work, and those that say whose and what it is."""

    columns: Columns
    network: tuple[str, ...]
    address: tuple[str, ...]
    kind: tuple[str, ...]
    profile: tuple[str, ...] = ()

    @property
    def all(self) -> frozenset[str]:
        """Every name beside those of a work."""
        return frozenset((*self.network, *self.address, *self.kind, *self.profile))

    def of(self, entry: Entry) -> Profile:
        """Whose post a line is."""
        name = entry.word(*self.profile) if self.profile else None
        return profile(entry.word(*self.network), name, entry.word(*self.address))


def posts(lines: Iterable[Entry | Fault | Passed], tool: Tool, context: Context) -> Iterator[Row]:
    """One post a line, with its account where the file holds several."""
    listed = list(lines)
    entries = [entry for entry in listed if isinstance(entry, Entry) and entry.word(*tool.network)]
    owners = Owners(whole([tool.of(entry) for entry in entries]) if entries else None, context)
    stated = owners.stated()
    if stated:
        yield stated
    seen: dict[str, Mapping[str, Any]] = {}
    for entry in listed:
        if isinstance(entry, Entry):
            yield from _post(entry, tool, owners, seen)
        else:
            yield entry


def _post(entry: Entry, tool: Tool, owners: Owners, seen: dict[str, Mapping[str, Any]]) -> Iterator[Row]:
    words = [(entry.word(name) or "").lower() for name in tool.kind]
    account = owners.of(tool.of(entry))
    if totals(entry, (*tool.columns.time, *tool.columns.identity, *tool.columns.title)):
        yield Passed(entry.number, "totals")
    elif account == "":
        yield Passed(entry.number, "not_registered")
    elif any(mark in word.split() or mark in word.split("_") for mark in PRIVATE for word in words):
        yield Passed(entry.number, "private")
    else:
        yield from _row(entry, _columns(tool.columns, words, owners.context), words, account, owners.context, seen)


def _columns(columns: Columns, words: list[str], context: Context) -> Columns:
    """Views of a video are its reads; what else is counted as a view differs by network."""
    zone = columns.zone or context.timezone
    video = any(mark in word for mark in ("video", "reel") for word in words)
    return replace(columns, zone=zone, reads=columns.reads if video else ())


def _row(
    entry: Entry, columns: Columns, words: list[str], account: str | None, context: Context,
    seen: dict[str, Mapping[str, Any]],
) -> Iterator[Row]:  # fmt: skip
    row = work(entry, columns, context)
    if isinstance(row, Taken):
        kind = next((kind for mark, kind in KINDS if any(mark in word for word in words)), "post")
        owner = {} if account is None else {"account_id": account}
        row = once(replace(row, row={**owner, **row.row, "kind": kind}), seen)
    yield row
    yield from entry.faults
