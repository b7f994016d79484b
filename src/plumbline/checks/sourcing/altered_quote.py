"""A text of another that is passed on with a number, date, name or negation changed.

Method: the post is aligned with the articles that it repeats, published before it and at most `days` earlier. It must
name the source and stand there by half, put the passage into quotation marks, or stand there with `whole_pm` of its own
wording; and of the passage `letters` letters and digits, and `dense_pm` of all, must be the same. A changed number,
day, name or negation counts unless it can mean the same, and unless another known text has the post's wording. More
than `most` alterations are another text in the same frame; so are forecasts and daily figures, texts of "today"
on another day, a date that moved with the day of publication, and whatever the same source, or the account, published
with other figures. Texts that announce a correction or newer figures, that quote a law, that name another source, or
that the article took from the account, are left alone. It is sure where the source is named or the passage quoted, a
run has `longest` letters and digits, and at most `sure_most` things other than names were changed.

Blind spots: changes of other words; what was left out or added; names without an office or a verb of speech beside
them; telephone numbers; texts that are not in the corpus; rewritten passages; the source's own silent corrections.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.domain.provenance import Origin
from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Mark, Wants
from plumbline.provenance.acknowledged import comes_from
from plumbline.provenance.alignment import Alignment
from plumbline.provenance.alterations import Alteration, alterations
from plumbline.provenance.credits import credits
from plumbline.provenance.domains import host_of
from plumbline.provenance.keyed import keyed
from plumbline.provenance.newer_figures import (
    has_other_version,
    is_another_day,
    is_newer,
    is_recurring,
    quotes_law,
)
from plumbline.provenance.passages import aligned, passages
from plumbline.provenance.shared_wording import OWN_SITE, had_it_first
from plumbline.text.fold import fold
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
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Params:
    """Days; `_pm` in per mille; `longest`, `letters` in letters and digits; `most`, `sure_most` in alterations.

    `half_pm`: of a post that does not quote, the least share that stands in the article; of another text that had
    it first, the same.
    """

    days: int
    half_pm: int
    whole_pm: int
    longest: int
    letters: int
    dense_pm: int
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
    return Wants(shapes=("copied",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: the first article, the most covering first, in which something was changed."""
    if reading.is_answer or is_recurring(reading.folded) or quotes_law(reading.folded):
        return
    if any(keyed(reading.text).key in keyed(origin.text).key for origin in reading.origins):
        return
    for origin in reading.origins:
        if _counts(reading, origin, params):
            found = aligned(reading, origin)
            made = _altered(reading, origin, found)
            flag = _flag(reading, origin, found, made, params) if 0 < len(made) <= params.most else None
            if flag is not None:
                yield flag
                return


def _counts(reading: Reading, origin: Origin, params: Params) -> bool:
    if origin.table != "articles" or origin.kind == OWN_SITE or not _is_recent(reading, origin, params):
        return False
    if is_recurring(fold(origin.title).text) or is_newer(reading.folded, fold(origin.text).text):
        return False
    held = [other for other in reading.origins if other.cover_pm >= params.half_pm]
    return not had_it_first(origin, held) and not comes_from(reading, origin)


def _is_recent(reading: Reading, origin: Origin, params: Params) -> bool:
    """Whether the article was published before the post, and not long before; a draft is published after all."""
    said = reading.utterance
    if said.said_at and origin.published_at and origin.published_at >= said.said_at:
        return False
    if not said.said_on:
        return True
    return bool(origin.published_on) and 0 <= _apart(said.said_on, origin.published_on) <= params.days


def _apart(later: str, earlier: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _altered(reading: Reading, origin: Origin, found: Alignment) -> tuple[Alteration, ...]:
    """What was changed; nothing where the post is another version of the text, or another day's."""
    said_on, published_on = reading.utterance.said_on, origin.published_on
    made = alterations(reading.text, origin.text, found, said_on, published_on)
    if has_other_version(reading, origin, made) or _is_own_name(reading, made):
        return ()
    apart = _apart(said_on, published_on) if said_on and published_on else 0
    return () if is_another_day(reading.text, origin.text, made, apart) else made


def _is_own_name(reading: Reading, made: tuple[Alteration, ...]) -> bool:
    """Whether the account put its own place in."""
    return any(
        one.kind == "name" and one.written.rstrip("省市县区乡镇村") in reading.utterance.account_name for one in made
    )


def _flag(
    reading: Reading, origin: Origin, found: Alignment, made: tuple[Alteration, ...], params: Params
) -> Flag | None:
    named = _is_named(reading, origin)
    quoted = _is_quoted(reading, made)
    told = named or quoted
    shared = len(keyed(reading.text).key) * found.cover_pm // 1000
    if shared < params.letters or shared * 1000 < _passage(reading, found) * params.dense_pm:
        return None
    if not named and reading.kept(credits):
        return None
    if not quoted and (found.cover_pm < params.half_pm or not (named or origin.distinct_pm >= params.whole_pm)):
        return None
    certain = len(made) <= params.sure_most and all(one.kind != "name" for one in made)
    sure = told and certain and found.longest >= params.longest
    marks = (*passages(reading, origin), *_pairs(reading, origin, made))
    return Flag(marks, None, "high" if sure else "medium" if told else "low", _facts(origin, made))


def _passage(reading: Reading, found: Alignment) -> int:
    """Letters and digits of the post from the first run to the last."""
    return len(keyed(reading.text[slice(*found.post_span)]).key)


def _facts(origin: Origin, made: tuple[Alteration, ...]) -> dict[str, object]:
    return {
        "source": origin.name,
        "article": origin.title or origin.text[:TITLE_CHARS],
        "published_on": date.fromisoformat(origin.published_on) if origin.published_on else None,
        "kind": made[0].kind,
        "original": made[0].original or "—",
        "written": made[0].written or "—",
        "changes": len(made),
    }


def _is_named(reading: Reading, origin: Origin) -> bool:
    """Whether it is this source that the post names, as a credit, in its words or by a link to its site."""
    sources, name = reading.sources, fold(origin.name).text
    if len(name) >= SHORTEST_NAME and name in reading.folded:
        return True
    named = [fold(credit.name).text for credit in reading.kept(credits)]
    if name in named or (sources and any(sources.same(written, origin.source_id) for written in named)):
        return True
    host = host_of(origin.url)
    return bool(host) and host in map(host_of, reading.utterance.urls)


def _is_quoted(reading: Reading, made: tuple[Alteration, ...]) -> bool:
    quotes = [reading.mark(span.start, span.end) for span in reading.spans if span.kind == "quote"]
    return all(any(mark.start < one.post_start and one.post_end < mark.end for mark in quotes) for one in made)


def _pairs(reading: Reading, origin: Origin, made: tuple[Alteration, ...]) -> Iterator[Mark]:
    for one in made:
        post, article = slice(one.post_start, one.post_end), slice(one.article_start, one.article_end)
        yield Mark(post.start, post.stop, reading.text[post])
        yield Mark(article.start, article.stop, origin.text[article], table=origin.table, key=origin.key)
