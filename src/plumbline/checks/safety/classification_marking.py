"""Secrecy markings as they stand on documents: a state secret's mark, or the words of an internal paper.

Method: a marking counts where it stands as on a document: the star with its period, a level on a line of its own or
beside a document number, a note of internal use (variant `internal`). Quoted, named in a title, explained, reported,
shown in archives, films and lessons it passes; what the sentence and the text are about decides. Sure is only a star
with a period, or a marking line together with the head of a document. On examination papers it counts only where the
text is the paper.

Blind spots: pictures of documents; secrets without a marking; a marked document that is retold.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("internal",)
LEXICONS = ("classification",)
MODELS = ()

MOST = 40
"""Markings of one text that are looked at."""
_STATE = ("star", "level", "word", "sheet", "telegram", "state_en")
_INTERNAL = ("internal", "internal_en")
_PERIOD = pattern(r"年|长期|个月")
_BEFORE_USE = pattern(r"启用前|公布前|公开前")
_HEAD = pattern(r"[\s\d【】\[\](),、:;★*-]*(?:(?:特急|加急|平急|急件|份号|编号|密级|紧急程度)[\s:\d]*)*[【\[(]?\s*$")
_REST = pattern(
    r"级?[】\])\s]*(?:(?:特急|加急|平急|急件|保密期限|密级|紧急程度|等级|no\.?|长期|[\d第年号★☆*:\s、,()\[\]【】-])+)?"
    r"(?:[一-鿿]{1,12}[〔\[(【〈]? ?(?:19|20)\d\d ?[〕\])】〉]? ?第?\d{1,4} ?号)?\s*$"
)
_SHEET = pattern(
    r"图纸|方案|通知|请示|报告|名单|名册|安排|纪要|计划|部署|预案|专报|简报|布防|坐标|路线|底图|清单|电报|档案|附件|资料|数据|参数|要图"
)
_GRAVE = pattern(r"图纸|坐标|布防|布控|部署|预案|名册|专报|警卫|军事|作战|请示")
_CLOSING = {"(": ")", "[": "]", "【": "】"}
_SHOUTED = pattern(r"[^a-z]+")
_LABELLED = pattern(r"\W*(?:this|[a-z ]*(?:class|mark|secur|level)[a-z ]*:)", re.IGNORECASE)
_DOUBLED = pattern(r"(?:confidential|restricted|draft)\W.*\bnot (?:for|to be)\b")
_STAMPED = ("marked", "stamped", "labelled", "labeled")
_GIVEN = pattern(r"attach|enclosed|below|full text|in full|follows|annex|here is")


@dataclass(frozen=True)
class Params:
    """How far from a marking the number or title of its document stands."""

    near_chars: int


@dataclass(frozen=True)
class Facts:
    """The marking as it stands."""

    marking: str


def wants(params: Params) -> Wants:
    """Texts with a level, a star behind it, or a note of internal use."""
    return Wants(lexicons=LEXICONS)


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag for a state secret and one for internal papers."""
    hits = reading.hits("classification")
    for variant, groups, judge in ((None, _STATE, _state), ("internal", _INTERNAL, _internal)):
        sure = [(hit, judge(reading, hit, params)) for hit in [hit for hit in hits if hit.group in groups][:MOST]]
        found = [(hit, confidence) for hit, confidence in sure if confidence]
        if found:
            best = next((one for one in found if one[1] == "high"), found[0])
            mark = reading.mark(best[0].start, best[0].end)
            yield Flag((mark,), variant, best[1], {"marking": " ".join(mark.quote.split())})
            return


def _state(reading: Reading, hit: Hit, params: Params) -> str:
    if _is_foreign(reading, hit) or _is_told(reading):
        return ""
    marking = reading.folded[hit.start : hit.end]
    if hit.group == "state_en":
        return _english(reading, hit)
    if _BEFORE_USE.search(marking):
        return "medium" if _is_paper(reading, hit) else ""
    documented, talked = _documented(reading, hit, params), _talked(reading, hit)
    if talked or (_has(reading, "talk") and not documented) or _many_levels(reading, documented=documented):
        return ""
    heading = _is_heading(reading, hit)
    if hit.group == "sheet":
        return "medium" if _is_sheet(reading, hit) else ""
    if hit.group == "word" and not heading:
        return "medium" if _is_beside(reading, hit) else ""
    if hit.group == "star" and not heading and not documented and _is_beside(reading, hit):
        return "medium"
    return _sure(hit, marking, heading=heading, documented=documented)


def _sure(hit: Hit, marking: str, *, heading: bool, documented: bool) -> str:
    if hit.group == "star":
        unmistakable = (heading or documented) if _PERIOD.search(marking) else (heading and documented)
        return "high" if unmistakable else "medium" if heading or documented or _PERIOD.search(marking) else ""
    if hit.group == "level":
        return "high" if heading and documented else "medium"
    return ("high" if hit.group == "word" else "medium") if heading and documented else ""


def _internal(reading: Reading, hit: Hit, params: Params) -> str:
    if _is_foreign(reading, hit, "reported") or _is_told(reading):
        return ""
    if hit.group == "internal_en":
        return "" if _talked_english(reading, hit) else _handled(reading, hit)
    if _talked(reading, hit, *([] if _is_label(reading, hit) else ["duty"])):
        return ""
    if _is_heading(reading, hit) or _documented(reading, hit, params):
        return "high"
    return "" if _has(reading, "talk") else "medium"


def _english(reading: Reading, hit: Hit) -> str:
    if not _is_shouted(reading, hit) or _talked(reading, hit):
        return ""
    slashed = "//" in reading.folded[hit.start : hit.end]
    if slashed or _has(reading, "document"):
        return "high" if slashed and _has(reading, "document") else "medium"
    return ""


def _handled(reading: Reading, hit: Hit) -> str:
    return "medium" if _is_shouted(reading, hit) or _is_heading(reading, hit) else ""


def _talked_english(reading: Reading, hit: Hit) -> bool:
    """Whether the sentence talks about markings; that a paper is marked so is no talk where the paper is given."""
    first, last = reading.sentence(hit.start + (reading.folded[hit.start] == "\n"))
    said = {
        other.term for group in ("talk", "duty") for other in _outside(reading, group) if first <= other.start < last
    }
    return bool(said - set(_STAMPED if _GIVEN.search(reading.folded, first, last) else ()))


def _is_label(reading: Reading, hit: Hit) -> bool:
    """Whether the words stand alone in brackets, as a note beside a title."""
    before, text = reading.folded[max(0, hit.start - 1) : hit.start], reading.folded
    opened = before if before in _CLOSING else text[hit.start]
    return text[hit.end : hit.end + 1] == _CLOSING.get(opened) or text[hit.end - 1] == _CLOSING.get(opened)


def _is_sheet(reading: Reading, hit: Hit) -> bool:
    """Whether a level opens a line that names a plan, a drawing or a list."""
    first, last = _line(reading, hit)
    opens = _HEAD.fullmatch(reading.folded[first : hit.start]) is not None
    return opens and _SHEET.search(reading.folded, hit.end, last) is not None


def _is_foreign(reading: Reading, hit: Hit, *more: str) -> bool:
    return reading.quoted(hit.start, hit.end) in ("quote", "title", "hashtag", *more)


def _has(reading: Reading, group: str) -> bool:
    return bool(reading.hits("classification", group))


def _line(reading: Reading, hit: Hit) -> tuple[int, int]:
    text = reading.folded
    begin = hit.start + (text[hit.start] == "\n")
    last = text.find("\n", hit.end)
    return text.rfind("\n", 0, begin) + 1, len(text) if last < 0 else last


def _is_heading(reading: Reading, hit: Hit) -> bool:
    """Whether a line holds the marking and nothing but what stands beside it in the head of a document."""
    first, last = _line(reading, hit)
    head, rest = reading.folded[first : hit.start].lstrip("\n"), reading.folded[hit.end : last]
    return _HEAD.fullmatch(head) is not None and _REST.fullmatch(rest) is not None


def _documented(reading: Reading, hit: Hit, params: Params) -> bool:
    return any(
        hit.start - params.near_chars <= other.end and other.start <= hit.end + params.near_chars
        for other in reading.hits("classification", "document")
    )


def _talked(reading: Reading, hit: Hit, *more: str) -> bool:
    """Whether the sentence with the marking talks about markings; what a document is titled does not count."""
    first, last = reading.sentence(hit.start + (reading.folded[hit.start] == "\n"))
    return any(first <= other.start < last for group in ("talk", *more) for other in _outside(reading, group))


def _is_told(reading: Reading) -> bool:
    """Whether the text is about archives, fiction or a forgery."""
    return any(True for _ in _outside(reading, "history"))


def _outside(reading: Reading, group: str) -> Iterator[Hit]:
    titles = reading.hits("classification", "document")
    for hit in reading.hits("classification", group):
        if not any(title.start <= hit.start and hit.end <= title.end for title in titles):
            yield hit


def _is_beside(reading: Reading, hit: Hit) -> bool:
    """Whether a marking opens its line, closed by a bracket or space, and a document's number or title follows."""
    first, last = _line(reading, hit)
    closed = reading.folded[hit.end : hit.end + 1] in ("】", ")", "]", " ", ":")
    if not closed or not _HEAD.fullmatch(reading.folded[first : hit.start]):
        return False
    bracketed = _is_strong(reading, hit) and _SHEET.search(reading.folded, hit.end, last) is not None
    return bracketed or any(hit.end <= other.start < last for other in reading.hits("classification", "document"))


def _is_strong(reading: Reading, hit: Hit) -> bool:
    """Whether a plan, drawing or list behind it is enough; words like "secret" open many headlines."""
    return hit.group == "star" or _GRAVE.search(reading.folded, hit.end, _line(reading, hit)[1]) is not None


def _many_levels(reading: Reading, *, documented: bool) -> bool:
    """Whether several levels are listed, as in a lesson on markings."""
    levels = {reading.folded[hit.start] for hit in reading.hits("classification", "word")}
    return len(levels) > 1 and not documented


def _is_paper(reading: Reading, hit: Hit) -> bool:
    """Whether the text is an examination paper, not news of one."""
    if _has(reading, "news") or not _HEAD.fullmatch(reading.folded[_line(reading, hit)[0] : hit.start]):
        return False
    return _has(reading, "paper") or len(reading.folded) - hit.end == 0 or _has(reading, "document")


def _is_shouted(reading: Reading, hit: Hit) -> bool:
    """Whether the marking is in capitals, or after a label its level, or it opens its line and is doubled."""
    quote = reading.mark(hit.start, hit.end).quote
    if _LABELLED.match(quote):
        return quote.split()[-1].isupper()
    if _DOUBLED.search(reading.folded, hit.start, hit.end) and not reading.folded[: hit.start].split("\n")[-1].strip():
        return True
    return _SHOUTED.fullmatch(quote) is not None
