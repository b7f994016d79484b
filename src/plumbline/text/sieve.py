"""Sift whole columns: which rows deserve a look by which check. Most posts deserve none, and cost no Python at all."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import numpy.typing as npt

from plumbline.domain.wording import SHORT_ANSWER, Wants
from plumbline.text.fold_columns import BORDER, DIGIT, HAN, LATIN, LETTER, FoldedColumn, fold_column
from plumbline.text.language import HAN_WEIGHT
from plumbline.text.lexicon import Lexicon
from plumbline.text.match_columns import LiteralSet
from plumbline.text.model import load as load_model
from plumbline.text.ngram_columns import scores as model_scores

DIGITS, APART = 7, 3
Bits = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sifted:
    """Rows of a column. `wanted`: a bit for each check in the sieve's order; `scores`: per mille, a column a model.

    `places` and `numbers` are the occurrences of the lexicons' `literals`, by place in the column; those of row i are
    [firsts[i], firsts[i + 1]). Ask for those of a row when it is settled which rows are wanted.
    """

    column: FoldedColumn
    wanted: Bits
    scores: npt.NDArray[np.int32]
    models: tuple[str, ...]
    places: Rows
    numbers: Rows
    firsts: Rows
    literals: tuple[str, ...]

    def score_of(self, row: int) -> dict[str, int]:
        """The row's score by model."""
        return dict(zip(self.models, self._listed_scores[row], strict=True))

    def found_in(self, row: int) -> list[tuple[str, int]]:
        """The lexicons' literals that occur in a row, with their places in its folded text."""
        found, firsts = self._occurrences
        return found[firsts[row] : firsts[row + 1]]

    @cached_property
    def _listed_scores(self) -> list[list[int]]:
        return cast("list[list[int]]", self.scores.tolist())

    @cached_property
    def _occurrences(self) -> tuple[list[tuple[str, int]], list[int]]:
        """Those of the wanted rows, one row after the other, and where each row's begin."""
        looked_at = np.repeat(self.wanted > 0, np.diff(self.firsts))
        sizes = np.where(self.wanted > 0, np.diff(self.firsts), 0)
        places, numbers = self.places[looked_at], self.numbers[looked_at].tolist()
        inside = (places - np.repeat(self.column.starts, sizes)).tolist()
        found = [(self.literals[number], place) for number, place in zip(numbers, inside, strict=True)]
        return found, np.append(0, np.cumsum(sizes)).tolist()

    def languages(self) -> npt.NDArray[np.uint8]:
        """0 Chinese, 1 English, 2 other: by letters of the folded text, a Han character counting as four."""
        kind = self.column.kind
        han, latin, letters = (self._each_row((kind & np.uint32(bit)) > 0) for bit in (HAN, LATIN, LETTER))
        strange = letters - han - np.minimum(latin, letters - han)
        other = (strange > 0) & (strange >= HAN_WEIGHT * han + latin)
        return np.where(other, 2, HAN_WEIGHT * han < latin).astype(np.uint8)

    def _each_row(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        if not len(self.column.starts):
            return np.empty(0, np.int64)
        return np.add.reduceat(flags, self.column.starts, dtype=np.int64)


class Sieve:
    """What several checks want, put together: one pass for all their literals, one for all their models."""

    def __init__(self, wants: Mapping[str, Wants], lexicon: Callable[[str], Lexicon]) -> None:
        """`wants` by check (64 at most); `lexicon` gives a lexicon by name."""
        self.checks = tuple(wants)
        self._wants = tuple(wants.values())
        self.lexicons = frozenset(name for want in self._wants for name in want.lexicons)
        lexical = {literal for name in self.lexicons for literal in lexicon(name).search.literals()}
        bits: dict[str, int] = defaultdict(int, dict.fromkeys(lexical, 0))
        for number, want in enumerate(self._wants):
            for literal in (*want.literals, *(text for name in want.lexicons for text in lexicon(name).triggers())):
                bits[literal] |= 1 << number
        self.literals = LiteralSet(sorted(bits))
        self._lexical = np.array([literal in lexical for literal in self.literals.literals], bool)
        self._bits = np.array([bits[literal] for literal in self.literals.literals], np.uint64)
        self.models = tuple(sorted({name for want in self._wants for name in (*want.scores, *want.answer_scores)}))

    def sift(self, texts: Sequence[str], answers: npt.NDArray[np.bool_]) -> Sifted:
        """Look over the rows; `answers` says which are said to a person."""
        column = fold_column(texts)
        wanted = np.zeros(len(texts), np.uint64)
        places, literals = self.literals.find(column.points)
        np.bitwise_or.at(wanted, rows_of(column, places), self._bits[literals])
        scores = self._scores(column)
        for number, want in enumerate(self._wants):
            for rows in self._by_score(want, scores, answers):
                wanted[rows] |= np.uint64(1 << number)
            for shape in want.shapes:
                if shape in _SHAPES:
                    wanted[_SHAPES[shape](column, answers)] |= np.uint64(1 << number)
        kept = self._lexical[literals]
        places, literals = places[kept], literals[kept]
        order = np.argsort(places, kind="stable")
        firsts = np.append(np.searchsorted(places[order], column.starts), len(places))
        return Sifted(
            column, wanted, scores, self.models, places[order], literals[order], firsts, self.literals.literals
        )

    def bits_of(self, shape: str) -> int:
        """The checks that want texts of that shape, a bit each."""
        return sum(1 << number for number, want in enumerate(self._wants) if shape in want.shapes)

    def _scores(self, column: FoldedColumn) -> npt.NDArray[np.int32]:
        if not self.models or not len(column.starts):
            return np.zeros((len(column.starts), len(self.models)), np.int32)
        inside = column.points != BORDER
        starts = np.concatenate([[0], np.cumsum(column.ends - column.starts)])
        return model_scores(column.points[inside], starts, [load_model(name) for name in self.models]).astype(np.int32)

    def _by_score(
        self, want: Wants, scores: npt.NDArray[np.int32], answers: npt.NDArray[np.bool_]
    ) -> list[npt.NDArray[np.bool_]]:
        floors = [
            (name, floor, ~answers if name in want.answer_scores else None) for name, floor in want.scores.items()
        ]
        floors += [(name, floor, answers) for name, floor in want.answer_scores.items()]
        return [
            (scores[:, self.models.index(name)] >= floor) & (True if among is None else among)
            for name, floor, among in floors
        ]


def rows_of(column: FoldedColumn, places: Rows) -> Rows:
    """The row that each place is in."""
    return np.searchsorted(column.ends, places, side="right")


def _digits(column: FoldedColumn, _: npt.NDArray[np.bool_]) -> Rows:
    """Where seven digits stand together, up to two marks (or an x) between one and the next."""
    digits = np.flatnonzero((column.kind & np.uint32(DIGIT)) > 0)
    if len(digits) < DIGITS:
        return digits[:0]
    gap = np.diff(digits)
    letter = ((column.kind & np.uint32(LETTER)) > 0) & (column.points != ord("x")) | (column.points == BORDER)
    apart = (gap > APART) | letter[digits[:-1] + 1] & (gap > 1) | letter[digits[1:] - 1] & (gap > 1)
    breaks = np.concatenate([[0], np.cumsum(apart)])
    together = breaks[DIGITS - 1 :] == breaks[: -(DIGITS - 1)]
    return np.unique(rows_of(column, digits[: -(DIGITS - 1)][together]))


def _at(column: FoldedColumn, _: npt.NDArray[np.bool_]) -> Rows:
    latin, last = (column.kind & np.uint32(LATIN)) > 0, len(column.points) - 1
    at = np.flatnonzero(column.points == ord("@"))
    before = latin[np.maximum(at - 1, 0)] | latin[np.maximum(at - 2, 0)]
    after = latin[np.minimum(at + 1, last)] | latin[np.minimum(at + 2, last)]
    return np.unique(rows_of(column, at[before & after]))


def _short_answer(column: FoldedColumn, answers: npt.NDArray[np.bool_]) -> Rows:
    return np.flatnonzero(answers & (column.ends - column.starts <= SHORT_ANSWER))


_SHAPES = {"digits7": _digits, "at": _at, "short_answer": _short_answer}
"""Shapes that the text itself shows; `named`, `copied`, `repeated` are known only where its row and known texts are."""
