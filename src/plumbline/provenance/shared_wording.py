"""How much of a copied text is the author's own wording, and how much is set for all or quoted on purpose.

Laws and documents that are quoted, titles, hashtags, warning signals with their advice, formulae of official papers:
whoever repeats these copies nobody.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from plumbline.domain.provenance import FLEET, OWN, Origin
from plumbline.provenance.alignment import Run
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import aligned
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

LEXICON = "boilerplate"
OWN_SITE, GOVERNMENT = "own_site", "government_site"
_ARTICLE = pattern(r"第[一二三四五六七八九十百零〇\d]{1,7}条|(?:art(?:icle|\.)|section|§) ?\d+")
_WARNED = 2
"""So many words of a warning text make it one: the signal, and what to do."""


def is_set_text(reading: Reading) -> bool:
    """Whether the text is a warning with its advice, an official paper word for word, or an appeal of several."""
    hits = reading.hits(LEXICON)
    warned = {hit.term for hit in hits if hit.group == "warning"}
    return len(warned) >= _WARNED or any(hit.group != "warning" for hit in hits)


def own_letters(reading: Reading, origin: Origin) -> int:
    """Letters and digits shared with a known text, outside quotations, titles, hashtags and articles of law."""
    folded = reading.folded
    left_out = [reading.mark(start, end) for start, end in _quoted(reading, folded)]
    places = {place for mark in left_out for place in range(mark.start, mark.end)}
    kept = keyed(reading.text)
    runs = aligned(reading, origin).runs
    return sum(place not in places and _inside(place, runs) for place in kept.places)


def has_own_frame(reading: Reading, least_pm: int, least_days: int) -> bool:
    """Whether the account used the same frame before on so many days: a daily notice whose numbers differ.

    Or one source did with different texts, on one day more: a programme, a bulletin of prices.
    """
    like = [origin for origin in reading.origins if origin.cover_pm >= least_pm]
    own = {origin.published_on for origin in like if origin.kind == OWN}
    printed: dict[str, dict[str, str]] = {}
    for origin in like:
        if origin.table == "articles" and origin.published_on:
            printed.setdefault(origin.source_id, {})[origin.text] = origin.published_on
    series = max((len(set(days.values())) for days in printed.values()), default=0)
    return len(own - {reading.utterance.said_on, ""}) >= least_days or series > least_days


def holders(origins: Iterable[Origin]) -> int:
    """How many sources and accounts hold the text; accounts that posted it after a medium had it may have copied it."""
    held = list(origins)
    printed = [origin.published_at for origin in held if origin.table == "articles" and origin.kind != GOVERNMENT]
    first = min((at for at in printed if at), default=None)
    return len({(origin.table, origin.source_id) for origin in held if not _is_copier(origin, first)})


def _is_copier(origin: Origin, first: datetime | None) -> bool:
    return origin.kind == FLEET and first is not None and (origin.published_at is None or origin.published_at > first)


def had_it_first(origin: Origin, held: Iterable[Origin]) -> bool:
    """Whether the account itself, its own site or another office had the text before this one was published."""
    return any(
        other.kind in (OWN, OWN_SITE)
        or (other.kind == FLEET and other.published_at and origin.published_at
            and other.published_at <= origin.published_at)
        for other in held
    )  # fmt: skip


def _quoted(reading: Reading, folded: str) -> Iterator[tuple[int, int]]:
    for span in reading.spans:
        if span.kind in ("quote", "title", "hashtag", "repost"):
            yield span.start, span.end
    for match in _ARTICLE.finditer(folded):
        yield reading.sentence(match.start())


def _inside(place: int, runs: tuple[Run, ...]) -> bool:
    return any(run.post_start <= place < run.post_end for run in runs)
