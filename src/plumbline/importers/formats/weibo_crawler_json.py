"""The JSON of weibo-crawler (dataabc/weibo-crawler, from its source code): `{"user": {…}, "weibo": [{…}]}`.

The account stands in `user`; its number of followers counts for the day of the crawl. A post may bear `retweet`, the
post that was forwarded: its text and source are kept apart. Times are those of the machine that ran the crawler: read
in the dossier's timezone; `full_created_at` comes before `created_at`, which in older files is a day only.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.importers.cells import Unreadable, identity
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Format, Row, Stated
from plumbline.importers.post_rows import entry_of, once, told_cut
from plumbline.importers.weibo_objects import object_posts
from plumbline.importers.weibo_rows import followers
from plumbline.rulebook.model import Text

FORMAT = Format(
    "weibo-crawler-json",
    Text(zh="weibo-crawler 微博 JSON", en="posts of weibo-crawler, JSON"),
    platform="weibo",
)
_TELLING = frozenset(("id", "bid", "text", "created_at", "attitudes_count", "reposts_count", "user_id", "screen_name"))


def recognises(export: Export) -> int:
    """By the two parts `user` and `weibo`, and by what the first post has."""
    found = _content(export)
    if found is None:
        return 0
    user, first = found["user"], next((post for post in found["weibo"] if isinstance(post, Mapping)), {})
    fit = len(_TELLING & set(first))
    return 2 + fit if fit >= 3 or (not found["weibo"] and "screen_name" in user) else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """The posts of the account that the file states, and how many follow it."""
    return once(_rows(export, context))


def _rows(export: Export, context: Context) -> Iterator[Row]:
    found = _content(export) or {"user": {}, "weibo": []}
    user, cut = found["user"], list[int]()
    number = _number(user)
    if number:
        name = user.get("screen_name")
        yield Stated("weibo", number, name if isinstance(name, str) else None)
    yield from followers(entry_of(user, 0), ("followers_count",), context, None)
    for place, post in enumerate(found["weibo"], start=1):
        yield from object_posts(post, place, context, about=number, cut=cut)
    yield from told_cut(cut, "text")


def _content(export: Export) -> dict[str, Any] | None:
    if export.kind != "json":
        return None
    try:
        found = export.parsed
    except DossierError:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("weibo"), list):
        return None
    return found if isinstance(found.get("user"), dict) else None


def _number(user: Mapping[str, Any]) -> str | None:
    try:
        return identity(user.get("id"))
    except Unreadable:
        return None
