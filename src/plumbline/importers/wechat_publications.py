"""The JSON behind 发表记录: pages in pages in text, each escaped or not, and the articles within."""

import base64
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.importers.cells import moment
from plumbline.importers.export import Export
from plumbline.importers.json_text import loads
from plumbline.importers.wechat_articles import article_key, owner

_TIMES = ("send_time", "publish_time", "create_time", "update_time")
_WHOLE = re.compile(r"\d+_\d+")
_IN_A_PAGE = re.compile(r"publish_page[\"']?\s*[=:]\s*(?=[{\"'])")
_PARTS = ("publish_page", "publish_list", "data", "pages", "list", "app_msg_list")


@dataclass(frozen=True)
class Article:
    """One article of a publication: what stands about it (None: not a record) and about the whole publication."""

    item: Mapping[str, Any] | None
    whole: Mapping[str, Any]
    index: int

    @property
    def address(self) -> str | None:
        """Its address."""
        found = self._one("content_url", "link", "url")
        return html.unescape(str(found)) if found else None

    @property
    def key(self) -> str | None:
        """As `article_key`; where the address is a short one, of the article's number and place."""
        number = self._one("appmsgid", "app_id", "msgid") or self.whole.get("msgid")
        place = self._one("itemidx", "idx") or self.index
        key = article_key(self.address)
        return key if not number or _WHOLE.fullmatch(key or "") else f"{number}_{place}"

    @property
    def owner(self) -> str | None:
        """The account's `__biz`, also where only its number is given."""
        number = str(self.whole.get("bizuin") or self._one("bizuin") or "")
        return owner(self.address) or (base64.b64encode(number.encode()).decode() if number.isdigit() else None)

    @property
    def at(self) -> datetime | None:
        """When it was sent or published; raises Unreadable."""
        sent = self.whole.get("sent_info")
        times = [sent.get("time") if isinstance(sent, dict) else None]
        times += [source.get(name) for name in _TIMES for source in (self.whole, self.item or {})]
        return next((found for time in times if time and (found := moment(time, "Asia/Shanghai"))), None)

    @property
    def title(self) -> str:
        """Its title as readers see it; of a message without one, its words."""
        return html.unescape(str(self._one("title", "content", "text") or ""))

    @property
    def deleted(self) -> bool:
        """Whether the account has deleted it."""
        return str(self._one("is_deleted", "is_del") or "").lower() in ("1", "true")

    def count(self, name: str) -> Any:
        """A figure as it stands."""
        return None if self.item is None else self.item.get(name)

    def _one(self, *names: str) -> Any:
        return next((value for name in names if (value := (self.item or {}).get(name)) not in (None, "")), None)


def publications(export: Export) -> Iterator[Any]:
    """Each publication (a mapping, or something else where the file is damaged), in the order of the file."""
    if export.kind == "jsonl":
        for _, page in export.objects():
            yield from _within(page)
    elif export.kind == "json":
        yield from _within(export.parsed)
    else:
        yield from _within(_saved(export))


def _saved(export: Export) -> Any:
    """The value of `publish_page` in a saved page. DossierError if none is whole."""
    for found in _IN_A_PAGE.finditer(export.text):
        try:
            return json.JSONDecoder().raw_decode(export.text[found.end() :])[0]
        except (ValueError, RecursionError):
            continue
    raise DossierError("publish_page is not whole in this page", export.label, "save the page again, or its JSON")


def _within(part: Any, depth: int = 0) -> Iterator[Any]:
    part = opened(part)
    inner = [part[name] for name in _PARTS if name in part] if isinstance(part, dict) else []
    if isinstance(part, list):
        for one in part:
            yield from _within(one, depth + 1)
    elif inner and depth < 10:
        for one in inner:
            yield from _within(one, depth + 1)
    else:
        yield opened(part.get("publish_info", part)) if isinstance(part, dict) else part


def articles_of(whole: Any) -> Iterator[Article]:
    """The articles of a publication; one without record where there is none to be read."""
    if not isinstance(whole, dict):
        yield Article(None, {}, 1)
        return
    items = _items(whole.get("appmsg_info")) or _items(whole.get("appmsgex"))
    more = {_place(one, n): one for n, one in enumerate(_items(whole.get("appmsgex")), 1) if isinstance(one, dict)}
    if not items:
        yield Article(whole, whole, 1)
    for number, item in enumerate(items, start=1):
        filled = {**more.get(_place(item, number), {}), **item} if isinstance(item, dict) else None
        yield Article(filled, whole, number)


def _place(item: Any, number: int) -> int:
    found = str(item.get("itemidx") or "") if isinstance(item, dict) else ""
    return int(found) if found.isdigit() else number


def _items(value: Any) -> list[Any]:
    value = opened(value)
    if isinstance(value, dict):
        value = opened(value.get("item_list", [value]))
    return value if isinstance(value, list) else []


def opened(value: Any) -> Any:
    """JSON that stands in a text, also one escaped for HTML; anything else as it is."""
    for text in (value, html.unescape(value)) if isinstance(value, str) else ():
        if text.lstrip()[:1] in ("{", "["):
            try:
                return loads(text, "")
            except DossierError:
                continue
    return value
