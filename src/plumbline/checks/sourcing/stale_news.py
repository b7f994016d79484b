"""An old notice or report sent as if it were new.

Method: known texts that the post repeats, published `days` or more before it, credited or not: articles with a cover
of `cover_pm` or more, and the account's own earlier posts, sent again whole (`own_cover_pm`; less where all days are
over). `urgent_days` for warnings, accidents, outages, closures, missing persons, epidemics and police notices (group
`urgent` of the lexicon `timeliness`). Both texts must hold the same words that tie them to their day (groups `moment`,
`announced`, of articles `this_week`; of urgent matters `this_day`), or all their days must be over: certain in what
calls upon readers (`calls`, `due`) and in urgent matters, a hint (low) in reports. The post is left alone where it says
that it is a re-send, a reminder, a look back or a correction (`resent`) or refutes a rumour (`refuted`), brings a date
or more than one number of its own, tells of a law in force or of what goes on, comes every week or year (`recurring`,
`each`; own earlier posts like it on `recurring_days` days; about a year apart without the old year), and where others
published it lately. Variant `event_date`: without any known text, an announcement, a time limit or a day of this week
whose date lies `past_days` or more before the post, or today, yesterday or tomorrow with a date that is more than
`slack_days` behind. Dates older than `oldest_days` are history.

Blind spots: texts without words of their day; dates left out; lunar dates; dates in words; an announcement whose verb
stands behind its date; pictures; a text that was rewritten; a notice that recurs less regularly than here; drafts
without a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plumbline.domain.provenance import OWN, Origin
from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.provenance.ageing import (
    Ties,
    adds_its_own,
    is_annual,
    is_recurring,
    is_whole,
    names_a_series,
    swaps_a_name,
    ties,
)
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import passages
from plumbline.provenance.past_events import LEXICON, PastEvent, may_tell_of_past, past_events
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "sources", "articles")
NEEDS = ("posts",)
REASONS = (Reason.NO_REFERENCE,)
RESTS_ON = ("articles",)
VARIANTS = ("event_date",)
LEXICONS = (LEXICON,)
MODELS: tuple[str, ...] = ()
EXCUSED = ("resent", "refuted")


@dataclass(frozen=True)
class Params:
    """Least covers in per mille, ages in days, and letters of a text that is long enough to be told from a formula.

    `lately_days`: the date of an announcement without its year is taken for one that lies at most so many days back.
    """

    cover_pm: int
    own_cover_pm: int
    letters: int
    days: int
    urgent_days: int
    recurring_pm: int
    recurring_days: int
    past_days: int
    slack_days: int
    lately_days: int
    oldest_days: int


@dataclass(frozen=True)
class Facts:
    """Who had the text first (of `event_date`: the words with the date), its day, and how many days ago that was."""

    source: str
    first_on: date
    days: int


def wants(_params: Params) -> Wants:
    """A repeated text, an announcement, or a date beside today."""
    return Wants(lexicons=LEXICONS, shapes=("repeated",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: the earliest text that is repeated, else the date that lies furthest back."""
    if reading.is_answer or not reading.utterance.said_on:
        return
    said_on = date.fromisoformat(reading.utterance.said_on)
    if not reading.origins and not may_tell_of_past(reading, said_on, params.past_days):
        return  # the lexicon costs far more than a look at the dates
    if any(reading.hits(LEXICON, group) for group in EXCUSED):
        return
    flag = _repeated(reading, said_on, params) or _past(reading, said_on, params)
    if flag:
        yield flag


def _repeated(reading: Reading, said_on: date, params: Params) -> Flag | None:
    held = [origin for origin in reading.origins if origin.cover_pm >= params.cover_pm and origin.published_on]
    if not any(map(_counts, held)) or len(keyed(reading.text).key) < params.letters or names_a_series(reading):
        return None
    if is_recurring(reading, held, said_on, params.recurring_pm, params.recurring_days):
        return None
    urgent = bool(reading.hits(LEXICON, "urgent"))
    least = params.urgent_days if urgent else params.days
    ages = {origin: (said_on - date.fromisoformat(origin.published_on)).days for origin in held}
    if any(age < least and origin.kind != OWN for origin, age in ages.items()):
        return None
    old = [origin for origin in held if _counts(origin) and least <= ages[origin] <= params.oldest_days]
    if not old:
        return None
    first = min(old, key=lambda origin: (origin.published_on, -origin.cover_pm, origin.source_id, origin.key))
    return _old(reading, first, ages[first], said_on, params)


def _counts(origin: Origin) -> bool:
    """An article, or an earlier post of the account itself."""
    return origin.table == "articles" or origin.kind == OWN


def _old(reading: Reading, first: Origin, age: int, said_on: date, params: Params) -> Flag | None:
    if adds_its_own(reading, first) or is_annual(reading, age, said_on):
        return None
    urgent = bool(reading.hits(LEXICON, "urgent"))
    tied = ties(reading, first, said_on)
    again = not tied.over and bool(reading.hits(LEXICON, "each"))
    same = not again and _is_same(reading, first, tied, params)
    recent = age < params.days and first.kind != OWN
    confidence = _confidence(tied, first, urgent=urgent, recent=recent) if same else None
    if confidence is None:
        return None
    facts = {"source": first.name, "first_on": date.fromisoformat(first.published_on), "days": age}
    return Flag(passages(reading, first), None, confidence, facts)


def _is_same(reading: Reading, first: Origin, tied: Ties, params: Params) -> bool:
    """Of own posts: sent again whole. With other words in its frame it is new, unless all its days are over."""
    if first.kind != OWN:
        return True
    if swaps_a_name(reading, first):
        return False
    return (tied.over or first.cover_pm >= params.own_cover_pm) and is_whole(reading, first, params.cover_pm)


def _confidence(tied: Ties, first: Origin, *, urgent: bool, recent: bool) -> str | None:
    """How sure it is that readers take the text for news of its day; None: nothing says so.

    A report that gives the day on which it happened misleads little; it is told from a notice by its words.
    """
    if tied.moment:
        return "high" if first.kind == OWN and urgent else "medium"
    if tied.ahead or (urgent and tied.this_day) or (tied.over and (tied.calls or (urgent and not recent))):
        return "medium"
    return "low" if tied.over and not recent else None


def _past(reading: Reading, said_on: date, params: Params) -> Flag | None:
    found = [event for event in past_events(reading, said_on, params.lately_days) if _is_late(event, params)]
    if not found:
        return None
    event = max(found, key=lambda event: (event.days, -event.start))
    mark = reading.mark(event.start, event.end)
    facts = {"source": mark.quote, "first_on": event.day, "days": event.days}
    return Flag((mark,), "event_date", "high" if event.sure else "medium", facts)


def _is_late(event: PastEvent, params: Params) -> bool:
    least = params.slack_days + 1 if event.beside else params.past_days
    return least <= event.days <= params.oldest_days
