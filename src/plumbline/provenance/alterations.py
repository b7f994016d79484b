"""What a post that repeats a text says otherwise: numbers, dates, names and negations.

Method: every change between two agreeing runs is read as what it changes. A number or day counts where both sides have
exactly one of the same kind and unit that cannot mean the same; a negation where nothing but the word was put in or
left out, or a permission turned; a name where one or two characters of a person's name beside an office or a verb of
speech, or of a place, are others. What is only on one side was left out or added, and alters nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.provenance.alignment import Alignment, Change
from plumbline.provenance.quantities import Quantity, equal, quantities
from plumbline.text.fold import fold
from plumbline.text.patterns import pattern

SURE_CONTEXT = 4
"""Letters that must agree on both sides of a change."""
MOST_CHANGES = 60
_NEGATION = pattern(
    r"不|未|没|没有|无|非|并未|并不|并非|尚未|未能|禁止|严禁|取消|暂停|not|no|never|cannot|do not|does not|did not|without|cancelled"
)
_OPPOSITE = (
    ("允许", "禁止"), ("可以", "不得"), ("可以", "禁止"), ("准许", "禁止"), ("恢复", "暂停"), ("恢复", "取消"), ("同意", "反对"), ("上升", "下降"),
    ("增长", "下降"), ("增加", "减少"), ("is", "is not"), ("are", "are not"), ("allowed", "banned"), ("can", "cannot"),
    ("allowed", "forbidden"), ("will", "will not"), ("open", "closed"), ("rose", "fell"),
)  # fmt: skip
_SURNAME = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_TITLE = "书记|市长|县长|区长|省长|镇长|局长|主任|部长|厅长|院长|校长|处长|所长|科长|会长|主席|总理|委员|教授|医生|民警|同志|先生|女士"
_SPEECH = "表示|指出|强调|介绍|主持|出席|致辞|讲话|率队|调研|要求|透露|告诉|说"
_PERSON = pattern(
    rf"(?:{_TITLE})(?P<behind>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?=一行|等|[,，。、;；]|{_SPEECH})"
    rf"|(?<![\u4e00-\u9fff])(?P<before>[{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)(?={_SPEECH})"
)
_PLACE = pattern(r"(?P<place>[\u4e00-\u9fff]{2,3})(?:自治州|省|市|县|区|乡|镇|村)(?!场|民|委|长|区|域|级|内)")


@dataclass(frozen=True, slots=True)
class Alteration:
    """`kind` is number, date, name or negation; [start, end) of post and article; `written` and `original` are shown."""

    kind: str
    post_start: int
    post_end: int
    article_start: int
    article_end: int
    written: str
    original: str


def alterations(post: str, article: str, found: Alignment, said_on: str, published_on: str) -> tuple[Alteration, ...]:
    """All of an alignment of these two texts, by place. The days are ISO days or empty."""
    changed = [change for change in found.changed if _is_framed(change, found)]
    if not changed or len(changed) > MOST_CHANGES:
        return ()
    mine, theirs = quantities(post, said_on), quantities(article, published_on)
    made = (
        _quantity(change, mine, theirs) or _negation(change, article) or _name(change, post, article)
        for change in changed
    )
    return tuple(dict.fromkeys(alteration for alteration in made if alteration))


def _is_framed(change: Change, found: Alignment) -> bool:
    """Whether a run of some length ends where the change begins, and another begins where it ends."""
    before = max((run.post_end - run.post_start for run in found.runs if run.post_end == change.post_start), default=0)
    near = [run for run in found.runs if run.post_start >= change.post_end]
    return bool(near) and min(before, near[0].post_end - near[0].post_start) >= 1 and _nearby(change, found)


def _nearby(change: Change, found: Alignment) -> bool:
    """Whether enough agrees within a few characters on both sides."""
    before = sum(
        run.post_end - max(run.post_start, change.post_start - 12)
        for run in found.runs
        if change.post_start - 12 < run.post_end <= change.post_start
    )
    behind = sum(
        min(run.post_end, change.post_end + 12) - run.post_start
        for run in found.runs
        if change.post_end <= run.post_start < change.post_end + 12
    )
    return min(before, behind) >= SURE_CONTEXT


def _quantity(change: Change, mine: tuple[Quantity, ...], theirs: tuple[Quantity, ...]) -> Alteration | None:
    written = list(_touched(mine, change.post_start, change.post_end))
    original = list(_touched(theirs, change.article_start, change.article_end))
    if len(written) != 1 or len(original) != 1:
        return None
    one, other = written[0], original[0]
    if equal(one, other) or one.behind != other.behind:
        return None
    kind = "number" if one.kind in ("number", "share") else "date"
    return Alteration(kind, one.start, one.end, other.start, other.end, one.written, other.written)


def _touched(read: tuple[Quantity, ...], start: int, end: int) -> Iterator[Quantity]:
    """The quantities that a change is part of; an empty change must stand inside."""
    return (one for one in read if one.start < end and start < one.end)


def _negation(change: Change, article: str) -> Alteration | None:
    written, original = fold(change.post_text).text.strip(), fold(change.article_text).text.strip()
    turned = (written, original) in _OPPOSITE or (original, written) in _OPPOSITE
    if not turned and not (
        (not written and _NEGATION.fullmatch(original)) or (not original and _NEGATION.fullmatch(written))
    ):
        return None
    around = article[change.article_start : change.article_end + 1]
    shown = change.article_text or around
    return Alteration("negation", change.post_start, change.post_end, change.article_start, change.article_end,
                      change.post_text, shown)  # fmt: skip


def _name(change: Change, post: str, article: str) -> Alteration | None:
    if not 1 <= len(change.post_text) <= 2 or len(change.post_text) != len(change.article_text):
        return None
    written, original = (
        _named(post, change.post_start, change.post_end),
        _named(article, change.article_start, change.article_end),
    )
    if not written or not original or written[2] != original[2] or written[3] == original[3]:
        return None
    if original[3] in post or written[3] in article:
        return None
    return Alteration("name", *written[:2], *original[:2], written[3], original[3])


def _named(text: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """The name that holds [start, end): its place, what it names, the name."""
    for kind, expression in (("person", _PERSON), ("place", _PLACE)):
        for match in expression.finditer(text, max(0, start - 12), end + 12):
            group = match.lastgroup or ""
            first, last = match.span(group)
            if first <= start and end <= last and (kind == "place" or start > first or match[group][0] in _SURNAME):
                return first, last, kind, match[group]
    return None
