"""One text as the checks see it: folded, searched, split, scored; each view made when first asked for."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, cast

from plumbline.domain.provenance import Origin, Sources
from plumbline.domain.wording import ANSWER_KINDS, Mark, Utterance
from plumbline.text.fold import Folded, fold
from plumbline.text.language import language
from plumbline.text.lexicon import Hit, Lexicon, heads
from plumbline.text.model import load as load_model
from plumbline.text.patterns import pattern
from plumbline.text.shipped import lexicon as shipped_lexicon
from plumbline.text.spans import Span, spans

T = TypeVar("T")
_SENTENCE = pattern(r"[^。!?;\n]*?(?:\.(?=\s)|[。!?;\n]+|$)")


class Reading:
    """One utterance. Offsets are those of the folded text unless they are in a Mark."""

    def __init__(
        self,
        utterance: Utterance,
        lexicon: Callable[[str], Lexicon] = shipped_lexicon,
        *,
        folded: Folded | None = None,
        scores: Mapping[str, int] | None = None,
        found: Collection[tuple[str, int]] = (),
        searched: frozenset[str] = frozenset(),
        sources: Sources | None = None,
        origins: Sequence[Origin] = (),
    ) -> None:
        """`folded`, `scores` and `found` are given where whole columns have been folded, scored and searched already.

        `found` are the literals of the `searched` lexicons, with their places; `origins` the known texts that it
        repeats, the most covering first.
        """
        self.utterance = utterance
        self.text = utterance.text
        self.lexicon = lexicon
        self.sources = sources
        self.origins = tuple(origins)
        self._kept: dict[Callable[[Reading], object], object] = {}
        self._fold = folded or fold(utterance.text)
        self._scores: dict[str, int] = dict(scores or {})
        self._found, self._searched = found, searched
        self._hits: dict[str, tuple[Hit, ...]] = {}

    def kept(self, make: Callable[["Reading"], T]) -> T:
        """What `make` gives of this reading; made once, however many checks ask for it."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return cast("T", self._kept[make])

    @property
    def folded(self) -> str:
        """The folded text."""
        return self._fold.text

    @property
    def is_answer(self) -> bool:
        """Said to a person (reply, comment, automatic reply, message) rather than to everyone."""
        return self.utterance.kind in ANSWER_KINDS

    def mark(self, start: int, end: int, shown: str | None = None) -> Mark:
        """The place of folded [start, end) in the original; `shown` instead of the original where it must be masked."""
        first, last = self._fold.place(start, end)
        return Mark(first, last, self.text[first:last] if shown is None else shown)

    def hits(self, lexicon: str, group: str | None = None) -> tuple[Hit, ...]:
        """What a lexicon (or one group of it) finds, by start."""
        if lexicon not in self._hits:
            search = self.lexicon(lexicon).search
            known = lexicon in self._searched
            found = self._found if known else search.occurrences(self.folded, self.heads)
            hits = search.hits(self.folded, found)
            self._hits[lexicon] = tuple(hit for hit in hits if self._holds(search.dates, hit))
        hits = self._hits[lexicon]
        return hits if group is None else tuple(hit for hit in hits if hit.group == group)

    @cached_property
    def heads(self) -> frozenset[str]:
        """All pairs of neighbours in the folded text."""
        return heads(self.folded)

    def _holds(self, dates: Mapping[tuple[str, str], tuple[str, str]], hit: Hit) -> bool:
        """Whether a dated term was in force when this was said."""
        since, until = dates.get((hit.group, hit.term), ("", ""))
        day = self.utterance.said_on
        return not day or (since <= day and (not until or day <= until))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Stretches in another's voice."""
        return spans(self.folded)

    def quoted(self, start: int, end: int) -> str | None:
        """In whose voice [start, end) is said: quote, title, reported, repost or hashtag; None: the account's own."""
        return next((span.kind for span in self.spans if span.start <= start and end <= span.end), None)

    def is_foreign(self, start: int, end: int) -> bool:
        """Whether [start, end) is not in the account's own voice."""
        return self.quoted(start, end) is not None

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Bounds of all sentences, their end marks included."""
        return tuple(match.span() for match in _SENTENCE.finditer(self.folded) if match.end() > match.start())

    def sentence(self, start: int) -> tuple[int, int]:
        """Bounds of the sentence that holds the character at `start`."""
        return next((span for span in self.sentences if span[0] <= start < span[1]), (0, len(self.folded)))

    def window(self, start: int, end: int, before: int, after: int) -> str:
        """The folded text from `before` characters before `start` to `after` characters after `end`."""
        return self.folded[max(0, start - before) : end + after]

    @cached_property
    def language(self) -> str:
        """zh, zh-Hant, en or other."""
        return language(self.text)

    def score(self, model: str) -> int:
        """How sure a model is that this is its offence, in per mille."""
        if model not in self._scores:
            self._scores[model] = load_model(model).score(self.folded)
        return self._scores[model]


def read(utterance: Utterance) -> Reading:
    """The utterance, ready for the checks."""
    return Reading(utterance)
