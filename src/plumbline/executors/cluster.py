"""Units mapped over an existing Spark cluster, in waves: Spark places and retries, we put together by number.

The same calls work on classic Spark, on Spark Connect and on Sail. A wave is one job with one task a unit. Units lie in
the work folder for as long as their wave runs, so that neither memory nor disk ever holds the whole stream.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import count, islice
from threading import Thread
from time import monotonic
from typing import Any

import polars as pl

from plumbline.domain.check import PREPARED_FOR_ALL
from plumbline.domain.errors import PlumblineError, UsageError
from plumbline.domain.tables import FLEET_TABLES
from plumbline.engine.plan import Unit
from plumbline.engine.run import Part
from plumbline.engine.wording import WordingPart, WordingUnit
from plumbline.executors.faults import explained
from plumbline.executors.packing import packed, unpacked
from plumbline.executors.session import Session, session, shown
from plumbline.executors.shelf import Shelf
from plumbline.executors.stamp import stamp
from plumbline.executors.work import Work, work_folder
from plumbline.executors.worker import GREETING, REFUSED, SCHEMA, Wave, greetings, rows

WAVES = 2
"""So many waves run at once, so that the stragglers of one leave no core idle."""
LEAST = 8
"""Batches of texts in a wave, at the least."""
ANSWER_SECONDS = 180
"""So long the first worker may take to answer, and so long a cluster may stand without any."""
_LOOK_SECONDS = 10
_SILENT = f"no worker of the cluster answered within {ANSWER_SECONDS} seconds"
_ENOUGH = 100_000
"""Numbers to greet: more than any cluster has cores."""


class Cluster:
    """A greeted cluster: `units` and `wording` are its mappers."""

    def __init__(self, opened: Session, work: Work) -> None:
        self._session, self._work, self._shelf = opened, work, Shelf(work)
        self._numbers = count()
        self._counted = self._greeted()

    @property
    def slots(self) -> int:
        """How many units it judges at once."""
        return max(1, self._session.slots(self._counted))

    def units(self, units: Iterable[Unit]) -> Iterator[Part]:
        """Judge shards."""
        return self._mapped(self._shared(units), self.slots)

    def wording(self, units: Iterable[WordingUnit]) -> Iterator[WordingPart]:
        """Judge batches of texts; the answers in their order."""
        return self._mapped(units, max(LEAST, 2 * self.slots))

    def _shared(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            whole = (unit.tables.get(name) for name in (*FLEET_TABLES, *PREPARED_FOR_ALL))
            self._shelf.share(table for table in whole if isinstance(table, pl.DataFrame))
            yield unit

    def _mapped(self, units: Iterable[Any], size: int) -> Iterator[Any]:
        waiting: deque[Future[list[Any]]] = deque()
        units = iter(units)
        with ThreadPoolExecutor(WAVES) as pool:
            try:
                while wave := self._laid_down(islice(units, size)):
                    waiting.append(pool.submit(self._judged, wave))
                    if len(waiting) > WAVES:
                        yield from self._awaited(waiting.popleft())
                while waiting:
                    yield from self._awaited(waiting.popleft())
            except BaseException:
                self._session.cancel()
                raise

    def _laid_down(self, units: Iterator[Any]) -> Wave | None:
        """The units written to the work folder, each as it comes."""
        digests = {}
        for unit, number in zip(units, self._numbers, strict=False):
            digests[number] = self._work.write(Wave.name(number), packed(unit, self._shelf.place_of))
        return Wave(self._work, stamp(), digests) if digests else None

    def _judged(self, wave: Wave) -> list[Any]:
        """The parts of a wave, by number: a unit that was judged twice counts once."""
        first, size = min(wave.digests), len(wave.digests)

        def judge(batches: Iterable[Any]) -> Iterator[Any]:
            return rows(batches, wave.judged)

        found = self._collected(self._session.spark.range(first, first + size, 1, size).mapInArrow(judge, SCHEMA))
        parts = {number: payload for number, _, payload in found}
        if missing := wave.digests.keys() - parts.keys():
            raise PlumblineError(f"the cluster lost {len(missing)} units", shown(self._session.address), "run it again")
        self._work.remove([Wave.name(number) for number in wave.digests])
        return [unpacked(parts[number]) for number in sorted(parts)]

    def _awaited(self, future: "Future[Any]") -> Any:
        """What a job gives; an error if the cluster stands without any worker for too long."""
        since = monotonic()
        while not wait([future], timeout=_LOOK_SECONDS).done:
            since = since if self._session.deserted() else monotonic()
            if monotonic() - since > ANSWER_SECONDS:
                raise self._nobody(f"the cluster has been without a worker for {ANSWER_SECONDS} seconds")
        return future.result()

    def _greeted(self) -> int:
        """Ask every slot whether it can judge; how many answered."""
        wave = Wave(self._work, stamp(), {0: self._work.write(GREETING, b"plumbline")})

        def greet(batches: Iterable[Any]) -> Iterator[Any]:
            return greetings(batches, wave.greeted)

        frame = self._session.spark.range(_ENOUGH).mapInArrow(greet, SCHEMA)
        return len(_in_time(lambda: self._collected(frame), lambda: self._nobody(_SILENT)))

    def _nobody(self, what: str) -> UsageError:
        self._session.cancel()
        remedy = "start workers, or free cores of the cluster (its own page shows both)"
        return UsageError(what, shown(self._session.address), remedy)

    def _collected(self, frame: Any) -> list[tuple[int, str, bytes]]:
        try:
            table = frame.toArrow()
        except Exception as error:  # of the cluster, of Java, of gRPC
            raise explained(error, self._session.address) from error
        found = list(zip(*(table.column(name).to_pylist() for name in ("number", "said", "payload")), strict=True))
        for _, said, payload in found:
            if said == REFUSED:
                raise UsageError(
                    "a worker cannot judge as this machine does", payload.decode(),
                    "install the same Plumbline on every machine, and give a --work folder that all of them reach",
                )  # fmt: skip
        return found


@contextmanager
def cluster(address: str, work: str | None) -> Iterator[Cluster]:
    """The cluster at an address, ready to judge; UsageError if it cannot be had or its workers cannot judge."""
    with work_folder(work) as folder, session(address) as opened:
        yield Cluster(opened, folder)


def _in_time(job: Callable[[], Any], late: Callable[[], UsageError]) -> Any:
    """What a job gives within `ANSWER_SECONDS`; its thread does not hold up the end of the program."""
    answer: Future[Any] = Future()

    def run() -> None:
        try:
            answer.set_result(job())
        except BaseException as error:  # told to the one who waits
            answer.set_exception(error)

    Thread(target=run, daemon=True).start()
    if not wait([answer], timeout=ANSWER_SECONDS).done:
        raise late()
    return answer.result()
