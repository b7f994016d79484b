"""What the formats of MediaCrawler share: whose a record is, and its rows.

MediaCrawler (NanmiCoder/MediaCrawler d6f7c5b and releases since 2024, by the field names of its files) writes JSON
Lines, a JSON list, CSV, a workbook with sheets Contents, Comments and Creators, or a database. Since July 2026
`creator_hash`, the first 16 hexadecimal digits of the plain SHA-256 of the user's id, stands for the id, and names are
masked: a registered account is found by hashing its own id; of everyone else the hash is hashed again with the
installation's key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from plumbline.importers.cells import Unreadable
from plumbline.importers.comment_rows import Comments, comment_rows
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Passed, Row, Stated
from plumbline.importers.mediacrawler_records import Record, Shape, fit, records
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import Columns, Names, once, post_rows, references, told_cut
from plumbline.importers.tables import Entry
from plumbline.importers.weibo_rows import BEIJING, Weibo, weibo_posts

LONGEST = 500
"""Characters after which the crawler cuts titles and descriptions of videos."""
_SEEN = ("last_modify_ts",)
_NUMBERED = ("weibo", "bilibili")
"""Platforms on which an account has one number and no other id."""
_USERS = ("user_id", "sec_uid", "user_unique_id", "short_user_id")


@dataclass(frozen=True)
class Crawled:
    """A platform as MediaCrawler writes it. `works`: names of a post for each kind of record that is one.

    `media`: of these columns the first that holds something names the pictures or the video.
    """

    platform: str
    shapes: tuple[Shape, ...]
    works: Mapping[str, Columns]
    comments: Comments
    fans: Names
    media: Names = ()

    def recognises(self, export: Export) -> int:
        """How many names of the file are known; 0 if it is another one."""
        return fit(export, self.shapes)

    def read(self, export: Export, context: Context) -> Iterator[Row]:
        """All rows: of registered accounts their posts, below these the comments, and how many follow them."""
        found = list(records(export, self.shapes))
        yield from once(_Reading(self, context, found).rows())

    def identity(self, entry: Entry, names: Names) -> str | None:
        """The id of a post in these columns."""
        return entry.identity(*names)


class _Reading:
    """One file: whose its works are, and its rows in order."""

    def __init__(self, crawled: Crawled, context: Context, found: list[Record]) -> None:
        self._crawled, self._context, self._found = crawled, context, found
        self._cut: list[int] = []
        self._owners: dict[str, str | None] = {}
        made = [(one.kind, one.entry) for one in found if self._tells(one) and isinstance(one.entry, Entry)]
        self._alone = len({_maker(entry) for _, entry in made}) <= 1
        self._any_work = any(kind in crawled.works for kind, _ in made)

    def rows(self) -> Iterator[Row]:
        yield from self._stated()
        for one in self._found:
            if not isinstance(one.entry, Entry):
                yield one.entry
            elif one.kind in self._crawled.works:
                yield from self._work(one.kind, one.entry)
        for one in self._found:
            if isinstance(one.entry, Entry) and one.kind not in self._crawled.works:
                yield from self._beside(one.kind, one.entry)
        yield from told_cut(self._cut, "desc")

    def _stated(self) -> Iterator[Row]:
        """Where all is of one account: that it is, and when the newest record was taken."""
        entries = [one.entry for one in self._found if isinstance(one.entry, Entry) and one.kind != "contacts"]
        owners = {self._owner(one.entry) for one in self._found if self._tells(one) and isinstance(one.entry, Entry)}
        owners.discard(None)
        moments = [at for entry in entries if (at := _moment(entry))]
        if len(owners) == 1 and moments:
            owner, platform = str(owners.pop()), self._crawled.platform
            yield Stated(platform, owner.removeprefix(f"{platform}:"), observed_at=max(moments))

    def _tells(self, one: Record) -> bool:
        return one.kind in self._crawled.works or one.kind == "creators"

    def _owner(self, entry: Entry) -> str | None:
        """The registered account that made a work. `--account` decides where the file has only one maker, or none."""
        users = [_identity(entry, name) for name in _USERS]
        hashed = entry.word("creator_hash")
        found = owner_of(self._context, self._crawled.platform, *users, hashed=hashed)
        return found or (self._context.account_id if self._alone and not self._denied(*users, hashed) else None)

    def _denied(self, *told: str | None) -> bool:
        """Whether `--account` names the id of an account that cannot be the one of the work."""
        platform = self._crawled.platform
        number = (self._context.account_id or "").removeprefix(f"{platform}:")
        return platform in _NUMBERED and number.isdigit() and any(told)

    def _work(self, kind: str, entry: Entry) -> Iterator[Row]:
        columns = self._crawled.works[kind]
        owner = self._owner(entry)
        if owner is None:
            yield Passed(entry.number, "not_registered")
            return
        try:
            identity = self._crawled.identity(entry, columns.post_id)
        except Unreadable as error:
            yield entry.lost(error, *columns.post_id)
            return
        if identity:
            self._owners[identity] = owner
        yield from self._post(columns, entry, owner)

    def _post(self, columns: Columns, entry: Entry, owner: str) -> Iterator[Row]:
        if self._crawled.platform == "weibo":
            yield from weibo_posts(entry, Weibo(columns), BEIJING, owner=owner, cut=self._cut)
            return
        if any(len(entry.text(name) or "") == LONGEST for name in (*columns.title, *columns.text)):
            self._cut.append(entry.number)
        yield from post_rows(
            entry,
            columns,
            BEIJING,
            owner=owner,
            identify=lambda line: self._crawled.identity(line, columns.post_id),
            refine=self._refine,
        )

    def _refine(self, entry: Entry, row: dict[str, object]) -> None:
        row["media"] = next((found for name in self._crawled.media if (found := references(entry, (name,)))), None)
        if (entry.word("type") or "").upper() == "FORWARD":
            row["kind"] = "repost"

    def _beside(self, kind: str, entry: Entry) -> Iterator[Row]:
        if kind == "comments":
            yield from self._comment(entry)
        elif kind == "creators":
            yield from self._followers(entry)
        else:
            yield Passed(entry.number, "private")

    def _comment(self, entry: Entry) -> Iterator[Row]:
        names = self._crawled.comments
        try:
            post = self._crawled.identity(entry, names.post_id)
        except Unreadable as error:
            yield Fault(entry.number, error.code, names.post_id[0], sheet=entry.sheet)
            return
        if post is None:
            yield Fault(entry.number, "no_id", names.post_id[0], sheet=entry.sheet)
        elif self._any_work and self._owners.get(post) is None:
            yield Passed(entry.number, "not_registered")
        else:
            owner = self._owners.get(post)
            yield from comment_rows(entry, names, BEIJING, self._context, post_id=post, owner=owner)

    def _followers(self, entry: Entry) -> Iterator[Row]:
        owner = self._owner(entry)
        at = _moment(entry) or self._context.observed_at
        if owner is None:
            yield Passed(entry.number, "not_registered")
            return
        count = entry.count(*self._crawled.fans)
        if count is not None:
            day = at.astimezone(ZoneInfo(self._context.timezone)).date()
            yield entry.taken("metrics", {"account_id": owner, "date": day, "followers": count})
        yield from (replace(fault, value="") for fault in entry.faults)


def _maker(entry: Entry) -> str:
    return next((told for name in ("user_id", "creator_hash", "sec_uid") if (told := entry.word(name))), "")


def _identity(entry: Entry, name: str) -> str | None:
    try:
        return entry.identity(name)
    except Unreadable:
        return None


def _moment(entry: Entry) -> datetime | None:
    try:
        return entry.moment(BEIJING, *_SEEN)
    except Unreadable:
        return None
