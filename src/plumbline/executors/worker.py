"""What runs on a worker of the cluster: take units by number from the work folder, judge them, answer with parts."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from plumbline.executors.packing import packed, unpacked
from plumbline.executors.shelf import taken
from plumbline.executors.stamp import differences, stamp
from plumbline.executors.work import Work

SCHEMA = "number long, said string, payload binary"
"""Of a row that comes back: the unit's number, one of the three below, and the packed part or words about it."""
PART, REFUSED, HERE = "part", "refused", "here"
GREETING = "greeting"
Batches = Iterable[Any]
"""Arrow record batches."""


@dataclass(frozen=True)
class Wave:
    """Some units that lie in the work folder, by number, with the digests of their files. Small and picklable."""

    work: Work
    stamp: Mapping[str, str]
    digests: Mapping[int, str]

    @staticmethod
    def name(number: int) -> str:
        """The file of a unit."""
        return f"unit-{number}"

    def judged(self, number: int) -> tuple[str, bytes]:
        """What the unit says, packed; or why this machine does not judge it."""
        wrong = differences(stamp(), self.stamp)
        if wrong:
            return REFUSED, f"{socket.gethostname()}: {wrong}".encode()
        unit = unpacked(self.work.read(self.name(number), self.digests[number]), partial(taken, self.work))
        return PART, packed(unit.run())

    def greeted(self, number: int) -> tuple[str, bytes]:
        """Whether this machine can judge: the same stamp, and the work folder within reach."""
        wrong = differences(stamp(), self.stamp) or self._unseen()
        return REFUSED if wrong else HERE, f"{socket.gethostname()}: {wrong or os.getpid()}".encode()

    def _unseen(self) -> str:
        try:
            self.work.read(GREETING, self.digests[0])
        except Exception as error:  # told to the driver, who knows what to do
            return f"cannot read the work folder {self.work.url}: {type(error).__name__}"
        return ""


def rows(batches: Batches, answer: Callable[[int], tuple[str, bytes]]) -> Iterator[Any]:
    """A row for each number of the column `id`."""
    for batch in batches:
        for number in batch.column("id").to_pylist():
            yield _row(number, *answer(number))


def greetings(batches: Batches, answer: Callable[[int], tuple[str, bytes]]) -> Iterator[Any]:
    """One row, whatever comes: as many rows in all as the cluster has slots."""
    numbers = [number for batch in batches for number in batch.column("id").to_pylist()]
    for number in numbers[:1]:
        yield _row(number, *answer(number))


def _row(number: int, said: str, payload: bytes) -> Any:
    import pyarrow as pa  # comes with Spark; who judges on one machine does without

    columns = {"number": pa.array([number], pa.int64()), "said": [said], "payload": pa.array([payload], pa.binary())}
    return pa.RecordBatch.from_pydict(columns)
