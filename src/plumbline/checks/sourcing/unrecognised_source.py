"""Texts taken from where an office may not take them: the source that is named, or that is found, is in no list.

Method: the sources that a post names are read from its words and fields (labels, reports, agencies, reposts, via,
links) and looked up in the lists of the dossier and the rulebook; names of state organs are known by their form, the
registered accounts by the register. A name in no list, or listed as not recognised, is found: `personal` if the words
say a private person's account, self-media or hearsay, or merely "the internet"; `site` if the source is given as a
link. A text that stands in a known text of a source that is not recognised (`distinct_pm` of at least `matched_pm`, a
run of `matched_letters`) is found as `matched`, unless a recognised source or a registered account has it, too.
Quiet: a recognised source named beside, quotations and refutations, replies. Without a list only `personal` is judged.

Blind spots: texts taken over in silence from what is in no known text; sources named in pictures; mentions with an @;
a recognised source that is named but was not the true one; lists that are not kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.addresses.sites import SITES
from plumbline.addresses.spellings import OWNED, SHORTENERS
from plumbline.domain.provenance import FLEET, OWN, Credit, Origin, Sources
from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.provenance.credit_names import is_medium, is_organ, may_be_private, plain
from plumbline.provenance.credits import credits
from plumbline.provenance.domains import is_address
from plumbline.provenance.passages import passages
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "sources", "articles")
NEEDS = ("posts",)
REASONS = (Reason.NO_REFERENCE,)
RESTS_ON = ("sources", "articles")
VARIANTS = ("personal", "site", "matched")
LEXICONS = ()
MODELS = ()

_LITERALS = (
    "来源", "稿源", "出处", "自网络", "自互联", "自朋友", "自微信群", "自抖音", "自快手",
    "自小红", "自网友", "友透露", "友爆料", "据群", "转自", "转载", "转发自", "摘自",
    "选自", "编译自", "转发@", "//@", "rt @", "🔁@", "🔁 ", "via", "原文链接", "原文地址",
    "报道", "报导", "消息", "讯(", "日电", "日讯", "据网", "据传", "据坊",
    "据小道", "据朋友", "据自媒", "据微信群", "据@", "社)", "报)", "网)", "台)",
    "闻)", "道)", "媒)", "户端)", "刊)", "记者", "综合", "文|", "source",
    "according to", "reports", "reported", "h/t", "hat tip", "courtesy", "credit:", "news)", "post)",
    "times)",
)  # fmt: skip
_GOOD = ("government_site", "recognised", "own_site")
_OURS = (*_GOOD, OWN, FLEET)
_LISTED, _MENTION = "other", "mention"
_ADDRESSED = pattern(r"感谢|谢谢|您好|你好|收到|已转|请私信|辛苦|欢迎|回复|答复|点赞|祝|\bthank|\bhello\b|\bplease\b")
_REFUTED = pattern(
    r"辟谣|谣言|谣传|造谣|传谣|不实|不属实|误传|伪造|并非事实|子虚乌有|诈骗|骗局|骗子|反诈|核实|展开调查|介入调查|开展调查|调查组|立案|"
    r"rumou?r|hoax|scam|fake|false claim"
)
_HOUSE = pattern(
    r".*(?:社|[日晚早时商年市青导]报|..网|台|客户端|频道|周刊|传媒|杂志)"
    r"|(?:央视|央广|cctv|cgtn).{0,6}|[ -~]*"
)
"""A name in brackets that is not merely a column's (今日资讯, 本地新闻)."""
_DATA = pattern(r"(?:数据|资料)(?:来源|出处)[\s:|/]*$")
_OFFICES = pattern(
    r"平安.{2,8}|.{2,6}平安|.{2,10}(?:省|市|县|区|州|政府)发布|.{2,4}融媒|学习强国.{0,4}|.{2,3}发布|.{0,10}(?:公安|警|警方|警讯|交警|特警|网警|警务|消防|气象|天气|铁路|疾控|检察|法院|海关|环境|生态|应急|地震|文旅|"
    r"税务|人社|出入境|共青团|团委|妇联|纪检监察|卫健|教育|交通|水利|城管|12345|12320|110).{0,8}|健康.{2,6}|.{2}健康"
)
"""Names that accounts of offices bear, and hardly a medium."""
_UNITS = pattern(r".{1,12}(?:(?<!百)科|股|室|处|所|站|队|村|社区|镇|乡|街道|支部|党委|学会|商会|基金会|厂|园)")
_PERSON = pattern(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    r"夏韦付方邹孟熊秦邱江尹薛段雷侯史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤][\u4e00-\u9fff]{1,2}"
)
"""Sections of an office, and persons: who wrote it, in the office's own house."""
_BODIES = pattern(
    r".*\b(?:city|county|state|department|dept|ministry|office|bureau|agency|service|council|police|fire|sheriff|commission|"
    r"authority|university|hospital|school|court|administration|board|government|national|federal|institute|committee|"
    r"district|centers?|centres?|weather|health|cdc|fema|nws|who|un|eu)\b.*|cityof.*|.*(?:pd|police|gov|sheriff|county|dept)"
)
_FIRMS = pattern(r"公司|集团|平台|商城|工作室|文学|小说")
_REPORTS = pattern(
    r"(?:杂志|周刊|微信公众号|公众号)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:的)?(?:消息)?(?:报道|报导|刊文|刊发)"
)
_NEAR = 40


@dataclass(frozen=True)
class Params:
    """How much of a text (per mille of its own wording), and how long a run (letters and digits), must be known."""

    matched_pm: int
    matched_letters: int


@dataclass(frozen=True)
class Facts:
    """The source, and how it was named (`matched`: found in a known text)."""

    source: str
    form: str


def wants(params: Params) -> Wants:
    """Texts with the words of a credit, with a source in a field, or that repeat a known text."""
    return Wants(literals=_LITERALS, shapes=("named", "copied"))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for each source that is named and not recognised; else one for the text in which the post stands."""
    if reading.is_answer or _is_reply(reading) or not (_given(reading.sources) or _may_be_personal(reading)):
        return []
    known = [(credit, _kind(reading, credit)) for credit in reading.kept(credits)]
    beside = any(kind in _GOOD for _, kind in known)
    named = [(credit, kind) for credit, kind in known if kind not in _GOOD and credit.form != _MENTION]
    unlisted = [(credit, kind) for credit, kind in named if not _is_foreign(reading, credit)]
    flags = [flag for credit, kind in unlisted for flag in _judged(reading, credit, kind, beside=beside)]
    if flags or beside:
        return flags
    return list(_matched(reading, params))


def _may_be_personal(reading: Reading) -> bool:
    """Without lists nothing but a private person's account or hearsay counts, and most texts hold no word of those."""
    said = reading.utterance
    return any(map(may_be_private, map(plain, (said.text, said.quoted_source, said.source_name))))


def _kind(reading: Reading, credit: Credit) -> str | None:
    """What the lists say of a credit; None: nothing."""
    sources, on = reading.sources, reading.utterance.said_on
    if sources is None:
        return None
    standing = sources.named(credit.name, on)
    if standing is None and (credit.form == "link" or is_address(credit.name)):
        standing = sources.at(credit.name, on)
    return standing.kind if standing else None


def _judged(reading: Reading, credit: Credit, kind: str | None, *, beside: bool) -> Iterator[Flag]:
    """The flag for a credit that is in no list, or that is listed as not recognised."""
    listed = kind == _LISTED
    if credit.personal and not listed:
        if credit.form != "report" or not _near(reading, credit):
            yield _flag(credit, "personal", "low" if beside else "high")
    elif beside or not _given(reading.sources) or _says_nothing(credit):
        return
    elif credit.form == "link" or is_address(credit.name):
        yield _flag(credit, "site", "high")
    elif listed or _is_source(reading, credit):
        yield _flag(credit, None, "high" if listed or _is_sure(reading, credit) else "medium")


def _flag(credit: Credit, variant: str | None, confidence: str) -> Flag:
    facts = {"source": credit.name, "form": credit.form}
    return Flag((credit.mark,), variant, confidence, facts, subject=credit.name)


def _is_source(reading: Reading, credit: Credit) -> bool:
    """Whether a name in no list is that of a source, rather than of a public body, or of where figures come from."""
    name = plain(credit.name)
    before = plain(reading.text[max(0, credit.mark.start - 12) : credit.mark.start])
    if credit.mark.field == "text" and _DATA.search(before):
        return False
    if credit.form == "agency":
        return before[-1:] not in ("【", "[") and _HOUSE.fullmatch(name) is not None
    if _is_office(name):
        return False
    if is_medium(name) or _is_handle(reading, credit) or _is_periodical(reading, credit):
        return True
    return credit.form != "report" and (not is_organ(name) or _FIRMS.search(name) is not None)


def _is_office(name: str) -> bool:
    """Whether a plain name looks like that of a public body, its section or a person, and not like a medium's."""
    if name.isascii():
        return _BODIES.fullmatch(name) is not None and not is_medium(name)
    named = any(form.fullmatch(name) for form in (_OFFICES, _UNITS, _PERSON))
    return named and _HOUSE.fullmatch(name) is None


def _is_periodical(reading: Reading, credit: Credit) -> bool:
    """Whether a title in book marks is said to report: a paper or magazine, whatever its name."""
    if credit.mark.field != "text":
        return False
    before, after = reading.text[: credit.mark.start].rstrip("《"), reading.text[credit.mark.end :].lstrip("》")
    marked = before != reading.text[: credit.mark.start] or credit.name.startswith("《")
    return marked and _REPORTS.match(after) is not None


def _is_sure(reading: Reading, credit: Credit) -> bool:
    """Whether a name in no list is clearly that of a medium or account from which the text was taken."""
    return credit.form != "report" and (is_medium(plain(credit.name)) or _is_handle(reading, credit))


def _is_handle(reading: Reading, credit: Credit) -> bool:
    start = credit.mark.start
    return credit.form == "quoted" or (credit.mark.field == "text" and reading.text[max(0, start - 1) : start] in "@＠")


def _says_nothing(credit: Credit) -> bool:
    """Whether an address leads to a platform, or hides where it leads."""
    host = credit.name.lower()
    return host in SITES or host in SHORTENERS or f".{host}".endswith(OWNED)


def _is_foreign(reading: Reading, credit: Credit) -> bool:
    """Whether a credit stands inside quotation marks: what somebody else wrote."""
    if credit.mark.field != "text":
        return False
    quotes = (reading.mark(span.start, span.end) for span in reading.spans if span.kind == "quote")
    return any(mark.start < credit.mark.start - 1 and credit.mark.end + 1 < mark.end for mark in quotes)


def _is_reply(reading: Reading) -> bool:
    """Whether a repost speaks to the citizen whose words it passes on, rather than passing on news."""
    said = reading.utterance
    if said.kind != "repost" and "//@" not in said.text:
        return False
    own = plain(said.text).partition("//@")[0]
    return len(own) <= 2 * _NEAR and _ADDRESSED.search(own) is not None


def _near(reading: Reading, credit: Credit) -> bool:
    """Whether a hearsay is refuted, or told as a warning, near its mention."""
    start, end = credit.mark.start, credit.mark.end
    return _REFUTED.search(plain(reading.text[max(0, start - _NEAR) : end + 2 * _NEAR])) is not None


def _matched(reading: Reading, params: Params) -> Iterator[Flag]:
    """The known text of a source that is not recognised, in which the post stands."""
    if not _given(reading.sources):
        return
    held = [origin for origin in reading.origins if _holds(origin, params)]
    if any(origin.kind in _OURS for origin in held):
        return
    for origin in held[:1]:
        confidence = "high" if origin.distinct_pm >= (1000 + params.matched_pm) // 2 else "medium"
        facts = {"source": origin.name or origin.source_id, "form": "matched"}
        yield Flag(passages(reading, origin), "matched", confidence, facts, subject=origin.key)


def _holds(origin: Origin, params: Params) -> bool:
    return origin.distinct_pm >= params.matched_pm and origin.longest >= params.matched_letters


def _given(sources: Sources | None) -> bool:
    return sources is not None and sources.given
