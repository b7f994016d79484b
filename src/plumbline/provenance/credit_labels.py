"""Sources under a label (来源：, 稿源, 综合), and those from which a text was passed on (转自, via, RT, //@)."""

import re
from collections.abc import Iterator
from itertools import islice

from plumbline.provenance.credit_names import Spelled, is_medium, is_organ, named_in, trimmed
from plumbline.text.patterns import pattern

PLACES = 200
"""So many places of a form are looked at in one text."""
_SPAN = 80
_END = pattern(r"[\n。!?)\]】#↓…<>]|\.{3}|https?:")
_LABEL = pattern(r"(?:来源|稿源|出处)(?:于|自)?(?:\s?[:|丨/】\]]+|\s+(?=[@《“\u4e00-\u9fff]))")
_BEFORE = pattern(
    r"(?:^|[^\u4e00-\u9fff\w]|原图|链接|全文|视频)(?:(?:视频|图片|照片|图|影像)[及和与、/])?(?:信息|消息|稿件|图文|文章|素材|内容|新闻|文字|资料|数据|转载|原文|综合|文图|本文|部分内容){0,3}"
    r"(?:(?<=[文息字章容料闻件])[及和与、/](?:视频|图片|照片|图|影像))?$"
)
_PREFIX = 14
_NET = pattern(
    r"(?:信息|消息|稿件|图文|文章|素材|内容|新闻|文字|资料|本文|(?<![\u4e00-\u9fff]))(?:均|部分|整理|综合)?(?:来源|来自|源自|源于|综合自|整理自)(?:于|自)?"
    r"(?P<name>网络|互联网|网友|朋友圈|微信群|自媒体|抖音|快手|小红书)(?=[,。;!)】\s]|整理|综合|$)"
)
_AUTHOR = pattern(r"(?:(?<![\u4e00-\u9fff\w]))文\s?[/:|丨]")
_MIXED = pattern(r"(?<=[(【\[|])综合(?:自|整理自|[:：])?")
_REPOST = pattern(
    r"(?<![运旋周流辗婉回反扭])(?:转载自|转发自|转载于|转载(?=\s?[:|])|转自(?![如己动由然身信卑治])|摘编自|编译自|节选自|摘自|(?<![当入参评筛挑])选自)\s?[:|]?"
)
_FORWARD = pattern(r"(?:(?<![a-z])rt |//\s?|🔁\s?|转发\s?[:]?\s?(?=@)|转@)@?(?P<name>[\w·•.\-]{2,30})(?=\s?[:\s,]|$)")
_NOBODY = pattern(r"好友|你|ta|身边|[\d一二两三]|微博$|朋友|家人|同学")
_VIA = pattern(
    r"(?<![a-z])(?<!sent )(?<!posted )(?<!shared )via[\s:]*"
    r"(?P<at>@)?(?P<name>[\w·•\-.]{2,30}(?: [A-Z][\w.]{1,20}){0,3})"
)
_LINK = pattern(
    r"(?:原文链接|原文地址|文章链接|来源链接|来源网址|信息来源|消息来源|来源|出处|转自|转载自|source|via)\s?[:|]?\s?"
    r"(?P<url>https?://[!-~]{4,200}|网页链接)"
)
_CLAUSE = pattern(r"(?:^|[\n(【】。,|\s!]|本文|以上|文章|图文|内容|稿件|信息|消息|全文)$")
_SHORT = 10
_BOOK = pattern(r"《[^》]{1,40}》")


def labels(spelled: Spelled) -> Iterator[tuple[int, int, str]]:
    """Bounds of names under a label, in plain text, with the form."""
    text = spelled.plain
    for found in islice(_LABEL.finditer(text), PLACES):
        if _BEFORE.search(text[max(0, found.start() - _PREFIX) : found.start()]):
            yield from _listed(text, found.end(), "label")
    if "来源" in text or "自" in text or "源于" in text:
        for found in _NET.finditer(text):
            yield *found.span("name"), "label"
    if "综合" in text:
        for found in _MIXED.finditer(text):
            yield from _if_known(text, found.end(), "label")
    if "文" in text:
        for found in _AUTHOR.finditer(text):
            yield from _if_known(text, found.end(), "label")


def passed_on(spelled: Spelled) -> Iterator[tuple[int, int, str]]:
    """Bounds of names from which the text was taken over, with the form."""
    text = spelled.plain
    if "自" in text or "转载" in text:
        for found in islice(_REPOST.finditer(text), PLACES):
            yield from _taken(text, found)
    if "@" in text or "//" in text:
        for found in _FORWARD.finditer(text):
            if not _NOBODY.match(found["name"]):
                yield *trimmed(text, *found.span("name")), "repost"
    if "via" in text:
        for found in _VIA.finditer(text):
            if found["at"] or _stands_last(spelled.text, found):
                yield *trimmed(text, *found.span("name")), "via"


def links(spelled: Spelled) -> Iterator[tuple[int, int]]:
    """Bounds of addresses that the words before them call the source (网页链接: the platform hid the address)."""
    text = spelled.plain
    found = _LINK.finditer(text) if "http" in text or "网页链接" in text else ()
    return (link.span("url") for link in found)


def until_end(text: str, start: int) -> int:
    """Where a list of names that begins at `start` must end."""
    found = _END.search(text, start, start + _SPAN)
    return found.start() if found else min(len(text), start + _SPAN)


def _listed(text: str, start: int, form: str) -> Iterator[tuple[int, int, str]]:
    while text[start : start + 1] == " ":
        start += 1
    for bounds in named_in(text, start, until_end(text, start)):
        yield *bounds, form


def _if_known(text: str, start: int, form: str) -> Iterator[tuple[int, int, str]]:
    for first, last in named_in(text, start, until_end(text, start)):
        if is_medium(text[first:last]):
            yield first, last, form


def _taken(text: str, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """After 转自: what is set off by a mark or an @, or looks like a name; a book is no source."""
    start = found.end()
    set_off = text[start - 1] in ":|"
    book = _BOOK.match(text, start)
    if book and not is_medium(book[0]):
        return
    whole = (
        not found[0].startswith(("选", "摘", "节", "编"))
        and _CLAUSE.search(text[max(0, found.start() - 4) : found.start()]) is not None
    )
    for number, (first, last) in enumerate(named_in(text, start, _until_colon(text, start))):
        name = text[first:last]
        led = text[start:first].strip()  # an @, a quotation mark, 公众号：
        if (
            (not number and (set_off or led or (whole and last - first <= _SHORT)))
            or is_medium(name)
            or is_organ(name)
            or "网友" in name
            or "朋友圈" in name
        ):
            yield first, last, "repost"


def _until_colon(text: str, start: int) -> int:
    """Where the names end: before a colon, behind which stands what they said, but not the one of “公众号：”."""
    end = until_end(text, start)
    colon = text.find(":", start + 2, end)
    return end if colon < 0 or text[colon - 1] in "号信博" else colon


def _stands_last(original: str, found: re.Match[str]) -> bool:
    """Whether a "via Name" without an @ is a credit: no small letter first, and nothing after it on its line."""
    first, last = found.span("name")
    rest = original[last : last + 2].strip(" .)]）。】")
    named = original[first].isupper() or "\u4e00" <= original[first] <= "\u9fff"
    return named and (not rest or rest[0] == "\n")
