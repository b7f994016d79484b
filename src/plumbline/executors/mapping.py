"""The built-in executors: `inline` loops, `processes` maps over a pool. Both give the same parts."""

import gc
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

import polars as pl

from plumbline.engine.plan import Unit
from plumbline.engine.run import Part
from plumbline.engine.wording import WordingPart, WordingUnit
from plumbline.executors.aside import aside

Mapper = Callable[[Iterable[Unit]], Iterator[Part]]
WordingMapper = Callable[[Iterable[WordingUnit]], Iterator[WordingPart]]


def inline(units: Iterable[Unit]) -> Iterator[Part]:
    """Judge one unit after the other in this process."""
    for unit in units:
        yield unit.run()


def processes(units: Iterable[Unit]) -> Iterator[Part]:
    """Judge units in a pool of fresh processes, one a core; each reads its shard from a temporary folder."""
    with aside(Path(tempfile.gettempdir()), "plumbline-shards-") as folder:
        spilled = [_spilled(unit, folder) for unit in units]
        workers = max(1, min(len(spilled), os.cpu_count() or 1))
        with _pool(workers) as pool:
            yield from pool.map(_run, spilled)


def wording(name: str) -> WordingMapper:
    """How batches of texts are judged under that executor: a few at a time, the answers in order."""
    return _by_processes if name == "processes" else _by_threads


def _by_threads(units: Iterable[WordingUnit]) -> Iterator[WordingPart]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from _few_at_a_time(pool, units, _judge)


def _by_processes(units: Iterable[WordingUnit]) -> Iterator[WordingPart]:
    with _pool(os.cpu_count() or 1) as pool:
        yield from _few_at_a_time(pool, units, _judge_apart)


def _few_at_a_time(
    pool: Executor, units: Iterable[WordingUnit], judge: Callable[[WordingUnit], WordingPart]
) -> Iterator[WordingPart]:
    waiting: deque[Future[WordingPart]] = deque()
    for unit in units:
        waiting.append(pool.submit(judge, unit))
        if len(waiting) > 2 * (os.cpu_count() or 1):
            yield waiting.popleft().result()
    yield from (future.result() for future in waiting)


def _pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes that end with this one, also when it is killed."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    def watch() -> None:
        parent = parent_process()
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _judge(unit: WordingUnit) -> WordingPart:
    return unit.run()


def _judge_apart(unit: WordingUnit) -> WordingPart:
    """In a process of its own: garbage is collected between units, what the first one loaded is left out of it."""
    gc.disable()
    part = unit.run()
    gc.collect()
    if not gc.get_freeze_count():
        gc.freeze()
    return part


def _spilled(unit: Unit, folder: Path) -> Unit:
    """The same unit with its frames written to `folder` as Arrow files: small to send, read where it is run."""
    paths: dict[str, pl.DataFrame | Path] = {}
    for name, table in unit.tables.items():
        path = folder / f"{unit.number:05d}-{name}.arrow"
        if isinstance(table, pl.DataFrame):
            table.write_ipc(path)
        paths[name] = path if isinstance(table, pl.DataFrame) else table
    return replace(unit, tables=paths)


def _run(unit: Unit) -> Part:
    return unit.run()
