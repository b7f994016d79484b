"""What was seen, and when: in any order of arrival, nothing lost and nothing doubled."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.domain.errors import UsageError
from plumbline.ledger.bodies import instant
from plumbline.ledger.ledger import Ledger
from plumbline.ledger.quotas import Quota, exhaust, left, reserve
from plumbline.ledger.schema import connect
from plumbline.ledger.stretches import Observation, take
from plumbline.ledger.sweeps import LASTING, end_sweep, last_ended, open_sweep, turn_page

START = datetime(2026, 11, 1, 8, tzinfo=UTC)


def post(text: str, post_id: str = "1", **more: object) -> Observation:
    row = {"account_id": "weibo:1", "post_id": post_id, "posted_at": START, "text": text, **more}
    return Observation("posts", row, "urn:uuid:1")


def told(ledger: Ledger) -> list[tuple[str, datetime, datetime]]:
    rows = ledger.base.execute("SELECT json_extract(body, '$.text') AS text, * FROM stretches ORDER BY seen_from")
    return [(row["text"], instant(row["seen_from"]), instant(row["seen_to"])) for row in rows]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "d") as held:
        yield held


def seen(ledger: Ledger, text: str, day: int, **more: object) -> str:
    with ledger.writing():
        return take(ledger.base, post(text, **more), origin="collect:weibo", at=START + timedelta(days=day), run_id=1)


def test_the_same_text_seen_again_is_one_stretch(ledger: Ledger) -> None:
    assert [seen(ledger, "A", day) for day in range(3)] == ["new", "known", "known"]
    assert told(ledger) == [("A", START, START + timedelta(days=2))]


def test_a_text_that_changes_and_changes_back_is_three_stretches(ledger: Ledger) -> None:
    assert [seen(ledger, text, day) for day, text in enumerate("ABA")] == ["new", "changed", "changed"]
    assert [text for text, _, _ in told(ledger)] == ["A", "B", "A"]


def test_counts_alone_make_no_new_version(ledger: Ledger) -> None:
    seen(ledger, "A", 0, likes=3)
    assert seen(ledger, "A", 1, likes=900) == "known"
    assert ledger.base.execute("SELECT json_extract(body, '$.likes') FROM stretches").fetchone()[0] == 900


def test_an_older_observation_that_comes_late_takes_its_place_in_time(ledger: Ledger) -> None:
    seen(ledger, "B", 5)
    seen(ledger, "A", 1)
    assert [(text, start) for text, start, _ in told(ledger)] == [
        ("A", START + timedelta(days=1)), ("B", START + timedelta(days=5)),
    ]  # fmt: skip


def test_other_words_in_the_middle_cut_a_stretch_in_two(ledger: Ledger) -> None:
    for day, text in ((0, "A"), (9, "A"), (4, "B")):
        seen(ledger, text, day)
    assert [text for text, _, _ in told(ledger)] == ["A", "B", "A"]


def test_two_contents_of_one_moment_are_both_kept(ledger: Ledger) -> None:
    seen(ledger, "A", 0)
    seen(ledger, "B", 0)
    assert [text for text, _, _ in told(ledger)] == ["A", "B"]


@given(order=st.permutations(list(enumerate("AABBACCA"))))
def test_whatever_the_order_of_arrival_every_text_is_kept_and_none_is_invented(order: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = connect(Path(folder) / "ledger.sqlite")
        for day, text in order:
            take(base, post(text), origin="x", at=START + timedelta(days=day), run_id=1)
        rows = base.execute("SELECT json_extract(body, '$.text') AS text FROM stretches ORDER BY seen_from").fetchall()
        base.close()
    texts = [row["text"] for row in rows]
    said = iter("AABBACCA")
    assert all(text in said for text in texts), texts
    assert (set(texts), texts[0], texts[-1]) == (set("ABC"), "A", "A")


def test_a_row_with_a_column_of_nobody_is_refused(ledger: Ledger) -> None:
    with pytest.raises(KeyError, match="nickname"):
        seen(ledger, "A", 0, nickname="somebody")


def test_only_one_process_writes_to_a_dossier(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="another process"):
        Ledger(ledger.folder)


def test_a_failure_inside_a_page_leaves_nothing_of_it(ledger: Ledger) -> None:
    with pytest.raises(KeyError, match="nickname"), ledger.writing():
        ledger.take([post("A"), post("B", "2", nickname="somebody")], origin="x", at=START, run_id=1)
    assert told(ledger) == []


def test_a_day_has_as_many_calls_as_its_quota_and_the_next_day_again(ledger: Ledger) -> None:
    quota, noon = Quota("weibo", 3), datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert [reserve(ledger.base, quota, "a", 1, noon) for _ in range(4)] == [True, True, True, False]
    assert reserve(ledger.base, quota, "b", 1, noon)
    assert left(ledger.base, quota, "a", noon) == 0
    assert reserve(ledger.base, quota, "a", 1, noon + timedelta(hours=12))


def test_a_call_that_costs_more_than_a_day_has_is_never_made(ledger: Ledger) -> None:
    assert not reserve(ledger.base, Quota("weibo", 3), "a", 4, START)
    assert left(ledger.base, Quota("weibo", 3), "a", START) == 3


def test_what_the_platform_calls_spent_is_spent(ledger: Ledger) -> None:
    exhaust(ledger.base, Quota("weibo", 3), "a", START)
    assert not reserve(ledger.base, Quota("weibo", 3), "a", 1, START)


def test_an_interrupted_sweep_goes_on_at_its_page_and_an_old_one_begins_again(ledger: Ledger) -> None:
    sweep = open_sweep(ledger.base, "weibo:1", "timeline", START, 1)
    turn_page(ledger.base, sweep, {"1": "1"}, "page two", START, START)
    again = open_sweep(ledger.base, "weibo:1", "timeline", START + timedelta(hours=2), 2)
    assert (again.sweep_id, again.cursor, again.started_at) == (sweep.sweep_id, "page two", START)
    late = open_sweep(ledger.base, "weibo:1", "timeline", START + LASTING + timedelta(hours=1), 3)
    assert (late.sweep_id != sweep.sweep_id, late.cursor) == (True, None)


def test_only_complete_sweeps_count_as_ended(ledger: Ledger) -> None:
    sweep = open_sweep(ledger.base, "weibo:1", "timeline", START, 1)
    end_sweep(ledger.base, sweep.sweep_id, "incomplete", START, "quota")
    assert last_ended(ledger.base, "weibo:1", "timeline") is None
    whole = open_sweep(ledger.base, "weibo:1", "timeline", START, 1)
    end_sweep(ledger.base, whole.sweep_id, "complete", START)
    assert last_ended(ledger.base, "weibo:1", "timeline") == START
