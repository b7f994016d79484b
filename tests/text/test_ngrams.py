"""The row scorer, the column scorer and a slow spelling of the specification give the same whole numbers."""

from math import isqrt
from random import Random
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.text import ngram_columns, ngrams
from plumbline.text.model import CERTAIN, Model, scores

FEW, ALL = st.sampled_from("的一是垃圾abc 1!。𠮷\U0010ffff"), st.characters(exclude_categories=["Cs"])
TEXTS = st.lists(st.text(FEW, max_size=12) | st.text(ALL), max_size=12)


def made(seed: int) -> Model:
    """A model of random weights."""
    chance = Random(seed)
    cuts = sorted(chance.randrange(-9000, 9000) for _ in range(CERTAIN))
    weights = chance.randbytes(1 << ngrams.BITS).replace(b"\x80", b"\x7f")
    return Model(f"made{seed}", memoryview(weights).cast("b"), tuple(cuts))


MODELS = tuple(map(made, range(4)))


def columns(texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The texts as flat code points and row starts."""
    points = np.array([ord(char) for text in texts for char in text], dtype=np.uint32)
    return points, np.cumsum([0, *map(len, texts)], dtype=np.int64)


def slowly(text: str, model: Model) -> int:
    """The specification, one n-gram at a time."""
    total = count = 0
    for start in range(len(text)):
        for end in range(start + 1, min(start + ngrams.ORDERS, len(text)) + 1):
            pairs = zip(text[start:end], ngrams.FACTORS, strict=False)
            total += model.weights[sum(ord(char) * factor for char, factor in pairs) % 2**32 >> 32 - ngrams.BITS]
            count += 1
    raw = total * 256 // max(1, isqrt(count * 256))
    return sum(cut <= raw for cut in model.cuts) if text else 0


@given(TEXTS)
def test_rows_and_columns_agree(texts: list[str]) -> None:
    found = ngram_columns.scores(*columns(texts), MODELS)
    assert found.tolist() == [scores(text, MODELS) for text in texts]


@given(st.text(ALL, max_size=40))
def test_rows_follow_the_specification(text: str) -> None:
    assert scores(text, MODELS) == [slowly(text, model) for model in MODELS]


@pytest.mark.parametrize("size", [0, 1, 3, 5])
def test_chunks_change_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["", "字", "", "一二三", "", *["某市发布通告" * 3] * 4, "ab", ""]
    whole = ngram_columns.scores(*columns(texts), MODELS)
    monkeypatch.setattr(ngram_columns, "CHUNK", size)
    assert (ngram_columns.scores(*columns(texts), MODELS) == whole).all()


def test_rows_may_start_anywhere() -> None:
    points, starts = columns(["前面", "一二三四五", "六七"])
    assert ngram_columns.scores(points, starts[1:], MODELS).tolist() == [
        scores(text, MODELS) for text in ("一二三四五", "六七")
    ]


def test_a_long_text_does_not_overflow() -> None:
    for weight in (127, -127):
        heavy = Model("heavy", memoryview(bytes([weight % 256]) * (1 << ngrams.BITS)).cast("b"), MODELS[0].cuts)
        text = "很长的文章" * 20_000
        points, starts = columns([text])
        assert ngram_columns.scores(points, starts, (heavy, *MODELS)).tolist() == [scores(text, (heavy, *MODELS))]
        raw = ngrams.raw_scores(text, (heavy,) * 3)
        assert ngram_columns.raw_scores(points, starts, (heavy,) * 3).ravel().tolist() == raw


def test_nothing_to_score() -> None:
    assert ngram_columns.scores(*columns([]), MODELS).shape == (0, 4)
    assert ngram_columns.scores(*columns(["", ""]), MODELS).tolist() == [[0, 0, 0, 0]] * 2
    assert ngram_columns.scores(*columns(["字"]), ()).shape == (1, 0)


def test_the_number_of_ngrams() -> None:
    assert [ngrams.grams(length) for length in range(6)] == [len(ngrams.slots("字" * length)) for length in range(6)]


def test_a_draft_is_scored_at_once() -> None:
    draft = "".join(map(chr, Random(7).choices(range(0x4E00, 0x6E00), k=300)))
    taken = []
    for _ in range(20):
        began = perf_counter()
        scores(draft, MODELS)
        taken.append(perf_counter() - began)
    assert min(taken) < 0.005
