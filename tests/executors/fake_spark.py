"""A Spark session that runs everything here and now: what the mapping asks of Spark, with what can go wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa


@dataclass
class FakeSpark:
    """`spoil` may change the rows that come back; `sizes` are the tasks of each job, `slots` of the first look."""

    slots: int = 2
    spoil: Callable[[list[Any]], list[Any]] = lambda rows: rows
    sizes: list[int] = field(default_factory=list)
    cancelled: int = 0

    def range(self, start: int, end: int | None = None, step: int = 1, parts: int | None = None) -> "FakeFrame":
        numbers = range(start) if end is None else range(start, end, step)
        return FakeFrame(self, numbers, parts or self.slots)

    def interruptAll(self) -> None:  # noqa: N802 - Spark's name
        self.cancelled += 1


@dataclass
class FakeFrame:
    spark: FakeSpark
    numbers: range
    parts: int
    judge: Callable[[Iterator[Any]], Iterator[Any]] | None = None

    def mapInArrow(self, judge: Callable[[Iterator[Any]], Iterator[Any]], schema: str) -> "FakeFrame":  # noqa: N802
        return FakeFrame(self.spark, self.numbers, self.parts, judge)

    def toArrow(self) -> pa.Table:  # noqa: N802 - Spark's name
        assert self.judge
        self.spark.sizes.append(self.parts)
        rows: list[Any] = []
        for part in range(self.parts):
            ids = pa.array(list(self.numbers)[part :: self.parts], pa.int64())
            rows += self.judge(iter([pa.RecordBatch.from_pydict({"id": ids})]))
        return pa.Table.from_batches(self.spark.spoil(rows))
