"""Posts held against the earlier posts of the fleet."""

import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from plumbline.provenance.documents import DOCUMENTS
from plumbline.provenance.posted import Posted
from plumbline.provenance.posted_writer import write

DAY = datetime(2026, 3, 1, tzinfo=UTC)
LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


def wording(seed: int, letters: int) -> str:
    return "".join(Random(seed).choices(LETTERS, k=letters))


def posts(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    """Rows of account, key, text, day."""
    columns = [(account, key, DAY + timedelta(day), "", "", text) for account, key, text, day in rows]
    return pl.DataFrame(columns, schema=DOCUMENTS, orient="row")


def found(folder: Path, rows: list[tuple[str, str, str, int]], asked: tuple[str, str, str, int]) -> list[str]:
    """The keys that a post repeats, the most covering first."""
    write([posts(*rows)], folder / "posts")
    return [hit.key for hit in search(Posted(folder / "posts"), asked)]


def search(posted: Posted, asked: tuple[str, str, str, int]) -> tuple:  # type: ignore[type-arg]
    account, key, text, day = asked
    at = int((DAY + timedelta(day)).timestamp() * 1_000_000)
    return posted.search([text], before=[at], without=[(account, key)])[0]


@pytest.mark.parametrize("letters", [12, 30, 70, 150, 900])
def test_a_copy_of_any_length_is_found_and_a_text_of_its_own_is_not(tmp_path: Path, letters: int) -> None:
    rows = [("a", f"k{number}", wording(number, letters), number) for number in range(60)]
    assert found(tmp_path, rows, ("b", "new", wording(7, letters), 90)) == ["k7"]
    assert search(Posted(tmp_path / "posts"), ("b", "new", wording(777, letters), 90)) == ()


def test_only_what_was_posted_before_counts_and_never_the_post_itself(tmp_path: Path) -> None:
    text = wording(1, 80)
    rows = [("a", "old", text, 1), ("b", "same", text, 5), ("c", "later", text, 9)]
    assert found(tmp_path, rows, rows[1]) == ["old"]
    assert search(Posted(tmp_path / "posts"), ("a", "old", text, 1)) == ()


def test_half_of_a_long_post_is_found_in_a_short_one_and_says_how_much(tmp_path: Path) -> None:
    article = wording(1, 600)
    rows = [("a", "long", article, 1), *(("a", f"x{number}", wording(50 + number, 300), 1) for number in range(30))]
    write([posts(*rows)], tmp_path / "posts")
    (hit,) = search(Posted(tmp_path / "posts"), ("b", "new", article[100:160] + wording(2, 20), 3))
    assert (hit.key, hit.text, hit.published_at) == ("long", article, DAY + timedelta(1))
    assert 700 <= hit.cover_pm <= 800
    assert hit.longest >= 60


def test_an_account_is_held_against_itself_though_thousands_said_the_same_before(tmp_path: Path) -> None:
    text = wording(1, 60)
    crowd = [(f"c{number}", "p", text, 1) for number in range(400)]
    keys = found(tmp_path, [*crowd, ("mine", "first", text, 20)], ("mine", "second", text, 30))
    assert "first" in keys


def test_wording_that_everybody_uses_leads_to_its_earliest_holder_alone(tmp_path: Path) -> None:
    frame = wording(1, 60)
    crowd = [(f"c{number}", f"p{number}", frame + wording(100 + number, 12), number) for number in range(40)]
    assert found(tmp_path, crowd, ("b", "new", frame + wording(9, 10), 60)) == ["p0"]


def test_the_order_and_the_batches_in_which_posts_came_change_nothing(tmp_path: Path) -> None:
    rows = [("a", f"k{number}", wording(number % 40, 20 + number % 90), number % 9) for number in range(300)]
    Random(5).shuffle(rows)
    write([posts(*rows)], tmp_path / "one")
    write([posts(*rows[::-1][start : start + 7]) for start in range(0, 300, 7)], tmp_path / "two")
    for asked in rows[:50]:
        assert search(Posted(tmp_path / "one"), asked) == search(Posted(tmp_path / "two"), asked)


def test_what_does_not_fit_in_memory_is_laid_aside_and_found_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("a", f"k{number}", wording(number % 150, 60), number % 30) for number in range(600)]
    write([posts(*rows)], tmp_path / "whole")
    monkeypatch.setattr("plumbline.provenance.gathering.RUN", 500)
    write([posts(*rows[start : start + 20]) for start in range(0, 600, 20)], tmp_path / "aside")
    assert (tmp_path / "aside" / "prints").read_bytes() == (tmp_path / "whole" / "prints").read_bytes()
    assert not (tmp_path / "aside" / "aside").exists()


def test_no_posts_and_texts_without_letters_repeat_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, [], ("b", "new", wording(1, 50), 3)) == []
    write([posts(("a", "k", "！！！", 1), ("a", "l", "", 1))], tmp_path / "marks")
    assert search(Posted(tmp_path / "marks"), ("b", "new", "！！！", 3)) == ()


def test_it_travels_to_another_process_by_its_path(tmp_path: Path) -> None:
    text = wording(3, 40)
    write([posts(("a", "k", text, 1))], tmp_path / "posts")
    again = pickle.loads(pickle.dumps(Posted(tmp_path / "posts")))  # noqa: S301  our own bytes
    assert [hit.key for hit in search(again, ("b", "new", text, 2))] == ["k"]
