"""A text of another that is passed on with a number, date, name or negation changed.

Method: the post is aligned with the articles that it repeats, published before it and at most `days` earlier. It must name
the source, put the passage into quotation marks, or stand in the article with `whole_pm` of its own wording. A
changed number, day, name or negation counts unless it can mean the same, and unless another known text has the post's
wording. More than `most` alterations are another text in the same frame; so are forecasts, daily figures and whatever
the same source, or the account, published more often with other figures. Texts that announce a correction or newer
figures are left alone. It is sure where the source is named or the passage quoted, one run has `longest` letters and
digits, and at most `sure_most` things were changed.

Blind spots: changes of other words; what was left out or added; names without an office or a verb of speech beside them;
texts that are not in the corpus; rewritten passages; the source's own silent corrections.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.domain.provenance import OWN, Origin
from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Mark, Wants
from plumbline.provenance.acknowledged import Acknowledged, acknowledged, comes_from
from plumbline.provenance.alignment import Alignment
from plumbline.provenance.alterations import Alteration, alterations
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import aligned, passages
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "sources", "articles")
NEEDS = ("posts",)
REASONS = (Reason.NO_REFERENCE,)
RESTS_ON = ("articles",)
VARIANTS: tuple[str, ...] = ()
LEXICONS: tuple[str, ...] = ()
MODELS: tuple[str, ...] = ()
TITLE_CHARS = 40
AROUND = 6
FRAME = 8
_NEWER = pattern(
    r"更正|勘误|订正|更新|最新(?:数据|通报|消息|进展|情况|统计)|截至|截止|续报|二次通报|再次通报|调整为|变更为|改为|延期|改期|correct(?:ion|ed)|updated?\b|as of|revised|postponed|rescheduled"
)
_RECURRING = pattern(
    r"天气|气温|降水|降雨|预警|空气质量|aqi|pm2\.5|水位|路况|车流|新增(?:确诊|病例|本土)|疫情|核酸|停水|停电|限行|尾号|开奖|油价|菜价|行情|日报\b|周报|月报|快报|排行|"
    r"第[\d一二三四五六七八九十百]+[期届次场批轮]|weather|forecast|air quality|temperature|traffic|outage"
)
_LAW = pattern(r"第[一二三四五六七八九十百零〇\d]{1,7}条|(?:article|section) \d+")


@dataclass(frozen=True)
class Params:
    """Days; `whole_pm` per mille; `longest` in letters and digits; `most` and `sure_most` numbers of alterations."""

    days: int
    whole_pm: int
    longest: int
    letters: int
    most: int
    sure_most: int


@dataclass(frozen=True)
class Facts:
    """The source, the title (or beginning) of its text, its day; the first alteration, and how many there are."""

    source: str
    article: str
    published_on: date | None
    kind: str
    original: str
    written: str
    changes: int


def wants(_params: Params) -> Wants:
    """Texts that repeat a known one."""
    return Wants(shapes=("repeated",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: the first article, the most covering first, in which something was changed."""
    if reading.is_answer or any(rule.search(reading.folded) for rule in (_NEWER, _RECURRING, _LAW)):
        return
    if any(_is_verbatim(reading, origin) for origin in reading.origins):
        return
    for origin in reading.origins:
        if not _counts(reading, origin, params):
            continue
        found = aligned(reading, origin)
        changed = _changed(reading, origin, found)
        if 0 < len(changed) <= params.most and (flag := _flag(reading, origin, found, changed, params)):
            yield flag
            return


def _is_verbatim(reading: Reading, origin: Origin) -> bool:
    return keyed(reading.text).key in keyed(origin.text).key


def _counts(reading: Reading, origin: Origin, params: Params) -> bool:
    if origin.table != "articles" or _RECURRING.search(origin.title) or comes_from(reading, origin):
        return False
    said = reading.utterance
    if said.said_at and origin.published_at and origin.published_at >= said.said_at:
        return False
    if not said.said_on:
        return True
    if not origin.published_on:
        return False
    late = date.fromisoformat(said.said_on) - date.fromisoformat(origin.published_on)
    return timedelta(0) <= late <= timedelta(params.days)


def _changed(reading: Reading, origin: Origin, found: Alignment) -> tuple[Alteration, ...]:
    """What was changed; nothing where another text has the post's wording or the same frame with other figures."""
    made = alterations(reading.text, origin.text, found, reading.utterance.said_on, origin.published_on)
    if not made:
        return ()
    others = [(other, keyed(other.text).key) for other in reading.origins if other != origin]
    for alteration in made:
        before, written, behind = _context(reading.text, alteration.post_start, alteration.post_end)
        for other, text in others:
            if before[-AROUND:] + written + behind[:AROUND] in text:
                return ()
            if (other.source_id == origin.source_id or other.kind == OWN) and before in text and behind in text:
                return () if not _same(text, before, behind, keyed(alteration.original).key) else made
    return made


def _same(text: str, before: str, behind: str, original: str) -> bool:
    return before + original + behind in text


def _context(text: str, start: int, end: int) -> tuple[str, str, str]:
    before, behind = keyed(text[max(0, start - 4 * FRAME) : start]).key, keyed(text[end : end + 4 * FRAME]).key
    return before[-FRAME:], keyed(text[start:end]).key, behind[:FRAME]


def _flag(
    reading: Reading, origin: Origin, found: Alignment, made: tuple[Alteration, ...], params: Params
) -> Flag | None:
    told = acknowledged(reading, (origin,)) is Acknowledged.YES and _is_named(reading, origin)
    told = told or _is_quoted(reading, made)
    shared = len(keyed(reading.text).key) * found.cover_pm // 1000
    if shared < params.letters or not (told or origin.distinct_pm >= params.whole_pm):
        return None
    sure = told and found.longest >= params.longest and len(made) <= params.sure_most
    first = made[0]
    facts = {
        "source": origin.name,
        "article": origin.title or origin.text[:TITLE_CHARS],
        "published_on": date.fromisoformat(origin.published_on) if origin.published_on else None,
        "kind": first.kind,
        "original": first.original,
        "written": first.written or "—",
        "changes": len(made),
    }
    marks = (*passages(reading, origin), *_pairs(reading, origin, made))
    return Flag(marks, None, "high" if sure else "medium" if told else "low", facts)


def _is_named(reading: Reading, origin: Origin) -> bool:
    """Whether it is this source that the post names, not just any recognised one."""
    return acknowledged(Reading(reading.utterance, reading.lexicon), (origin,)) is Acknowledged.YES


def _is_quoted(reading: Reading, made: tuple[Alteration, ...]) -> bool:
    quotes = [reading.mark(span.start, span.end) for span in reading.spans if span.kind == "quote"]
    return all(any(mark.start < one.post_start and one.post_end < mark.end for mark in quotes) for one in made)


def _pairs(reading: Reading, origin: Origin, made: tuple[Alteration, ...]) -> Iterator[Mark]:
    for one in made:
        post, article = slice(one.post_start, one.post_end), slice(one.article_start, one.article_end)
        yield Mark(post.start, post.stop, reading.text[post])
        yield Mark(article.start, article.stop, origin.text[article], table=origin.table, key=origin.key)
