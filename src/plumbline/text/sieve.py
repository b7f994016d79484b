"""Sift whole columns: which rows deserve a look by which check. Most posts deserve none, and cost no Python at all."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plumbline.domain.wording import Wants
from plumbline.text.fold_columns import BORDER, DIGIT, HAN, LATIN, LETTER, FoldedColumn, fold_column, tables
from plumbline.text.language import HAN_WEIGHT
from plumbline.text.lexicon import Lexicon
from plumbline.text.match_columns import LiteralSet
from plumbline.text.model import load as load_model
from plumbline.text.ngram_columns import scores as model_scores

DIGITS, DIGITS_WITHIN = 7, 20
Bits = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Sifted:
    """Rows of a column. `wanted`: a bit for each check in the sieve's order; `scores`: per mille, a column a model."""

    column: FoldedColumn
    wanted: Bits
    scores: npt.NDArray[np.int32]
    models: tuple[str, ...]

    def score_of(self, row: int) -> dict[str, int]:
        """The row's score by model."""
        return dict(zip(self.models, self.scores[row].tolist(), strict=True))

    def languages(self) -> npt.NDArray[np.uint8]:
        """0 Chinese, 1 English, 2 other: by letters of the folded text, a Han character counting as four."""
        kind = tables().kind[self.column.points]
        han, latin, letters = (self._each_row((kind & bit) > 0) for bit in (HAN, LATIN, LETTER))
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
        bits: dict[str, int] = defaultdict(int)
        for number, want in enumerate(self._wants):
            for literal in (*want.literals, *(text for name in want.lexicons for text in lexicon(name).triggers())):
                bits[literal] |= 1 << number
        self._literals = LiteralSet(sorted(bits))
        self._bits = np.array([bits[literal] for literal in self._literals.literals], np.uint64)
        self.models = tuple(sorted({name for want in self._wants for name in (*want.scores, *want.answer_scores)}))

    def sift(self, texts: Sequence[str], answers: npt.NDArray[np.bool_]) -> Sifted:
        """Look over the rows; `answers` says which are said to a person."""
        column = fold_column(texts)
        wanted = np.zeros(len(texts), np.uint64)
        places, literals = self._literals.find(column.points)
        np.bitwise_or.at(wanted, self._row_of(column, places), self._bits[literals])
        scores = self._scores(column)
        for number, want in enumerate(self._wants):
            for rows in self._by_score(want, scores, answers):
                wanted[rows] |= np.uint64(1 << number)
            for shape in want.shapes:
                wanted[np.unique(self._row_of(column, _SHAPES[shape](column.points)))] |= np.uint64(1 << number)
        return Sifted(column, wanted, scores, self.models)

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

    @staticmethod
    def _row_of(column: FoldedColumn, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return np.searchsorted(column.ends, places, side="right")


def _digits(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Places where seven digits begin within twenty characters; two rows may share them, which costs a look."""
    digits = np.flatnonzero((tables().kind[points] & DIGIT) > 0)
    if len(digits) < DIGITS:
        return digits[:0]
    first, last = digits[: -(DIGITS - 1)], digits[DIGITS - 1 :]
    near = last - first < DIGITS_WITHIN
    return np.concatenate([first[near], last[near]])


def _at(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    return np.flatnonzero(points == ord("@"))


_SHAPES = {"digits7": _digits, "at": _at}
