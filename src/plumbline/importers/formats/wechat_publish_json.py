"""wechat-publish-json: 公众号后台 “发表记录”, the JSON behind the page (`publish_page`) as people save it.

Shape: public readers of that answer (dumped October 2026 by one of them), no documentation. `publish_page` holds
`publish_list`, each entry `publish_info` with `appmsg_info` (or `appmsgex`); each of the three is JSON within text,
escaped for HTML or not; also a list of pages, one page a line, the bare list, and the saved page itself.

**`old_like_num` is 点赞 and becomes likes; `like_num` is 在看 and is left out.** read_num = reads, share_num =
reposts, comment_num = comments. Titles are escaped for HTML: the text is what readers see. The moment is
`sent_info.time`, else the entry's own. The key is mid and idx of the address, as in the other files of the back-end;
where the address is a short one, appmsgid and itemidx, which are the same numbers. `is_deleted`: the post is kept with
the moment of observation as deleted_at; when it really went the file does not say.

Left: digest, cover, sent_status (deliveries), 在看. Blind spots: the body; messages of text or pictures sent to all
have whatever words stand there; pages that were not saved.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.importers.cells import Unreadable, count
from plumbline.importers.export import Export
from plumbline.importers.format import Context, Fault, Format, Passed, Row, Taken
from plumbline.importers.wechat_articles import account_of, belonging, stated
from plumbline.importers.wechat_publications import Article, articles_of, publications
from plumbline.importers.works import inferred, once
from plumbline.rulebook.model import Text

COUNTS = {"reads": "read_num", "likes": "old_like_num", "reposts": "share_num", "comments": "comment_num"}
FORMAT = Format(
    "wechat-publish-json",
    Text(zh="公众号后台·发表记录（JSON）", en="WeChat back-end: record of publications (JSON)"),
    platform="wechat",
)


def recognises(export: Export) -> int:
    """Whether a list of publications stands in the file."""
    if export.kind not in ("json", "jsonl", "table"):
        return 0
    try:
        if export.kind == "table" and export.data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            return 0
        text = export.text
    except DossierError:
        return 0
    if export.kind == "table":
        return 12 if "publish_page" in text and "publish_list" in text else 0
    listed = "publish_info" in text and ("publish_list" in text or "appmsg" in text)
    return 12 if listed or ("app_msg_list" in text and "appmsgid" in text) else 0


def read(export: Export, context: Context) -> Iterator[Row]:
    """One post an article."""
    found = [article for whole in publications(export) for article in articles_of(whole)]
    owners = {article.owner for article in found if article.owner}
    yield from stated({owner for owner in owners if owner}, context)
    seen: dict[str, Mapping[str, Any]] = {}
    for place, article in enumerate(found, start=1):
        account = account_of(article.owner, {owner for owner in owners if owner}, context)
        if account == "":
            yield Passed(place, "not_registered")
            continue
        for row in _post(article, place, context):
            yield once(belonging(row, account), seen) if isinstance(row, Taken) else row


def _post(article: Article, place: int, context: Context) -> Iterator[Row]:
    if article.item is None:
        yield Fault(place, "not_an_object")
        return
    try:
        at = article.at
    except Unreadable as error:
        yield Fault(place, error.code, "send_time")
        return
    if at is None:
        yield Fault(place, "no_time", "sent_info.time")
        return
    figures, faults = _figures(article, place)
    gone = context.observed_at if article.deleted else None
    key = article.key or inferred(article.title, at, context)
    yield Taken("posts", {"post_id": key, "posted_at": at, "text": article.title, **figures, "deleted_at": gone}, place)
    yield from faults


def _figures(article: Article, place: int) -> tuple[dict[str, int | None], list[Fault]]:
    figures: dict[str, int | None] = {}
    faults: list[Fault] = []
    for name, field in COUNTS.items():
        try:
            figures[name] = count(article.count(field))
        except Unreadable as error:
            figures[name] = None
            faults.append(Fault(place, error.code, field, str(article.count(field))[:40], row_lost=False))
    return figures, faults
