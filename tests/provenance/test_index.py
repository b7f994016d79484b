"""What an index of known texts finds, and what it leaves alone."""

import pickle
import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_texts import FIRST, known, text

from plumbline.domain.errors import KnownTextsError
from plumbline.provenance.grams import letters
from plumbline.provenance.index import Hit, Index

TEXTS = [text(number) for number in range(60)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build([known(*TEXTS)], tmp_path_factory.mktemp("known"))


def keys(found: list[tuple[Hit, ...]]) -> list[list[str]]:
    return [[hit.key for hit in hits] for hits in found]


def test_a_verbatim_copy_is_found_and_wholly_covered(index: Index) -> None:
    found = index.search(TEXTS)
    assert keys(found) == [[f"k{number}"] for number in range(60)]
    hit = found[7][0]
    assert (hit.text, hit.cover_pm, hit.distinct_pm, hit.longest) == (TEXTS[7], 1000, 1000, 300)
    assert (hit.title, hit.url, hit.published_at) == ("清溪县通告", "", FIRST + timedelta(days=7))


def test_an_excerpt_is_found_and_a_text_of_ones_own_is_not(index: Index) -> None:
    assert keys(index.search([TEXTS[3][100:200], text(999), "", "云汀", TEXTS[3][5:11]])) == [["k3"], [], [], [], []]


def test_changed_characters_lower_the_cover(index: Index) -> None:
    changed = "".join("改" if place % 20 == 0 else char for place, char in enumerate(TEXTS[5]))
    hit = index.search([changed])[0][0]
    assert hit.key == "k5"
    assert 700 < hit.cover_pm < 1000


def test_half_a_copy_covers_half(index: Index) -> None:
    hit = index.search([text(7, 150) + text(1001, 150)])[0][0]
    assert hit.key == "k7"
    assert (hit.cover_pm, hit.longest) == (500, 150)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("青溪市ABC123号环保局发布东风大桥通行安排", "青溪市ＡＢＣ１２３号環保局發佈東風大橋通行安排"),
        ("青溪市环保局发布东风大桥通行安排", "青 溪，市·环保局！！发布\u200b东风😀大桥\n通行安排。"),
    ],
)
def test_width_script_and_punctuation_do_not_count(tmp_path: Path, written: str, asked: str) -> None:
    found = Index.build([known(written)], tmp_path).search([asked])[0]
    assert [hit.cover_pm for hit in found] == [1000 if "佈" not in asked else found[0].cover_pm]
    assert found[0].cover_pm >= 600


def test_only_letters_are_kept_and_they_are_folded() -> None:
    assert "".join(map(chr, letters(["😀环\u200b保，ＡＢ 局"]).codes)) == "环保ab局"


@given(st.lists(st.text(st.sampled_from("环境保護Ａb1，😀\uffff\ud800 \n"), max_size=12), max_size=6))
def test_a_column_has_the_letters_of_each_text(texts: list[str]) -> None:
    column = letters(texts)
    assert len(column.starts) == len(texts) + 1
    for row, written in enumerate(texts):
        alone = letters([written]).codes
        assert np.array_equal(column.codes[column.starts[row] : column.starts[row + 1]], alone)
        assert len(alone) == sum(char in "环境保護Ａb1" for char in written)


def test_very_short_texts_are_found_verbatim(tmp_path: Path) -> None:
    short = [text(number, 8 + number) for number in range(30)]
    assert keys(Index.build([known(*short)], tmp_path).search(short)) == [[f"k{number}"] for number in range(30)]


def test_of_a_hundred_copies_the_earliest_come_first(tmp_path: Path) -> None:
    index = Index.build([known(*[TEXTS[0]] * 100)], tmp_path)
    hits = index.search([TEXTS[0]])[0]
    assert [hit.key for hit in hits] == [f"k{number}" for number in range(8)]
    assert [hit.distinct_pm for hit in hits] == [0] * 8


def test_a_late_text_of_common_wording_is_found_verbatim(tmp_path: Path) -> None:
    frame = [TEXTS[0] + str(number) for number in range(40)]
    assert index_first(Index.build([known(*frame)], tmp_path), frame[39]) == "k39"


def index_first(index: Index, written: str) -> str:
    return index.search([written])[0][0].key


def test_common_wording_does_not_count_as_distinct(tmp_path: Path) -> None:
    template = text(500, 150)
    index = Index.build([known(*(template + text(600 + number, 150) for number in range(30)))], tmp_path)
    hits = index.search([template + text(999, 150), template + text(605, 150)])
    assert all(hit.distinct_pm < 100 < hit.cover_pm for hit in hits[0])
    assert (hits[1][0].key, hits[1][0].cover_pm, hits[1][0].distinct_pm) == ("k5", 1000, 1000)


def test_only_what_was_published_before_counts_and_never_the_text_itself(tmp_path: Path) -> None:
    index = Index.build([known(TEXTS[0], TEXTS[0], TEXTS[0])], tmp_path)
    day = int(FIRST.timestamp() * 1_000_000)
    before = [day, day + 1, None, None]
    without = [None, None, ("qingxi", "k0"), ("yunting", "k0")]
    found = index.search([TEXTS[0]] * 4, before=before, without=without)
    assert keys(found) == [[], ["k0"], ["k1", "k2"], ["k0", "k1", "k2"]]


def test_a_document_without_a_time_is_before_nothing_and_comes_last(tmp_path: Path) -> None:
    frame = known(TEXTS[0], TEXTS[0]).with_columns(
        published_at=pl.when(pl.col("key") == "k0").then(None).otherwise("published_at")
    )
    index = Index.build([frame], tmp_path)
    assert keys(index.search([TEXTS[0]] * 2, before=[None, 2**62])) == [["k1", "k0"], ["k1"]]


def test_repeated_grams_cannot_slow_or_mislead_it(tmp_path: Path) -> None:
    index = Index.build([known("哈" * 5000, "哈哈哈" + TEXTS[1])], tmp_path)
    hit = index.search(["哈" * 300])[0][0]
    assert (hit.key, hit.cover_pm, hit.longest) == ("k0", 1000, 300)


def test_at_most_so_many_are_given(tmp_path: Path) -> None:
    index = Index.build([known(*[TEXTS[0]] * 5)], tmp_path)
    assert [len(index.search([TEXTS[0]], most=most)[0]) for most in (1, 3, 8)] == [1, 3, 5]


def naive(asked: str, document: str) -> tuple[int, int]:
    """Cover per mille and longest run, gram by gram."""
    left, right = letters([asked]).codes.tolist(), letters([document]).codes.tolist()
    grams = {tuple(right[at : at + 8]) for at in range(len(right) - 7)}
    marks = [tuple(left[at : at + 8]) in grams for at in range(len(left) - 7)]
    covered = {at + step for at, mark in enumerate(marks) if mark for step in range(8)}
    runs = "".join("x" if mark else " " for mark in marks).split()
    return len(covered) * 1000 // len(left), max((len(run) + 7 for run in runs), default=0)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_measures_are_those_of_counting_gram_by_gram(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    pieces = [text(dice.randrange(6), dice.randrange(8, 60)) for _ in range(12)]
    documents = ["".join(dice.choices(pieces, k=4)) for _ in range(5)]
    asked = ["".join(dice.choices(pieces, k=3)) + "哈" * dice.randrange(20) for _ in range(4)]
    index = Index.build([known(*documents)], tmp_path_factory.mktemp("naive"))
    for written, hits in zip(asked, index.search(asked), strict=True):
        for hit in hits:
            assert (hit.cover_pm, hit.longest) == naive(written, hit.text)


def test_another_process_opens_it_by_its_path(index: Index) -> None:
    again = pickle.loads(pickle.dumps(index))  # noqa: S301 - our own bytes
    assert again.digest == index.digest
    assert again.search(TEXTS[:3]) == index.search(TEXTS[:3])


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = Index.build([], tmp_path)
    assert (index.documents, index.search(["云汀县今天发布通告"]), index.search([])) == (0, [()], [])
    assert Index.open(tmp_path).documents == 0


def test_empty_texts_and_missing_titles_are_kept(tmp_path: Path) -> None:
    frame = known("", TEXTS[0]).with_columns(title=pl.lit(None, pl.String))
    index = Index.build([frame], tmp_path)
    assert (index.documents, keys(index.search([TEXTS[0], ""]))) == (2, [["k1"], []])


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnownTextsError, match="lack the column url"):
        Index.build([known(TEXTS[0]).drop("url")], tmp_path)
