"""Units over a cluster: in their order, once each, no more of them laid down than the waves hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from fake_spark import FakeSpark

from plumbline.domain.errors import PlumblineError, UsageError
from plumbline.executors import worker
from plumbline.executors.cluster import LEAST, WAVES, Cluster
from plumbline.executors.session import Session
from plumbline.executors.work import Work, work_folder


@dataclass(frozen=True)
class Doubling:
    """A unit of work that is quickly done."""

    number: int

    def run(self) -> int:
        if self.number < 0:
            raise ValueError("no such number")
        return 2 * self.number


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    with work_folder(str(tmp_path)) as folder:
        yield folder


def cluster(work: Work, **kind: Any) -> Cluster:
    return Cluster(Session(FakeSpark(**kind), "sc://nowhere"), work)


def judged(there: Cluster, numbers: range) -> list[int]:
    return list(there.wording(Doubling(number) for number in numbers))  # type: ignore[arg-type, misc]


def test_every_unit_is_judged_and_answers_keep_their_order(work: Work) -> None:
    assert judged(cluster(work), range(50)) == [2 * number for number in range(50)]


def test_no_units_are_no_work(work: Work) -> None:
    assert judged(cluster(work), range(0)) == []


def test_a_wave_is_one_job_with_a_task_a_unit(work: Work) -> None:
    there = cluster(work, slots=3)
    judged(there, range(LEAST + 5))
    assert there._session.spark.sizes == [3, LEAST, 5]


def test_units_are_laid_down_no_faster_than_they_are_judged(work: Work, tmp_path: Path) -> None:
    most = 0

    def units() -> Iterator[Doubling]:
        nonlocal most
        for number in range(20 * LEAST):
            most = max(most, len(list(tmp_path.rglob("unit-*"))))
            yield Doubling(number)

    assert len(list(cluster(work).wording(units()))) == 20 * LEAST  # type: ignore[arg-type]
    assert most <= (WAVES + 2) * LEAST
    assert not list(tmp_path.rglob("unit-*"))


def test_a_unit_judged_twice_counts_once(work: Work) -> None:
    assert judged(cluster(work, spoil=lambda rows: [*rows, *rows[:3]]), range(6)) == [0, 2, 4, 6, 8, 10]


def test_answers_in_another_order_are_put_back(work: Work) -> None:
    assert judged(cluster(work, spoil=lambda rows: rows[::-1]), range(6)) == [0, 2, 4, 6, 8, 10]


def test_a_unit_without_an_answer_is_an_error_and_no_smaller_result(work: Work) -> None:
    there = cluster(work)
    there._session.spark.spoil = lambda rows: rows[1:]
    with pytest.raises(PlumblineError, match="lost 1 unit"):
        judged(there, range(4))


def test_a_worker_with_other_bytes_of_plumbline_is_refused(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "stamp", lambda: {"plumbline": "0.0.9"})
    with pytest.raises(UsageError, match=r"plumbline 0\.0\.9 there, "):
        cluster(work)


def test_a_worker_that_joins_later_is_looked_at_as_well(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    there = cluster(work)
    monkeypatch.setattr(worker, "stamp", lambda: {"polars": "1.0"})
    with pytest.raises(UsageError, match=r"polars 1\.0 there, "):
        judged(there, range(4))


def test_a_worker_that_does_not_see_the_work_folder_is_told(tmp_path: Path) -> None:
    class Elsewhere(Work):
        def read(self, name: str, digest: str) -> bytes:
            raise FileNotFoundError(name)

    with work_folder(str(tmp_path)) as folder, pytest.raises(UsageError, match="cannot read the work folder"):
        cluster(Elsewhere(folder.url))


def test_a_unit_that_breaks_ends_the_run_and_cancels_the_rest(work: Work) -> None:
    there = cluster(work)
    with pytest.raises(PlumblineError, match="no such number"):
        judged(there, range(-1, 3))
    assert there._session.spark.cancelled == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ModuleNotFoundError: No module named 'plumbline'", "lacks Plumbline"),
        ("[PYTHON_VERSION_MISMATCH] worker 3.12, driver 3.11", "Python is another"),
        ('java.io.IOException: Cannot run program "python9"', "no Python where"),
        ('<RPC that terminated with:\n details = "Connection refused"\n>', "gave up: Connection refused"),
    ],
)
def test_what_spark_says_is_told_in_words(work: Work, said: str, told: str) -> None:
    def broken(rows: list[Any]) -> list[Any]:
        raise RuntimeError(said)

    with pytest.raises(PlumblineError, match=told):
        cluster(work, spoil=broken)


def test_the_folder_is_empty_again_after_an_error(tmp_path: Path) -> None:
    spoil: Callable[[list[Any]], list[Any]] = lambda rows: [pa.RecordBatch.from_pydict({"said": []})]  # noqa: E731
    with pytest.raises(KeyError), work_folder(str(tmp_path)) as folder:
        cluster(folder, spoil=spoil)
    assert not list(tmp_path.iterdir())
