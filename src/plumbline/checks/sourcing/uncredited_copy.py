"""A text of another that is published as one's own: most of the post stands in a known text, and no source is named.

Method: articles of other sources that hold `contained_pm` or more of the post, wording that many texts share left out,
with a run of at least `longest` and `letters` letters and digits outside quotations, titles, hashtags and articles of
law, and published before the post. It is left alone where the post names that source (anywhere; an office also by a
short form of its name), another that holds the text, one that the text itself names, or a recognised one; where the
account, its own site or another office had the text earlier, or the article names the account; where `holders` sources
or more hold it (joint statements, national notices); for warning signals with their advice, official papers, appeals
and obituaries (lexicon `boilerplate`); and where the account's own earlier posts show the same frame (`frame_pm`) on
`frame_days` days, or one source's articles do on more. A cover of `sure_pm` makes it sure, unless the article has no
date or somebody else is named. Variant `government`: the text is a government website's.

Blind spots: texts that are not in the corpus; rewritten texts; pictures and videos; a credit in a picture or a comment;
a recognised source that is named for a fact and not for the wording; texts that three sources carry; texts that the
account may use by contract without a credit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plumbline.domain.provenance import Origin
from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.provenance.acknowledged import Acknowledged, acknowledged, comes_from
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import passages
from plumbline.provenance.shared_wording import (
    LEXICON,
    OWN_SITE,
    had_it_first,
    has_own_frame,
    holders,
    is_set_text,
    own_letters,
)
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "sources", "articles")
NEEDS = ("posts",)
REASONS = (Reason.NO_REFERENCE,)
RESTS_ON = ("articles",)
VARIANTS = ("government",)
LEXICONS = (LEXICON,)
MODELS: tuple[str, ...] = ()
GOVERNMENT = "government_site"
TITLE_CHARS = 40
ALIKE_PM = 50
"""Covers that differ by less are the same; the earlier text is shown."""


@dataclass(frozen=True)
class Params:
    """Covers in per mille; `letters` and `longest` in letters and digits; how many holders make wording shared."""

    contained_pm: int
    sure_pm: int
    letters: int
    longest: int
    holders: int
    frame_pm: int
    frame_days: int


@dataclass(frozen=True)
class Facts:
    """The source, the title (or the beginning) of its text, its day, how much of the post stands there, longest run."""

    source: str
    article: str
    published_on: date | None
    cover_pct: int
    longest: int


def wants(_params: Params) -> Wants:
    """Texts that repeat a known one."""
    return Wants(shapes=("copied",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: the earliest of the texts that hold most of the post."""
    if reading.is_answer or reading.utterance.quoted_source or is_set_text(reading):
        return
    held = [origin for origin in reading.origins if origin.cover_pm >= params.contained_pm]
    if holders(held) >= params.holders or has_own_frame(reading, params.frame_pm, params.frame_days):
        return
    copied = [origin for origin in held if _counts(reading, origin, params)]
    if not copied or any(had_it_first(origin, held) or comes_from(reading, origin) for origin in copied):
        return
    named = acknowledged(reading, held)
    if named is Acknowledged.YES:
        return
    origin = _first(copied)
    if own_letters(reading, origin) >= params.letters:
        yield _flag(reading, origin, named, params)


def _counts(reading: Reading, origin: Origin, params: Params) -> bool:
    if origin.table != "articles" or origin.kind == OWN_SITE:
        return False
    letters = len(keyed(reading.text).key) * origin.distinct_pm // 1000
    enough = origin.distinct_pm >= params.contained_pm and letters >= params.letters
    return enough and origin.longest >= params.longest and not _is_later(reading, origin)


def _is_later(reading: Reading, origin: Origin) -> bool:
    """Whether the article came out with the post or after it, and may have copied the post; unknown: no."""
    said = reading.utterance
    if said.said_at and origin.published_at:
        return origin.published_at >= said.said_at
    return bool(said.said_on and origin.published_on) and origin.published_on > said.said_on


def _first(copied: list[Origin]) -> Origin:
    most = max(origin.cover_pm for origin in copied)
    alike = [origin for origin in copied if origin.cover_pm > most - ALIKE_PM]
    return min(
        alike, key=lambda origin: (origin.published_on or "9999", -origin.cover_pm, origin.source_id, origin.key)
    )


def _flag(reading: Reading, origin: Origin, named: Acknowledged, params: Params) -> Flag:
    government = origin.kind == GOVERNMENT
    facts = {
        "source": origin.name,
        "article": origin.title or origin.text[:TITLE_CHARS],
        "published_on": date.fromisoformat(origin.published_on) if origin.published_on else None,
        "cover_pct": origin.cover_pm // 10,
        "longest": origin.longest,
    }
    sure = origin.published_on and origin.distinct_pm >= params.sure_pm and not government
    confidence = "low" if named is Acknowledged.OTHER else "high" if sure else "medium"
    return Flag(passages(reading, origin), "government" if government else None, confidence, facts)
