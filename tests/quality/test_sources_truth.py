"""The ground truth of the benchmark of known texts: the same for everybody, and what its kinds say."""

import json
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from plumbline.bench import naive_sources
from plumbline.bench.sources import SourcesPlan, measure
from plumbline.bench.sources_judge import Post, Tally, held_pm
from plumbline.bench.sources_page import page
from plumbline.bench.sources_posts import KINDS, UNTAKEN, changed
from plumbline.bench.sources_stock import Stock, stock
from plumbline.bench.sources_truth import Chunk, chunk, set_texts
from plumbline.provenance.documents import DOCUMENTS
from plumbline.provenance.index import Hit
from plumbline.quality.rates import wilson

CHUNK = Chunk(number=3, rows=200, unseen=20, seed=5)


@pytest.fixture(scope="module")
def made_up() -> Stock:
    return stock(None)


@pytest.fixture(scope="module")
def made(made_up: Stock) -> tuple[pl.DataFrame, pl.DataFrame]:
    return chunk(made_up, CHUNK)


def hit(key: str, text: str, cover_pm: int, distinct_pm: int) -> Hit:
    return Hit("s01", key, None, "", "", text, cover_pm, distinct_pm, 40)


def test_the_same_seed_writes_the_same_chunk(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    articles, posts = chunk(stock(None), CHUNK)
    assert articles.equals(made[0])
    assert posts.equals(made[1])


def test_another_chunk_has_other_articles(made_up: Stock, made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    other, _ = chunk(made_up, Chunk(number=4, rows=200, unseen=20, seed=5))
    assert not set(other["key"]) & set(made[0]["key"])
    assert not set(other["text"]) & set(made[0]["text"])


def test_articles_are_documents_of_the_expected_length(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    articles, _ = made
    assert articles.schema == DOCUMENTS
    assert 800 < articles["text"].str.len_chars().mean() < 1050


def test_each_set_text_stands_in_about_a_tenth_of_articles(
    made_up: Stock, made: tuple[pl.DataFrame, pl.DataFrame]
) -> None:
    shares = [made[0]["text"].str.contains(text, literal=True).sum() for text in set_texts(made_up, 5)]
    assert sum(shares) >= made[0].height
    assert max(shares) < made[0].height / 4


def test_every_kind_has_as_many_posts(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    counts = dict(made[1].group_by("kind").len().iter_rows())
    assert counts == dict.fromkeys(KINDS, 20)


def test_what_was_taken_stands_in_its_article(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    articles, posts = made
    texts = dict(articles.select("key", "text").iter_rows())
    for kind, text, passage, key in posts.select("kind", "text", "passage", "key").iter_rows():
        if kind not in UNTAKEN:
            assert passage in texts[key]
            assert (text == passage) == (not kind.startswith("L"))
            assert kind != "S60" or len(text) == 60
            assert kind != "E30" or abs(len(text) - 0.3 * len(texts[key])) <= 1
        else:
            assert (passage, key) == ("", "")


def test_what_was_not_taken_stands_in_no_article(made: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    articles, posts = made
    for text in posts.filter(pl.col("kind").is_in(UNTAKEN))["text"]:
        assert not articles["text"].str.contains(text, literal=True).any()


@pytest.mark.parametrize("percent", [5, 10, 15])
def test_the_changed_share_is_what_it_says(percent: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(300))
    other = changed(text, percent, [chr(0x7000 + number) for number in range(300)], np.random.default_rng(1))
    steps = SequenceMatcher(None, text, other, autojunk=False).get_opcodes()
    changes = sum(max(b - a, d - c) for tag, a, b, c, d in steps if tag != "equal")
    assert abs(changes - 3 * percent) <= 2
    assert abs(len(other) - len(text)) <= 1


def test_held_letters_are_counted_in_runs_of_eight() -> None:
    assert held_pm("清溪河水位,今日回落。", "据了解,清溪河水位今日回落,明天放晴") == 1000
    assert held_pm("清溪河水位", "清溪河水位") == 0
    assert held_pm("一二三四五六七八甲乙丙丁戊己庚辛", "一二三四五六七八") == 500


def test_a_document_that_holds_the_passage_is_right_and_another_is_wrong() -> None:
    passage = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    post = Post("S60", passage, passage, "a1")
    tally = Tally()
    tally.add(post, (hit("a2", f"前文{passage}后文", 1000, 1000),))
    assert (tally.of("found", "S60"), tally.of("very", "S60"), tally.of("wrong", "S60")) == (1, 0, 0)
    tally.add(post, (hit("a3", passage[:10], 500, 500), hit("a1", passage, 1000, 1000)))
    assert (tally.of("found", "S60"), tally.of("best", "S60"), tally.of("wrong", "S60")) == (2, 1, 1)
    tally.add(post, ())
    assert (tally.posts["S60"], tally.of("found", "S60"), tally.of("wrong", "S60")) == (3, 2, 1)


def test_another_document_that_holds_shared_wording_and_says_so_is_not_wrong() -> None:
    passage = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    tally = Tally()
    tally.add(Post("S60", passage, passage, "a1"), (hit("a3", passage[:10], 500, 0),))
    assert (tally.of("other", "S60"), tally.of("wrong", "S60"), tally.of("found", "S60")) == (1, 0, 0)


def test_a_hit_of_what_was_not_taken_is_wrong_once_it_looks_like_a_copy() -> None:
    tally = Tally()
    tally.add(Post("U", "子丑寅卯辰巳午未申酉戌亥", "", ""), (hit("a1", "子丑寅卯辰巳午未申", 750, 400),))
    assert (tally.of("touched", "U"), tally.of("wrong", "U"), tally.of("true", "U")) == (1, 0, 1)
    tally.add(Post("U", "子丑寅卯辰巳午未申酉戌亥", "", ""), (hit("a1", "子丑寅卯辰巳午未申", 1000, 800),))
    assert (tally.of("touched", "U"), tally.of("wrong", "U"), tally.of("true", "U")) == (2, 1, 1)


def test_a_record_of_counts_reads_back_the_same() -> None:
    tally = Tally()
    tally.add(Post("V", "天地玄黄宇宙洪荒", "天地玄黄宇宙洪荒", "a1"), (hit("a1", "天地玄黄宇宙洪荒", 1000, 1000),))
    assert Tally.read(json.loads(json.dumps(tally.record()))) == tally


def test_a_small_benchmark_runs_from_end_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naive_sources, "there", lambda: False)
    figures = measure(SourcesPlan(tmp_path, None, articles=1_000, rounds=1), lambda text: None, wilson)
    assert [size["articles"] for size in figures["sizes"]] == [10, 100, 1_000]
    assert figures["ratio_to_naive"] is None
    assert figures["posts_per_s"] > 0
    assert figures["sizes"][-1]["kinds"]["V"]["found"] == figures["sizes"][-1]["kinds"]["V"]["posts"]
    assert "datasketch is not installed" in page(figures, "2026-01-01")
