"""Pages that say with status 200 that there is nothing here, and pages of domains that are for sale."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.text.patterns import pattern

_SHORT = 400
"""Characters of visible text: a page that says more is an article, whatever words stand in it."""
_LONGEST_TITLE = 300
_TITLE = pattern(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
_UNSEEN = pattern(r"<(?:(script|style|noscript|template|title|svg)\b|(!--))", re.IGNORECASE)
_TAG = pattern(r"<[^<>]*>")
_THING = r"(?:页面|网页|文章|内容|信息|链接|栏目|资源|文件|地址|视频|作品)"
_GONE = pattern(
    rf"{_THING}(?:暂时)?(?:不存在|找不到|未找到|没有找到|走丢|丢失|已?被?(?:发布者|作者)?删除|已?失效|已下线|已下架)"
    rf"|{_THING}已经?被?(?:发布者|作者)?(?:删除|移除)"
    rf"|(?:找不到|无法找到|没有找到|未找到)(?:了|您|你|要|请求|访问|查看|的|该|此|这个){{0,8}}{_THING}"
    r"|(?:page|file|article|content|resource|url)\b.{0,30}\b(?:not found|does(?: not|n[’']t) exist|"
    r"no longer (?:exists|available)|(?:has been|was) (?:removed|deleted))"
    r"|(?:can(?:no|[’'])t|could not|couldn[’']t) (?:be )?f(?:ind|ound).{0,20}\bpage"
    r"|404\W{0,5}(?:not found|error|page|错误|页面|找不到|没有)|http (?:error )?404|error 404",
    re.IGNORECASE,
)
_GONE_TITLE = pattern(
    r"\W*(?:(?:http|error|错误)\W*)*404\W*(?:error|错误|页面?|page)?\W*|\W*(?:page |file )?not found\W*", re.IGNORECASE
)
_SALE = pattern(
    r"domain(?: name)?(?: \S+)? (?:is|may be|could be) (?:for sale|available for (?:sale|purchase)|parked)"
    r"|buy this domain|domain (?:is )?parked|parked (?:free|domain)"
    r"|(?:此|该|本|这个)?域名(?:\S{0,40}?)(?:正在|现已?|可以?)?(?:出售|转让|待售|求购)|购买(?:此|该|这个)域名",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)


@dataclass(frozen=True)
class Words:
    """What a page says: its title and what a reader sees of it."""

    title: str
    seen: str

    @property
    def gone(self) -> bool:
        """Surely a page that says that nothing is here: in its title and in few words, or in hardly any others."""
        if len(self.seen) > _SHORT:
            return False
        said = bool(_GONE.search(self.seen))
        titled = bool(_GONE.search(self.title) or _GONE_TITLE.fullmatch(self.title))
        return (titled and (said or len(self.seen) <= 60)) or (said and len(self.seen) <= 120)

    @property
    def perhaps_gone(self) -> bool:
        """Words of that kind, but not enough to call the page gone."""
        few = len(self.seen) <= 2 * _SHORT
        return bool(_GONE_TITLE.fullmatch(self.title)) or (few and bool(_GONE.search(f"{self.title}\n{self.seen}")))

    @property
    def for_sale(self) -> bool:
        """Whether the page offers its own domain and says hardly anything else."""
        return len(self.seen) <= _SHORT and bool(_SALE.search(f"{self.title}\n{self.seen}"))


def words(body: bytes, content_type: str) -> Words:
    """The words of a page of HTML. Never raises."""
    text = _decoded(body, content_type)
    title = _TITLE.search(text)
    seen = _TAG.sub(" ", " ".join(_shown(text)))
    return Words(_plain(title[1])[:_LONGEST_TITLE] if title else "", _plain(seen))


def _shown(text: str) -> Iterator[str]:
    """The parts between scripts, styles and comments; one that does not end swallows the rest, as in a browser.

    Step by step, because a single expression takes minutes on a page made of thousands of beginnings.
    """
    at = 0
    while opened := _UNSEEN.search(text, at):
        yield text[at : opened.start()]
        closed = _closing(opened[1]).search(text, opened.end())
        if closed is None:
            return
        at = closed.end()
    yield text[at:]


def _closing(name: str | None) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _decoded(body: bytes, content_type: str) -> str:
    named = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    charset = named[1].decode().lower() if named else "utf-8"
    charset = "gb18030" if charset.startswith("gb") else charset
    for name in (charset, "utf-8", "gb18030"):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")
