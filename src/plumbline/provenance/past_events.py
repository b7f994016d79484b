"""What a text announces, or says to be of today, though its own dates lie before the day on which it was sent.

Method: four forms. An announcement in the future tense (将于, will be held on) with a date: the last day that its
sentence names counts. A time limit (截止到, apply by) in a text that calls upon readers to act. 今天, 昨天, 明天
(today, yesterday …) with a date beside it, in brackets or behind a comma. A day of this week (本周三, this Wednesday;
周三 where readers are called upon) whose date lies a week back or more. A date without its year is the last of its
name, where no other year is spoken of. Only what the account says itself counts, and no sentence that tells of former
plans or of history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.provenance.written_days import WrittenDay, written_days
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

LEXICON = "timeliness"
REACH = 14
"""Characters after the word of an announcement within which its date begins."""
LONG_REACH = 60
"""The same for English, where the place stands before the date."""
BESIDE = 40
"""Characters before a date in which 今天 or yesterday stands beside it."""
WEEK = 7
"""In days."""
AHEAD_OF_DATE, AHEAD_OF_DAY = 30, 3
"""A date so many days ahead is a slip or a plan; behind them, it is that of the year or month before."""
_SHIFTS = {"今": 0, "昨": -1, "明": 1, "前": -2, "后": 2, "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_BEFORE = pattern(
    r"(?:([今昨明前后])(?:(?<![前后])[日晚晨早夜]|天)(?:[上下]午|凌晨|早上|晚上|中午|晚间|夜间)?起?[(,]|(今)[天日]是|([今昨明])\()$"
    r"|\b(today|yesterday|tomorrow|tonight)(?: morning| afternoon| evening| night)?(?: \(|, )(?:[a-z]+day,? )?$"
)
_INSIDE = pattern(r"([今昨明])\((\d{1,2})\)[日天晚晨早]")
_BEHIND = pattern(r"\(([今昨明])[天日晚晨]\)")
_TALE = pattern(r"当[年时初]|彼时|那[年时]|历史|年前|年(?:的)?[今昨明][天日]|years? ago|back then")
_NO_EVENT = pattern(r"(?:之|以)?前|[^,。!?;\n]{0,6}(?:到期|届满|期满|失效|退休|截止)")
"""Behind the date: a time limit, or what only describes somebody."""
_WHOSE = pattern(
    r"[^。!?;\n]{0,30}的(?:人[员士]|居民|市民|旅客|乘客|群众|朋友|车辆|同志|单位|企业|顾客|公告|通知|推文|[^,。]{0,4}者)"
)
"""Behind it: who was where on that day, not what is to be done by it."""
_PAST_YEAR = pattern(r"(?<!\d)(?:1[89]|20)\d\d年")
_YEAR = pattern(r"(?<!\d)(?:1[89]|20)\d\d(?=年|[^\d]|$)")
_OTHER_YEAR = pattern(r"[去前明后来次翌每历当那同]年|(?:last|next|following|coming|each|every) year")
_ON = pattern(
    r"(?:(?:^| )(?:on|from|by|until|starting) |^ )(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?$"
)
_WEEK = pattern(
    r"(?:(?:本周|这周|下周|本星期|下星期|(?P<bare>(?<![上每本这下])(?:周|星期)))[一二三四五六日天](?:[上下]午|晚上?|早上)?[(]"
    r"|\b(?:this|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day(?: \(|, ))$"
)
_RANGE = pattern(r"\s?(?:[至到~—–-]|and |to |、)")
_CLAUSE = pattern(r"[^,。!?;\n]*")


@dataclass(frozen=True, slots=True)
class PastEvent:
    """Folded characters [start, end) that tie the text to `day`; `days` from then to the day on which it was sent.

    `beside`: it stands beside today, yesterday or tomorrow; `sure`: so it does, or its year is written.
    """

    start: int
    end: int
    day: date
    days: int
    sure: bool
    beside: bool = False


def may_tell_of_past(reading: Reading, said_on: date, least: int) -> bool:
    """Whether any date can lie `least` days back (a week, if that is more), or stands beside today or tomorrow.

    Where this is false there is no past event that counts; it looks at the dates only.
    """
    return _INSIDE.search(reading.folded) is not None or any(
        _is_back(day, said_on, min(least, WEEK)) or _has_word_beside(reading.folded, day) for day in reading.kept(_days)
    )


def past_events(reading: Reading, said_on: date, lately: int) -> Iterator[PastEvent]:
    """Every such place, one day late or more; days that are still to come, and today, are none.

    `lately`: the date of an announcement without its year is taken for one that lies at most so many days back.
    """
    days = reading.kept(_days)
    yield from _announced(reading, said_on, days, lately)
    yield from _beside(reading, said_on, days)
    yield from _of_week(reading, said_on, days)


def _days(reading: Reading) -> tuple[WrittenDay, ...]:
    return written_days(reading.folded)


def _is_back(day: WrittenDay, said_on: date, least: int) -> bool:
    """Whether the last day of this name lies so many days back."""
    before = [near for near in day.near(said_on) if near <= said_on]
    return bool(before) and (said_on - max(before)).days >= least


def _has_word_beside(folded: str, day: WrittenDay) -> bool:
    before = folded[max(0, day.start - BESIDE) : day.start]
    return _BEFORE.search(before) is not None or _BEHIND.match(folded, day.end) is not None


def _announced(reading: Reading, said_on: date, days: tuple[WrittenDay, ...], lately: int) -> Iterator[PastEvent]:
    for hit in (*reading.hits(LEXICON, "announced"), *_due(reading)):
        start, end = reading.sentence(hit.start)
        first = next((day for day in days if hit.end <= day.start <= hit.end + _reach(hit) and day.end <= end), None)
        event = first.full(said_on) or _lately(reading, first, said_on, lately) if first else None
        if first is None or event is None or not _is_plain(reading, hit, first):
            continue
        if _is_told(reading, start, end, hit.start) or _is_dated_otherwise(reading, start, hit.start, said_on):
            continue
        last = max(_later(event, day) for day in days if start <= day.start and day.end <= end)
        if last < said_on:
            yield PastEvent(hit.start, first.end, last, (said_on - last).days, first.year is not None)


def _due(reading: Reading) -> tuple[Hit, ...]:
    """Time limits, where readers are called upon to act."""
    return reading.hits(LEXICON, "due") if reading.hits(LEXICON, "appeal") else ()


def _reach(hit: Hit) -> int:
    return LONG_REACH if hit.term.isascii() else REACH


def _lately(reading: Reading, day: WrittenDay, said_on: date, most: int) -> date | None:
    """The last day of this name, if it lies `most` days back at most and no other year is spoken of."""
    if day.month is None or day.year is not None or _OTHER_YEAR.search(reading.folded):
        return None
    if any(year[0] != f"{said_on.year}" for year in _YEAR.finditer(reading.folded)):
        return None
    return next((near for near in day.near(said_on) if 0 < (said_on - near).days <= most), None)


def _is_dated_otherwise(reading: Reading, start: int, end: int, said_on: date) -> bool:
    """Whether the sentence begins with a year that is over."""
    return any(year[0] < f"{said_on.year}" for year in _PAST_YEAR.finditer(reading.folded, start, end))


def _is_plain(reading: Reading, hit: Hit, day: WrittenDay) -> bool:
    """Whether a date follows the word of an announcement in its clause, and is the day of an event."""
    between = reading.folded[hit.end : day.start]
    if not _CLAUSE.fullmatch(between) or (hit.term.isascii() and not _ON.search(between)):
        return False
    if hit.group == "due":
        return not _WHOSE.match(reading.folded, day.end)
    return not _NO_EVENT.match(reading.folded, day.end)


def _later(event: date, other: WrittenDay) -> date:
    """The day that another date of the same sentence means, its year and month taken from the event's."""
    year = other.year or event.year
    if other.year is None and other.month is not None and other.month < event.month - 6:
        year += 1
    try:
        return date(year, other.month or event.month, other.day)
    except ValueError:
        return event


def _of_week(reading: Reading, said_on: date, days: tuple[WrittenDay, ...]) -> Iterator[PastEvent]:
    """A day of this or the next week with a date that lies a week back or more."""
    for day in days:
        before = _WEEK.search(reading.folded, max(0, day.start - REACH * 2), day.start)
        if before is None or reading.is_foreign(day.start, day.end) or _is_told_of(reading, day.start):
            continue
        if before["bare"] and not reading.hits(LEXICON, "appeal"):
            continue
        written = _meant(day, said_on, said_on)
        if written is not None and (said_on - written).days >= WEEK:
            yield PastEvent(before.start(), day.end, written, (said_on - written).days, sure=False)


def _beside(reading: Reading, said_on: date, days: tuple[WrittenDay, ...]) -> Iterator[PastEvent]:
    for start, end, word, day in _pairs(reading.folded, days):
        if reading.is_foreign(start, start + 1) or _is_told_of(reading, start):
            continue
        expected = said_on + timedelta(_SHIFTS[word])
        written = _meant(day, said_on, expected)
        if written is not None:
            yield PastEvent(start, end, written, (expected - written).days, sure=True, beside=True)


def _is_told_of(reading: Reading, at: int) -> bool:
    return _TALE.search(reading.folded, *reading.sentence(at)) is not None


def _pairs(folded: str, days: tuple[WrittenDay, ...]) -> Iterator[tuple[int, int, str, WrittenDay]]:
    """Each date that stands beside today, yesterday or tomorrow: bounds of both, the word, the date."""
    for day in days:
        before = _BEFORE.search(folded[max(0, day.start - BESIDE) : day.start])
        behind = _BEHIND.match(folded, day.end)
        if before is not None and not _RANGE.match(folded, day.end) and _is_apart(folded, before[0], day):
            yield day.start - len(before[0]), day.end, before[1] or before[2] or before[3] or before[4], day
        elif behind is not None:
            yield day.start, behind.end(), behind[1], day
    for inside in _INSIDE.finditer(folded):
        yield *inside.span(), inside[1], WrittenDay(inside.start(2), inside.end(2), None, None, int(inside[2]))


def _is_apart(folded: str, before: str, day: WrittenDay) -> bool:
    """Whether a date behind a comma is put in between, and does not begin what is said."""
    return before[-1] not in ", " or folded[day.end : day.end + 1] in (",", "(", ".", "")


def _meant(day: WrittenDay, said_on: date, expected: date) -> date | None:
    """The last such day before the one that is expected; None where it may as well lie ahead."""
    near = day.near(said_on)
    ahead = AHEAD_OF_DATE if day.month else AHEAD_OF_DAY
    if any(0 <= (other - expected).days <= ahead for other in near):
        return None
    return max((other for other in near if other < expected), default=None)


def _is_told(reading: Reading, start: int, end: int, at: int) -> bool:
    """Whether a sentence is another's voice or tells of former plans, of a change of date, or of history."""
    return reading.is_foreign(at, at + 1) or any(start <= hit.start < end for hit in reading.hits(LEXICON, "retold"))
