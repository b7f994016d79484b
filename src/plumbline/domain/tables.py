"""The tables of a dossier: columns, types, keys. The public contract's §1 as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from plumbline.domain.vocabulary import ALL_CHECKS, PLATFORMS


class Kind(StrEnum):
    """What a cell holds, and so how it is read and refused."""

    ID = "id"  # text; a number that a spreadsheet has rounded is refused
    TEXT = "text"
    TIME = "time"  # an instant, kept in UTC
    DAY = "day"  # a natural day in the dossier's timezone
    COUNT = "count"  # a whole number >= 0
    FLAG = "flag"
    CHOICE = "choice"  # one of `values`
    LIST = "list"  # words separated by ; , ， 、 or a JSON list
    JSON = "json"
    NUMBER = "number"  # a decimal number, a percentage with or without its sign


DTYPES: Mapping[Kind, pl.DataType] = MappingProxyType(
    {
        Kind.ID: pl.String(),
        Kind.TEXT: pl.String(),
        Kind.TIME: pl.Datetime("us", "UTC"),
        Kind.DAY: pl.Date(),
        Kind.COUNT: pl.Int64(),
        Kind.FLAG: pl.Boolean(),
        Kind.CHOICE: pl.String(),
        Kind.LIST: pl.List(pl.String()),
        Kind.JSON: pl.String(),
        Kind.NUMBER: pl.Float64(),
    }
)


@dataclass(frozen=True)
class Column:
    """One column: its kind, whether the table is unreadable without it, and the values a choice may take."""

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    default: str | None = None

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type after reading."""
        return DTYPES[self.kind]


@dataclass(frozen=True)
class Table:
    """One table: its columns in contract order and the columns that identify a row (empty: rows have no key)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column name to Polars type, in contract order."""
        return {column.name: column.dtype for column in self.columns}

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns without which the table cannot be read."""
        return tuple(column.name for column in self.columns if column.required)


def _columns(kind: Kind, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name.removesuffix("!"), kind, required=name.endswith("!")) for name in names)


_ID, _TEXT, _TIME, _DAY, _COUNT, _FLAG = Kind.ID, Kind.TEXT, Kind.TIME, Kind.DAY, Kind.COUNT, Kind.FLAG
_ACCOUNT = Column("account_id", Kind.ID, required=True)
_RECORD = Column("record", Kind.ID)
"""The raw answer or the line of an export that a row was taken from, as `plumbline archive` names it."""
LEVELS = ("national", "province", "city", "county", "town", "department", "body")
STATUSES = ("active", "suspended", "closing", "closed")
POST_KINDS = ("post", "repost", "reply", "comment", "auto_reply", "message", "like")
MESSAGE_KINDS = ("question", "complaint", "suggestion", "other")
OUTCOMES = ("seen", "seen_nothing", "blind", "not_tried")
SOURCE_KINDS = ("government_site", "recognised", "own_site", "other")
CAMPAIGN_KINDS = ("advert", "drive", "event", "migration", "other")
INFLOW_MEASURES = ("followers_gained", "followers_lost", "reads", "shares")
INTERACTION_KINDS = ("comment", "repost", "like")
SIGHTING_STATES = ("present", "absent_once", "confirmed_gone", "withdrawn_by_platform", "not_visible")
LINK_OUTCOMES = ("alive", "dead", "moved", "unreachable", "not_tried")
AUDIT_OUTCOMES = ("upheld", "not_upheld", "admitted", "platform_notice", "proven")

_ALL = (
    Table(
        "units",
        (
            *_columns(_ID, "unit_id!"),
            *_columns(_TEXT, "name!"),
            *_columns(_ID, "parent_id"),
            Column("level", Kind.CHOICE, values=LEVELS),
            *_columns(_ID, "region_code"),
            *_columns(_FLAG, "must_open"),
        ),
        key=("unit_id",),
    ),
    Table(
        "accounts",
        (
            _ACCOUNT,
            Column("platform", Kind.CHOICE, required=True, values=PLATFORMS),
            *_columns(_TEXT, "name!"),
            *_columns(_ID, "platform_id"),
            *_columns(_TEXT, "url"),
            *_columns(_ID, "unit_id"),
            Column("status", Kind.CHOICE, values=STATUSES, default="active"),
            *_columns(_DAY, "opened_on", "closed_on", "notice_on", "filed_on"),
            *_columns(_ID, "filing_no"),
            *_columns(_FLAG, "verified"),
            *_columns(_TEXT, "verified_as"),
            *_columns(_DAY, "verified_until"),
            *_columns(_FLAG, "main_account"),
            Column("interaction", Kind.LIST),
            *_columns(_TEXT, "mission"),
        ),
        key=("account_id",),
    ),
    Table(
        "posts",
        (
            _ACCOUNT,
            *_columns(_ID, "post_id!"),
            *_columns(_TIME, "posted_at!"),
            *_columns(_TEXT, "text!"),
            Column("kind", Kind.CHOICE, values=POST_KINDS, default="post"),
            *_columns(_TEXT, "quoted_text", "quoted_source", "source_name"),
            Column("urls", Kind.LIST),
            *_columns(_TEXT, "client"),
            *_columns(_FLAG, "automatic"),
            *_columns(_ID, "in_reply_to"),
            *_columns(_COUNT, "reads", "likes", "reposts", "comments"),
            *_columns(_TIME, "edited_at", "deleted_at", "first_seen_at", "last_seen_at"),
            Column("media", Kind.LIST),
            *_columns(_TEXT, "media_text"),
            *_columns(_FLAG, "media_read"),
            _RECORD,
        ),
        key=("account_id", "post_id"),
    ),
    Table(
        "messages",
        (
            _ACCOUNT,
            *_columns(_ID, "message_id!"),
            *_columns(_TIME, "received_at!"),
            Column("kind", Kind.CHOICE, values=MESSAGE_KINDS, default="other"),
            *_columns(_TIME, "answered_at"),
            *_columns(_TEXT, "answer"),
            *_columns(_FLAG, "automatic"),
            *_columns(_TIME, "transferred_at"),
            _RECORD,
        ),
        key=("account_id", "message_id"),
    ),
    Table(
        "metrics",
        (_ACCOUNT, *_columns(_DAY, "date!"),
         *_columns(_COUNT, "followers", "reads", "likes", "reposts", "comments"), _RECORD),
        key=("account_id", "date"),
    ),
    Table(
        "post_metrics",
        (
            _ACCOUNT,
            *_columns(_ID, "post_id!"),
            *_columns(_TIME, "observed_at!"),
            *_columns(_COUNT, "reads", "likes", "reposts", "comments"),
            _RECORD,
        ),
        key=("account_id", "post_id", "observed_at"),
    ),
    Table(
        "followers",
        (
            _ACCOUNT,
            *_columns(_COUNT, "position"),
            *_columns(_DAY, "registered_on"),
            *_columns(_COUNT, "posts", "followers", "following"),
            *_columns(_FLAG, "has_avatar", "has_bio"),
            *_columns(_COUNT, "name_digits"),
            *_columns(_DAY, "last_post_on"),
            *_columns(_ID, "follower_key"),
            *_columns(_DAY, "first_seen_on", "last_seen_on"),
            _RECORD,
        ),
    ),
    Table(
        "campaigns",
        (_ACCOUNT, *_columns(_DAY, "started_on!", "ended_on"), Column("kind", Kind.CHOICE, values=CAMPAIGN_KINDS),
         *_columns(_TEXT, "description")),
    ),
    Table(
        "audience",
        (_ACCOUNT, *_columns(_DAY, "date!"), *_columns(_TEXT, "dimension!", "bucket!"), *_columns(_COUNT, "people"),
         Column("percent", Kind.NUMBER), _RECORD),
        key=("account_id", "date", "dimension", "bucket"),
    ),
    Table(
        "inflows",
        (_ACCOUNT, *_columns(_DAY, "date!"),
         Column("measure", Kind.CHOICE, required=True, values=INFLOW_MEASURES),
         *_columns(_TEXT, "source!"), *_columns(_COUNT, "number!"), _RECORD),
        key=("account_id", "date", "measure", "source"),
    ),
    Table(
        "interactions",
        (_ACCOUNT, *_columns(_ID, "post_id!"), *_columns(_TIME, "at!"),
         Column("kind", Kind.CHOICE, values=INTERACTION_KINDS), *_columns(_TEXT, "text"),
         *_columns(_ID, "actor_key"), _RECORD),
    ),
    Table(
        "audits",
        (_ACCOUNT, Column("check", Kind.CHOICE, required=True, values=ALL_CHECKS), *_columns(_DAY, "decided_on!"),
         Column("outcome", Kind.CHOICE, required=True, values=AUDIT_OUTCOMES), *_columns(_TEXT, "decided_by!", "basis"),
         *_columns(_DAY, "period_from", "period_to"), *_columns(_COUNT, "scored", "reviewed"),
         *(Column(name, Kind.NUMBER) for name in ("low_pct", "high_pct", "kappa"))),
        key=("account_id", "check", "decided_on"),
    ),
    Table(
        "coverage",
        (
            _ACCOUNT,
            *_columns(_TIME, "started_at!", "ended_at!"),
            Column("outcome", Kind.CHOICE, required=True, values=OUTCOMES),
            *_columns(_TEXT, "collector", "reason"),
            _RECORD,
        ),
    ),
    Table(
        "versions",
        (_ACCOUNT, *_columns(_ID, "post_id!"), *_columns(_TIME, "seen_at!", "last_seen_at"), *_columns(_TEXT, "text!"),
         *_columns(_TIME, "edited_at"), _RECORD),
        key=("account_id", "post_id", "seen_at"),
    ),
    Table(
        "sightings",
        (_ACCOUNT, *_columns(_ID, "post_id!"),
         Column("state", Kind.CHOICE, required=True, values=SIGHTING_STATES),
         *_columns(_TIME, "since!", "last_present_at", "confirmed_at"), *_columns(_TEXT, "answer"), _RECORD),
        key=("account_id", "post_id", "since"),
    ),
    Table(
        "links",
        (_ACCOUNT, *_columns(_TEXT, "url!"), *_columns(_TIME, "checked_at!"),
         Column("outcome", Kind.CHOICE, required=True, values=LINK_OUTCOMES), *_columns(_COUNT, "status"),
         *_columns(_TEXT, "final_url", "reason"), *_columns(_ID, "post_id"), _RECORD),
        key=("account_id", "url", "checked_at"),
    ),
    Table(
        "approvals",
        (_ACCOUNT, *_columns(_ID, "draft_id!"), *_columns(_TEXT, "text!"), *_columns(_TIME, "approved_at!"),
         Column("steps", Kind.JSON)),
        key=("account_id", "draft_id"),
    ),
    Table(
        "sources",
        (*_columns(_ID, "source_id!"), *_columns(_TEXT, "name!", "domain"),
         Column("kind", Kind.CHOICE, values=SOURCE_KINDS)),
        key=("source_id",),
    ),
    Table(
        "articles",
        (*_columns(_ID, "source_id!", "article_id!"), *_columns(_TEXT, "text!", "title", "url"),
         *_columns(_TIME, "published_at")),
        key=("source_id", "article_id"),
    ),
    Table(
        "exceptions",
        (Column("check", Kind.CHOICE, required=True, values=ALL_CHECKS), *_columns(_TEXT, "reason!", "approved_by!"),
         *_columns(_DAY, "until!"), *_columns(_ID, "account_id", "unit_id"), *_columns(_DAY, "since")),
    ),
)  # fmt: skip

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _ALL})
REQUIRED_TABLES = ("accounts", "posts")
FLEET_TABLES = ("units", "sources", "articles", "exceptions")
"""Tables that are not kept by account: every shard sees them whole."""
