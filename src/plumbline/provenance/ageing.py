"""Whether an older text that is sent again is news gone stale, or a text that may be sent at any time.

Everything here compares one post with one older text that it repeats; how old is old enough, the check decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plumbline.domain.provenance import OWN, Origin
from plumbline.provenance.credits import credits
from plumbline.provenance.expiry import is_over
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import aligned
from plumbline.provenance.past_events import LEXICON
from plumbline.provenance.written_days import WrittenDay, written_days
from plumbline.text.fold import fold
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

YEAR, SEASON = 365, 21
"""Days after which an annual notice comes again, and how far its day may move from year to year."""
OWN_NUMBERS = 1
"""A repeated text may bring so many numbers of its own: a telephone, a picture's count."""
_NAME_LETTERS = range(2, 7)
_NUMBER = pattern(r"\d+(?:\.\d+)?")
_CLOCK = pattern(
    r"\d{1,2}[:时点]\d{0,2}|(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_OLD_YEAR = pattern(r"(?<!\d)(\d{4})年\d{1,2}月\d{1,2}日")


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties both texts to the day of the older one: words of the moment, an announcement, 今天, days now over.

    `calls`: it tells readers what to do or what is to come, rather than what was.
    """

    moment: bool
    ahead: bool
    this_day: bool
    over: bool
    calls: bool


def ties(reading: Reading, first: Origin, said_on: date) -> Ties:
    """The ties that stand in the post, in no title or hashtag, and in the older text."""
    older = fold(first.text).text
    urgent = bool(reading.hits(LEXICON, "urgent"))
    week = first.kind != OWN and _shares(reading, older, "this_week")
    past = [day for day in written_days(reading.folded) if _is_over(day, said_on)]
    dated = any(reading.folded[day.start : day.end] in older for day in past)
    return Ties(
        moment=week or _shares(reading, older, "moment") or _shares(reading, older, "dated"),
        ahead=dated and _shares(reading, older, "announced"),
        this_day=_shares(reading, older, "this_day"),
        over=is_over(reading.folded, date.fromisoformat(first.published_on), said_on, urgent=urgent),
        calls=any(_shares(reading, older, group) for group in ("calls", "due", "announced")),
    )


def adds_its_own(reading: Reading, first: Origin) -> bool:
    """Whether the post has a date or hour that the older text lacks, or other numbers than it."""
    older = fold(first.text).text
    days = {reading.folded[day.start : day.end] for day in written_days(reading.folded)}
    clock = {match[0] for match in _CLOCK.finditer(reading.folded)}
    if any(written not in older for written in days | clock):
        return True
    known = set(_NUMBER.findall(older))
    return len({number for number in _NUMBER.findall(reading.folded) if number not in known}) > OWN_NUMBERS


def is_whole(reading: Reading, older: Origin, least_pm: int) -> bool:
    """Whether the post is about as long as the older text: no shorter than so many per mille of its letters."""
    return len(keyed(reading.text).key) * 1000 >= len(keyed(older.text).key) * least_pm


def swaps_a_name(reading: Reading, older: Origin) -> bool:
    """Whether a word of the older text gives way to another of the same length: one frame, told of another place."""
    changed = aligned(reading, older).changed
    pairs = ((keyed(change.post_text).key, keyed(change.article_text).key) for change in changed)
    return any(len(new) == len(old) and len(new) in _NAME_LETTERS and new.isalpha() for new, old in pairs)


def is_recurring(reading: Reading, held: Iterable[Origin], said_on: date, least_pm: int, least_days: int) -> bool:
    """Whether the account's own earlier posts like this one stand on `least_days` days or more before its day.

    `held` are texts that it repeats; of all its origins those of `least_pm` or more count.
    """
    like = [origin for origin in (*held, *reading.origins) if origin.kind == OWN and origin.cover_pm >= least_pm]
    return len({origin.published_on for origin in like} - {said_on.isoformat(), ""}) >= least_days


def names_a_series(reading: Reading) -> bool:
    """Whether the text itself says that it comes again and again; the name of its source (…日报) says nothing."""
    hits = reading.hits(LEXICON, "recurring")
    named = [credit.mark for credit in reading.kept(credits) if credit.mark.field == "text"] if hits else []
    places = (reading.mark(hit.start, hit.end) for hit in hits)
    return any(not any(mark.start < place.end and place.start < mark.end for mark in named) for place in places)


def is_annual(reading: Reading, age: int, said_on: date) -> bool:
    """Whether the texts are about a whole number of years apart, and the post does not carry the old year."""
    apart = min(age % YEAR, YEAR - age % YEAR)
    if age < YEAR - SEASON or apart > SEASON + age // YEAR:
        return False
    old = f"{(said_on - timedelta(age)).year}"
    return not any(match[1] == old and old < f"{said_on.year}" for match in _OLD_YEAR.finditer(reading.folded))


def _shares(reading: Reading, older: str, group: str) -> bool:
    return any(
        reading.folded[hit.start : hit.end] in older and reading.quoted(hit.start, hit.end) not in ("title", "hashtag")
        for hit in reading.hits(LEXICON, group)
    )


def _is_over(day: WrittenDay, said_on: date) -> bool:
    """Whether a date with its month lies before the day, by its year or as the nearest of its name."""
    meant = _meant(day, said_on)
    return meant is not None and meant < said_on


def _meant(day: WrittenDay, said_on: date) -> date | None:
    if day.month is None:
        return None
    return min(day.near(said_on), key=lambda other: abs((other - said_on).days), default=None)
