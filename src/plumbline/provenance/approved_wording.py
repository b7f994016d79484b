"""What a published text says otherwise than the one that was approved.

Method: what a platform does to a text is taken out of both first: names of pictures ([微笑]), its own short links,
topics at the edge, the tail of a repost, its notes on a video. Then every change is read as in `edits`. Blanks,
punctuation, width, script and emoji are no change; masked personal data is none either; a text that the platform
cut off is compared as far as it goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from re import DOTALL, Match

from plumbline.provenance.edits import STRONG, Edit, edits
from plumbline.provenance.keyed import keyed
from plumbline.text.patterns import pattern

LEAST_CUT = 60
"""A text that ends in dots was cut by the platform only if so many letters of it are there."""
_FACE = pattern(
    r"\[(?:微笑|嘻嘻|哈哈|可爱|爱你|色|亲亲|偷笑|鼓掌|赞|good|ok|耶|心|爱心|玫瑰|鲜花|太阳|月亮|礼物|蛋糕|干杯|加油|作揖|抱抱|拥抱|握手|强|弱|拳头|"
    r"给力|威武|蜡烛|祈祷|话筒|喇叭|钟|足球|围观|good|doge|二哈|吃瓜|笑cry|允悲|思考|疑问|惊讶|吃惊|流泪|泪|悲伤|大哭|委屈|生病|口罩|"
    r"中国赞|中国红|国旗|红旗|庆祝|烟花|鞭炮|福|福到啦|红包|春节|灯笼|雪花|雪人|下雨|闪电|右|左|上|下|到|向右|右边亮了|重点|警告|叮咚|"
    r"加油吧|胜利|抱拳|呲牙|调皮|愉快|得意|握手|庆祝|发呆|再见|捂脸|奸笑|机智|旺柴|社会社会|比心|点赞|R)\]|:[a-z][a-z_]{1,30}:"
)
_SHORT = (
    r"t\.cn|t\.co|url\.cn|weibo\.com|m\.weibo\.cn|weibo\.cn|video\.weibo\.com|b23\.tv|v\.douyin\.com|v\.kuaishou\.com|"
    r"xhslink\.com|m\.toutiao\.com|m\.toutiaoimg\.cn|lnkd\.in|youtu\.be|fb\.watch|pic\.twitter\.com|mp\.weixin\.qq\.com"
)
_LINK = pattern(
    r"(?i:https?://|www\.|(?<![\w@.])(?=(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/:?…]|(?![\w.]))))[^\s\u3000-\u303f\u4e00-\u9fff，。；！？）)】\]]+"
)
_OWN_LINK = pattern(rf"(?:https?://)?(?:www\.)?(?:{_SHORT})(?:[/?#]|$)")
_NOTE = pattern(
    r"(?:🔗|O)?网页链接|查看图片|(?<=\s)L\S{1,30}的(?:微博)?(?:视频|直播|文章)|收起(?:全文)?d?\s*$|[-—]\s*(?:来自|via)\s*\S{1,20}\s*$"
)
_TOPIC = pattern(r"#[^#\s](?:[^#\n]{0,37}[^#\s])?#|#[^\s#，。！？,.!?]{1,40}")
_TAIL = pattern(r"//\s*@[^\s:：]{1,40}[:：].*", DOTALL)
_BELOW = pattern(r"(?<![\d℃°度%％~～至到])[-−－﹣]\s*\d+(?:\.\d+)?(?=\s*(?:℃|°|度|%|％|个百分点))")
"""A sign that turns a figure round; elsewhere such a mark is a hyphen."""
_MORE = r"(?:(?:展开|显示|阅读|查看)?全文|展开|(?i:read more|show more|see more))"
_DOTS = pattern(rf"\s*(?:(?:\.{{3,}}|…+|⋯+)\s*(?P<more>{_MORE})?|(?P<only>{_MORE}))\s*[)）\]】]?\s*$")


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes from the approved text to the live one that count, gravest first; both texts as they are."""

    edits: tuple[Edit, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Their sorts, gravest first, each once."""
        return tuple(dict.fromkeys(one.kind for one in self.edits))

    @property
    def is_grave(self) -> bool:
        """Whether what is said was changed, and not only how."""
        return any(one.kind in STRONG for one in self.edits)


def plain(text: str) -> str:
    """The text with what platforms put in blanked out; every other character stands where it stood."""
    blanked = text
    for form in (_TAIL, _FACE, _NOTE):
        blanked = form.sub(_blank, blanked)
    return _LINK.sub(lambda found: _blank(found) if _OWN_LINK.match(found[0]) else found[0], blanked)


def difference(approved: str, live: str) -> Difference:
    """What was changed. Empty where both say the same."""
    was, now = _without_links(approved, live)
    if _is_cut(now, was):
        return Difference(())
    bare = _without_topics(was, now), _without_topics(now, was)
    found = min((_edits(*texts) for texts in ((was, now), bare)), key=len)
    return Difference(tuple(sorted(found, key=_gravity)))


def _edits(was: str, now: str) -> list[Edit]:
    made = [one for one in edits(_undotted(was), _undotted(now)) if one.kind != "masked"]
    return made or list(_turned_round(was, now))


def _turned_round(was: str, now: str) -> Iterator[Edit]:
    """Figures that lost or won a minus."""
    mine, theirs = ([*_BELOW.finditer(text)] for text in (was, now))
    if len(mine) != len(theirs):
        first = ((one.start(), one.end()) for one in (mine or theirs)[:1])
        for start, end in first:
            old = was[start:end] if mine else ""
            new = "" if mine else now[start:end]
            yield Edit("number", start, start + len(old), start, start + len(new), old, new)


def _gravity(edit: Edit) -> tuple[int, int]:
    order = (*STRONG, "words", "link", "typo")
    return order.index(edit.kind) if edit.kind in order else len(order), edit.new_start


def _without_links(approved: str, live: str) -> tuple[str, str]:
    """Both texts plain, without the links that lead to the same place, or that the platform has shortened."""
    was, now = plain(approved), plain(live)
    mine, theirs = list(_LINK.finditer(was)), list(_LINK.finditer(now))
    shortened = _own_links(live) - _own_links(approved)
    for found in mine:
        same = any(_is_same_link(found[0], other[0]) for other in theirs)
        if same or shortened > 0:
            was, shortened = _over(was, found.start(), found.end()), shortened - (not same)
    for found in theirs:
        if any(_is_same_link(one[0], found[0]) for one in mine):
            now = _over(now, found.start(), found.end())
    return was, now


def _own_links(text: str) -> int:
    """How many links of the platform's own stand in a text."""
    return text.count("网页链接") + sum(bool(_OWN_LINK.match(found[0])) for found in _LINK.finditer(text))


def _is_same_link(approved: str, live: str) -> bool:
    """Whether the live link is the approved one, or as much of it as the platform shows."""
    was, now = _address(approved), _address(live)
    return was == now or (live.endswith(("…", "...")) and was.startswith(now.rstrip("….")))


def _address(link: str) -> str:
    bare = link.split("://", 1)[-1].removeprefix("www.").rstrip("/.,;")
    host, slash, path = bare.partition("/")
    return host.casefold() + slash + path


def _without_topics(text: str, other: str) -> str:
    """The text without topics at its edges that the other one does not have as topics."""
    for found in _TOPIC.finditer(text):
        at_edge = not _said(text[: found.start()]) or not _said(text[found.end() :])
        if at_edge and found[0].strip() not in other:
            text = _over(text, found.start(), found.end())
    return text


def _said(text: str) -> bool:
    """Whether anything but topics stands there."""
    return bool(keyed(_TOPIC.sub(_blank, text)).key)


def _undotted(text: str) -> str:
    """Dots at the end that no platform has put there mean nothing."""
    found = _DOTS.search(text)
    return text if not found or found["more"] or found["only"] else _over(text, found.start(), found.end())


def _is_cut(live: str, approved: str) -> bool:
    """Whether the live text is the beginning of the approved one, cut off by the platform."""
    found = _DOTS.search(live)
    kept = keyed(live[: found.start()]).key if found else ""
    least = 1 if found and (found["more"] or found["only"]) else LEAST_CUT
    return len(kept) >= least and keyed(approved).key.startswith(kept)


def _blank(found: Match[str]) -> str:
    return " " * len(found[0])


def _over(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
