"""From labelled texts to a model of whole numbers: features, weights, rounding, the curve to a probability."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from train_data import Source, joined

from plumbline.text import ngram_columns
from plumbline.text.fold import fold
from plumbline.text.model import CERTAIN, Model, dumped
from plumbline.text.ngrams import BITS

SLOTS = 1 << BITS
SEED = 20261122
TAIL = 0.9999
"""The share of weights that keep their size; the few beyond are cut to the largest byte."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Knobs:
    """`freedom` of the support vector machine; `smoothing` of the log-count ratio that scales its inputs, if any."""

    freedom: float
    smoothing: float | None = None


@dataclass(frozen=True)
class Trained:
    """A trained model, asked for the scores of many texts."""

    model: Model

    def scores(self, texts: Sequence[str]) -> NDArray[np.int16]:
        """Per mille."""
        return ngram_columns.scores(*flat(texts), [self.model])[:, 0]

    def content(self) -> bytes:
        """The model's file."""
        return dumped(self.model.weights.tobytes(), self.model.cuts)


def train(name: str, sources: list[tuple[Source, float]], kept: Source, knobs: Knobs) -> Trained:
    """A model: weights from the sources, each with its importance, the curve from texts kept out of them."""
    whole = joined(source for source, _ in sources)
    importance = np.repeat([weight for _, weight in sources], [len(source) for source, _ in sources])
    body = quantised(weights(features(whole.texts), np.array(whole.labels), importance, knobs)).tobytes()
    bare = Model(name, memoryview(body).cast("b"), ())
    return Trained(Model(name, bare.weights, tuple(cuts(raw_sums(bare, kept.texts), np.array(kept.labels)))))


def flat(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The folded code points of all texts, and where each text starts."""
    folded = [fold(text).text for text in texts]
    points = np.frombuffer("".join(folded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return points, np.cumsum([0, *map(len, folded)], dtype=np.int64)


def features(texts: Sequence[str]) -> sp.csr_matrix:
    """How often each slot occurs in each text, divided by the root of the number of n-grams."""
    points, starts = flat(texts)
    rows = np.repeat(np.arange(len(texts)), np.diff(starts))
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    ngram_columns.each_order(points, starts, lambda place: found.append((rows[place < SLOTS], place[place < SLOTS])))
    row, column = (np.concatenate(part) for part in zip(*found, strict=True))
    counts = sp.coo_matrix((np.ones(len(row), np.float32), (row, column)), shape=(len(texts), SLOTS)).tocsr()
    roots = np.sqrt(np.maximum(np.bincount(row, minlength=len(texts)), 1))
    return (sp.diags((1 / roots).astype(np.float32)) @ counts).tocsr()


def weights(inputs: sp.csr_matrix, labels: NDArray[np.int64], importance: Array, knobs: Knobs) -> Array:
    """The weights of a linear support vector machine."""
    ratio = np.ones(SLOTS) if knobs.smoothing is None else ratios(inputs, labels, importance, knobs.smoothing)
    machine = LinearSVC(C=knobs.freedom, random_state=SEED, max_iter=5000)
    machine.fit((inputs @ sp.diags(ratio.astype(np.float32))).tocsr(), labels, sample_weight=importance)
    return ratio * machine.coef_.ravel()


def ratios(inputs: sp.csr_matrix, labels: NDArray[np.int64], importance: Array, smoothing: float) -> Array:
    """How much more each slot weighs among the positive texts than among the others, as a logarithm (naive Bayes)."""
    sums = [smoothing + np.asarray(inputs.T @ (importance * (labels == label))).ravel() for label in (1, 0)]
    return np.log(sums[0] / sums[0].sum()) - np.log(sums[1] / sums[1].sum())


def quantised(found: Array) -> NDArray[np.int8]:
    """Weights as signed bytes; rounded once more before, so that the last bits of a float do not show."""
    scale = 127 / np.quantile(np.abs(found[found != 0]), TAIL)
    return np.clip(np.rint(np.round(found * scale, 4)), -127, 127).astype(np.int8)


def cuts(raw: NDArray[np.int64], labels: NDArray[np.int64]) -> list[int]:
    """Where the logistic curve fitted to the sums of kept texts reaches each per mille."""
    unit = float(np.abs(raw).mean())
    curve = LogisticRegression(C=1e6).fit((raw / unit)[:, None], labels)
    slope, lift = round(float(curve.coef_[0, 0]), 4), round(float(curve.intercept_[0]), 4)
    share = (np.arange(1, CERTAIN + 1) - 0.5) / CERTAIN
    return [int(cut) for cut in np.ceil(np.round((np.log(share / (1 - share)) - lift) / slope * unit, 3))]


def raw_sums(model: Model, texts: Sequence[str]) -> NDArray[np.int64]:
    """The evened sums of a model, before its curve."""
    return ngram_columns.raw_scores(*flat(texts), (model,))[0]
