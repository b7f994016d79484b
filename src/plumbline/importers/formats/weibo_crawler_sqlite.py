"""The database `weibodata.db` of weibo-crawler (from its source code): tables user, weibo, comments, reposts.

The table `weibo` also holds the posts that were forwarded, of anybody: only those of registered accounts are read as
posts; of a forwarded one its text and source stand with the post that forwards it. Comments and reposts count only
below posts of registered accounts: those of a registered account become its replies, all others keep their text and a
keyed hash. Times are those of the machine that ran the crawler, read in the dossier's timezone; those of comments have
their zone. The file is opened for reading only; tables and columns that a release lacks are done without.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

from plumbline.importers.cells import Unreadable, bare
from plumbline.importers.comment_rows import Comments, actor, comment_rows
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Stated
from plumbline.importers.owners import owner_of
from plumbline.importers.post_rows import entry_of, once, told_cut
from plumbline.importers.weibo_ids import post_id
from plumbline.importers.weibo_objects import object_posts
from plumbline.importers.weibo_rows import followers
from plumbline.rulebook.model import Text

FORMAT = Format(
    "weibo-crawler-sqlite",
    Text(zh="weibo-crawler 数据库 weibodata.db", en="the database of weibo-crawler, weibodata.db"),
    platform="weibo",
)
_NEEDED = frozenset(("id", "bid", "user_id", "text", "created_at", "attitudes_count"))
COMMENTS = Comments(
    "weibo",
    comment_id=("id",),
    post_id=("weibo_id",),
    at=("created_at",),
    text=("text",),
    parent=("root_id",),
    user_id=("user_id",),
    name=("user_screen_name",),
)
Object = Mapping[str, Any]


def recognises(export: Export) -> int:
    """By the columns of the table `weibo`."""
    if export.kind != "sqlite":
        return 0
    found = _columns(export, "weibo")
    return len(found) if found >= _NEEDED else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """Followers, posts, and what stands below the posts of registered accounts."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    users = _lines(export, "user")
    only = str(users[0]["id"]) if len(users) == 1 and users[0].get("id") else None
    if only:
        yield Stated("weibo", only, users[0].get("nick_name"))
        context = replace(context, account_id=context.account_id or f"weibo:{only}")
    for number, user in enumerate(users, start=1):
        yield from _followers(user, number, only, context)
    posts = {str(row["id"]): row for row in _lines(export, "weibo")}
    cut: list[int] = []
    for number, post in enumerate(posts.values(), start=1):
        yield from object_posts(_with_quoted(post, posts), number, context, about=only, cut=cut)
    yield from told_cut(cut, "text")
    for table in ("comments", "reposts"):
        for number, row in enumerate(_lines(export, table), start=1):
            yield from _below(row, number, table, posts, only, context)


def _followers(user: Object, number: int, only: str | None, context: Context) -> Iterator[Row]:
    identity = str(user.get("id") or "")
    owner = None if identity == only else owner_of(context, "weibo", identity)
    if owner is None and identity != only:
        yield Passed(number, "not_registered")
    else:
        yield from followers(entry_of(user, number, sheet="user"), ("follower_count",), context, owner)


def _with_quoted(post: Object, posts: Mapping[str, Object]) -> dict[str, Any]:
    """A post with the one that it forwards, as the JSON of the same tool has it."""
    quoted = posts.get(str(post.get("retweet_id") or ""))
    return {**post, "retweet": dict(quoted)} if quoted else dict(post)


def _below(
    row: Object, number: int, table: str, posts: Mapping[str, Object], only: str | None, context: Context
) -> Iterator[Row]:
    """A comment or a repost, if the post belongs to a registered account."""
    try:
        post = post_id(row.get("weibo_id"))
    except Unreadable:
        post = None
    user = str(posts.get(post or "", {}).get("user_id") or "")
    owner = None if user == only else owner_of(context, "weibo", user)
    if post is None or (owner is None and (only is None or user != only)):
        yield Passed(number, "not_registered")
        return
    entry = entry_of(row, number, sheet=table)
    if table == "comments":
        yield from comment_rows(entry, COMMENTS, context.timezone, context, post_id=post, owner=owner)
        return
    if owner_of(context, "weibo", bare(row.get("user_id"))) or (only and bare(row.get("user_id")) == only):
        yield Passed(number, "same")
        return
    try:
        at = entry.moment(context.timezone, "created_at")
    except Unreadable as error:
        yield Fault(number, error.code, sheet=table)
        return
    if at is None:
        yield Fault(number, "no_time", "created_at", sheet=table)
        return
    found = {"account_id": owner, "post_id": post, "at": at, "kind": "repost", "text": entry.text("text")}
    found["actor_key"] = actor(entry, COMMENTS, context)
    yield entry.taken("interactions", {name: value for name, value in found.items() if value is not None})


def _columns(export: Export, table: str) -> frozenset[str]:
    """Names of a table's columns; none if there is no such table or the file is damaged."""
    try:
        with closing(sqlite3.connect(f"{export.path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            return frozenset(str(row[1]) for row in base.execute(f"PRAGMA table_info({table})"))
    except sqlite3.Error:
        return frozenset()


def _lines(export: Export, table: str) -> list[dict[str, Any]]:
    return export.query(f"SELECT * FROM {table} ORDER BY rowid") if _columns(export, table) else []  # noqa: S608  own names
