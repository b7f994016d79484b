"""Whether a text with other figures is a newer one in the same frame, and no alteration of an older one.

Method: words of forecasts and daily figures; words that announce a correction or newer figures, where the older text
does not have them; dates that moved as the day of publication did, or by weeks; other known texts with the post's
wording, or of the same source with yet other figures.
"""

from collections.abc import Sequence

from plumbline.domain.provenance import OWN, Origin
from plumbline.provenance.alterations import Alteration
from plumbline.provenance.keyed import keyed
from plumbline.provenance.quantities import equal, quantities
from plumbline.text.fold import fold
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

AROUND, FRAME = 6, 8
"""Letters beside a change that show the same wording, and the same frame."""
_RECURRING = pattern(
    r"天气(?:预报|实况|公报|预测)|[今明]日天气|气温|空气质量|aqi|pm2\.?5|水位|路况|车流|新增(?:确诊|病例|本土|无症状)|核酸|停水|停电|限行|尾号"
    r"|开奖|油价|菜价|行情|每[日天周月](?:通报|数据|简报|播报|一)|(?<![\d一二三四五六七八九十])日通报|第[\d一二三四五六七八九十百]+[期届次场批轮](?![\u4e00-\u9fff]{0,4}会议)"
    r"|weather (?:report|forecast)|air quality|traffic (?:report|update)|daily (?:figures|update|report)"
)
_NEWER = pattern(
    r"更正|勘误|订正|(?<!设备)(?<!城市)更新(?:至|为|[:,]|数据|时间)|最新(?:数据|通报|消息|进展|情况|统计)|续报|[二再三]次通报"
    r"|截[至止].{0,12}|调整[为至]|变更为|改[为至]|延期|改期"
    r"|correct(?:ion|ed)|updated?\b|as of .{0,12}|revised|postponed|rescheduled"
)
_NO_TIME = pattern(r"截[至止](?:目前|现在|发稿|记者发稿)|as of (?:now|press)")
_LAW = pattern(r"第[一二三四五六七八九十百零〇\d]{1,7}条|(?:article|section) \d+")
_TODAY = pattern(
    r"[今昨明]日|[今昨明]天|今[早晨晚]|昨[晚夜]|本[周月年季]|上[周月]|(?<![a-z])(?:today|yesterday|tomorrow|this week)"
)
_WEEK = 7


def is_recurring(folded: str) -> bool:
    """Whether these are figures that come every day."""
    return _RECURRING.search(folded) is not None


def quotes_law(folded: str) -> bool:
    """Whether an article of a law is quoted, which has versions of its own."""
    return _LAW.search(folded) is not None


def is_newer(folded: str, older: str) -> bool:
    """Whether a text announces a correction or other figures in words that the older one does not have."""
    words = {match.group() for match in _NEWER.finditer(folded)}
    return any(word not in older or _NO_TIME.match(word) for word in words)


def is_another_day(post: str, article: str, made: Sequence[Alteration], apart: int) -> bool:
    """Whether both speak of their own days; `apart` is by how many days the post was published later."""
    dates = [one for one in made if one.kind == "date"]
    moved = any(one.days and (one.days == apart or one.days % _WEEK == 0) for one in dates)
    if moved and not _share_a_day(post, article):
        return True
    if any(one.kind == "number" for one in made) and _have_own_days(post, article):
        return True
    said, before = set(_TODAY.findall(fold(post).text)), set(_TODAY.findall(fold(article).text))
    return apart > 0 and not said.isdisjoint(before)


def _share_a_day(post: str, article: str) -> bool:
    """Whether a day stands in both; where the whole frame is of another day, each one is."""
    mine, theirs = (
        {one.value for one in quantities(text) if one.kind == "day" and one.value} for text in (post, article)
    )
    return not mine.isdisjoint(theirs)


def _have_own_days(post: str, article: str) -> bool:
    """Whether each names a day that the other does not."""
    mine, theirs = ([one for one in quantities(text) if one.kind == "day" and one.value] for text in (post, article))
    return any(all(not equal(one, other) for other in theirs) for one in mine) and any(
        all(not equal(one, other) for other in mine) for one in theirs
    )


def has_other_version(reading: Reading, origin: Origin, made: Sequence[Alteration]) -> bool:
    """Whether another known text has the post's wording, or the same source (or the account) yet another figure."""
    others = [(other, keyed(other.text).key) for other in reading.origins if other != origin]
    return any(_is_other(reading, origin, one, other, text) for one in made for other, text in others)


def _is_other(reading: Reading, origin: Origin, one: Alteration, other: Origin, text: str) -> bool:
    before, written, behind = _context(reading.text, one.post_start, one.post_end)
    if before[-AROUND:] + written + behind[:AROUND] in text:
        return True
    if other.source_id != origin.source_id and other.kind != OWN:
        return False
    kept = before + keyed(one.original).key + behind
    return before in text and behind in text and kept not in text


def _context(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, behind = keyed(text[max(0, start - 4 * FRAME) : start]).key, keyed(text[end : end + 4 * FRAME]).key
    return before[-FRAME:], keyed(text[start:end]).key, behind[:FRAME]
