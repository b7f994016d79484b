"""A passage of a post beside the passage of the known text that it repeats, cut into what agrees and what was changed.

Reads the marks of a flag: a mark in the post, followed by one of another text, is a pair. A pair that lies inside the
pair before it is a change; any other begins a new comparison. Where no changes follow, they come from the alignment of
the two quotes, which ends where a long passage was cut short.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plumbline.domain.wording import Mark
from plumbline.provenance.alignment import align

ELLIPSIS = "…"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: as in the other text, or changed. A changed piece without text: nothing stands here."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two passages (marks with the places of the originals) and the spans that differ, in either text.

    `changes` are pairs of spans in characters of the originals; one of a pair may be empty.
    """

    post: Mark
    known: Mark
    changes: tuple[tuple[Span, Span], ...] = ()

    @property
    def post_pieces(self) -> tuple[Piece, ...]:
        """The post's passage in pieces."""
        return tuple(_pieces(self.post, [change[0] for change in self.changes]))

    @property
    def known_pieces(self) -> tuple[Piece, ...]:
        """The known text's passage in pieces."""
        return tuple(_pieces(self.known, [change[1] for change in self.changes]))


@dataclass(frozen=True, slots=True)
class Paired:
    """What the marks of a flag are: comparisons, and the marks that belong to none."""

    comparisons: tuple[Comparison, ...]
    rest: tuple[Mark, ...]


def paired(marks: Sequence[Mark]) -> Paired:
    """The comparisons among `marks`; a mark of the post itself has no `table`."""
    found: list[Comparison] = []
    rest: list[Mark] = []
    waiting: Mark | None = None
    for mark in marks:
        if waiting is not None and _is_pair(waiting, mark):
            found = _with_pair(found, waiting, mark)
            waiting = None
            continue
        rest += [waiting] if waiting else []
        waiting = mark
    rest += [waiting] if waiting else []
    return Paired(tuple(item if item.changes else replace(item, changes=_aligned(item)) for item in found), tuple(rest))


def shortened(pieces: Iterable[Piece], around: int) -> Iterator[Piece]:
    """The same with the middle of long stretches that agree left out, `around` characters kept on either side."""
    for piece in pieces:
        if piece.changed or len(piece.text) <= 2 * around + len(ELLIPSIS):
            yield piece
        else:
            yield Piece(f"{piece.text[:around]}{ELLIPSIS}{piece.text[-around:]}")


def _is_pair(mark: Mark, following: Mark) -> bool:
    return not mark.table and bool(following.table) and mark.field == following.field == "text"


def _with_pair(found: list[Comparison], post: Mark, known: Mark) -> list[Comparison]:
    """`found` with a pair more: a change of the last comparison where it lies inside it."""
    last = found[-1] if found else None
    if last is None or not (_inside(post, last.post) and _inside(known, last.known)):
        return [*found, Comparison(post, known)]
    change = ((post.start, post.end), (known.start, known.end))
    return [*found[:-1], replace(last, changes=(*last.changes, change))]


def _inside(mark: Mark, whole: Mark) -> bool:
    """Whether a mark lies inside another of the same text and is less than it."""
    if (mark.table, mark.key) != (whole.table, whole.key) or mark.end - mark.start >= whole.end - whole.start:
        return False
    return whole.start <= mark.start and mark.end <= whole.end


def _aligned(item: Comparison) -> tuple[tuple[Span, Span], ...]:
    found = align(_quoted(item.post), _quoted(item.known))
    post, known = item.post.start, item.known.start
    return tuple(
        ((one.post_start + post, one.post_end + post), (one.article_start + known, one.article_end + known))
        for one in found.changed
    )


def _quoted(mark: Mark) -> str:
    """The quote without the ellipsis that stands for what was cut off."""
    cut = mark.quote.endswith(ELLIPSIS) and len(mark.quote) - len(ELLIPSIS) < mark.end - mark.start
    return mark.quote.removesuffix(ELLIPSIS) if cut else mark.quote


def _pieces(mark: Mark, spans: Iterable[Span]) -> Iterator[Piece]:
    """The quote, cut at the spans; spans beyond what is quoted are left out."""
    length = len(_quoted(mark))
    inside = sorted({(start - mark.start, end - mark.start) for start, end in spans})
    shown = [span for span in inside if 0 <= span[0] <= span[1] <= length]
    apart = [span for before, span in pairwise([(0, 0), *shown]) if span[0] >= before[1]]
    at = 0
    for start, end in apart:
        if start > at:
            yield Piece(mark.quote[at:start])
        yield Piece(mark.quote[start:end], changed=True)
        at = end
    if at < len(mark.quote):
        yield Piece(mark.quote[at:])
