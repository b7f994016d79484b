"""Articles of a WeChat public account: one key whichever file an article stands in, and the account in its address."""

import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from plumbline.importers.cells import bare
from plumbline.importers.format import Context, Fault, Passed, Row, Stated, Taken
from plumbline.importers.owners import owner_of
from plumbline.importers.tables import Entry
from plumbline.importers.works import Columns, once, work

ADDRESS = ("内容url", "内容URL", "url", "URL", "Url", "链接", "文章链接", "内容链接", "永久链接")


def article_key(address: str | None) -> str | None:
    """``mid_idx`` of an article's address (as datacube says msgid), else its `sn` or its short form; None if none.

    The address may still be escaped for HTML.
    """
    parts, query = _address(address)
    if parts is None:
        return None
    mid, idx = query.get("mid") or query.get("appmsgid"), query.get("idx") or query.get("itemidx") or "1"
    if mid and mid.isdigit():
        return f"{mid}_{idx}"
    return query.get("sn") or parts.removeprefix("/s/").strip("/") or None


def owner(address: str | None) -> str | None:
    """The public account's `__biz` in an article's address."""
    return _address(address)[1].get("__biz") or None


def _address(address: str | None) -> tuple[str | None, dict[str, str]]:
    """Path (None: no article) and query of an address on mp.weixin.qq.com."""
    text = html.unescape(html.unescape(bare(address)))
    try:
        split = urlsplit(text if "//" in text else f"https://{text}")
    except ValueError:
        return None, {}
    if split.hostname != "mp.weixin.qq.com" or split.path.split("/")[1:2] != ["s"]:
        return None, {}
    query = {name: values[0] for name, values in parse_qs(split.query.replace("+", "%2B")).items()}
    return split.path.removeprefix("/s").lstrip("/"), query


def articles(lines: Iterable[Entry | Fault | Passed], columns: Columns, context: Context) -> Iterator[Row]:
    """Posts of a listing. Several accounts in one file: each article goes to its own, unregistered ones stay unread."""
    listed = list(lines)
    owners = {found for entry in listed if isinstance(entry, Entry) and (found := owner(entry.word(*ADDRESS)))}
    yield from stated(owners, context)
    seen: dict[str, Mapping[str, Any]] = {}
    for entry in listed:
        if not isinstance(entry, Entry):
            yield entry
            continue
        account = account_of(owner(entry.word(*ADDRESS)), owners, context)
        if account == "":
            yield Passed(entry.number, "not_registered")
            continue
        row = work(entry, columns, context, article_key(entry.word(*ADDRESS)))
        yield once(belonging(row, account), seen) if isinstance(row, Taken) else row
        yield from entry.faults


def stated(owners: set[str], context: Context) -> Iterator[Stated]:
    """The one account that a file is about, unless the caller has named it."""
    if len(owners) == 1 and context.account_id is None:
        yield Stated("wechat", platform_id=next(iter(owners)))


def account_of(found: str | None, owners: set[str], context: Context) -> str | None:
    """The account of an article where a file holds several: its id, "" if not registered; None: that of the file."""
    if len(owners) < 2:
        return None
    return (owner_of(context, "wechat", found) if found else context.account_id) or ""


def belonging(row: Taken, account: str | None) -> Taken:
    """The row with its account, if it is not that of the file."""
    return row if account is None else Taken(row.table, {"account_id": account, **row.row}, row.place, row.sheet)
