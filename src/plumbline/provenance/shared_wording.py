"""How much of a copied text is the author's own wording, and how much is set for all or quoted on purpose.

Laws and documents that are quoted, titles, hashtags, warning signals with their advice, formulae of official papers:
whoever repeats these copies nobody.
"""

from collections.abc import Iterable, Iterator

from plumbline.domain.provenance import FLEET, OWN, Origin
from plumbline.provenance.alignment import Run
from plumbline.provenance.keyed import keyed
from plumbline.provenance.passages import aligned
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

LEXICON = "boilerplate"
OWN_SITE = "own_site"
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
    """Whether the account used the same frame before on so many days: a daily notice whose numbers differ."""
    like = (origin for origin in reading.origins if origin.kind == OWN and origin.cover_pm >= least_pm)
    return len({origin.published_on for origin in like} - {reading.utterance.said_on, ""}) >= least_days


def holders(origins: Iterable[Origin]) -> int:
    """How many sources and accounts hold the text."""
    return len({(origin.table, origin.source_id) for origin in origins})


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
