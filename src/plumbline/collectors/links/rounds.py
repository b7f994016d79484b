"""Asking many addresses politely: one at a time of each host, with pauses, and several hosts side by side."""

import queue
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plumbline.collectors.guard_places import place
from plumbline.collectors.guard_policy import Refused
from plumbline.collectors.links.told import Told

WORKERS = 8
_PATIENCE = 3
"""So many failures to connect in a row, and the rest of a host is left for another day."""
_SILENT = frozenset(("timeout", "refused"))
_UNASKED = frozenset(("bad_url", "blocked_address", "dns_no_name", "dns_failed", "robots"))


@dataclass(frozen=True)
class Pace:
    """Seconds between two questions to one host (drawn between once and one and a half times `delay` by `seed`), and
    seconds for the whole round."""

    delay: float = 1.0
    seed: int = 0
    most_seconds: float = 3600.0


class Round:
    """One round over addresses. Iterate over `answers`; `stop` ends it after what is being asked."""

    def __init__(self, probe: Callable[[str], Told], pace: Pace) -> None:
        self._probe, self._pace = probe, pace
        self._stopped = threading.Event()
        self._ends = time.monotonic() + pace.most_seconds
        self._answers: queue.SimpleQueue[tuple[str, Told] | Exception | None] = queue.SimpleQueue()

    def stop(self) -> None:
        """No more questions."""
        self._stopped.set()

    def answers(self, urls: Iterable[str]) -> Iterator[tuple[str, Told]]:
        """Addresses with their answers as they come. What is not asked for want of time or patience has none."""
        hosts = _by_host(urls)
        waiting: queue.SimpleQueue[tuple[str, Sequence[str]]] = queue.SimpleQueue()
        for entry in hosts.items():
            waiting.put(entry)
        workers = min(WORKERS, len(hosts))
        for _ in range(workers):
            threading.Thread(target=self._work, args=(waiting,), daemon=True).start()
        try:
            yield from self._come(workers)
        finally:
            self.stop()

    def _come(self, workers: int) -> Iterator[tuple[str, Told]]:
        while workers:
            answer = self._answers.get()
            if isinstance(answer, Exception):
                raise answer
            if answer is None:
                workers -= 1
            else:
                yield answer

    def _work(self, waiting: "queue.SimpleQueue[tuple[str, Sequence[str]]]") -> None:
        try:
            while not self._over():
                self._host(*waiting.get_nowait())
        except queue.Empty:
            pass
        except Exception as error:  # handed over: a fault of ours must not end in silence
            self._answers.put(error)
        finally:
            self._answers.put(None)

    def _host(self, host: str, urls: Sequence[str]) -> None:
        dice = random.Random(f"{self._pace.seed}:{host}")  # noqa: S311  a pause, no secret
        silent, rest = 0, deque(urls)
        while rest and silent < _PATIENCE and not self._over():
            url = rest.popleft()
            told = self._probe(url)
            self._answers.put((url, told))
            silent = silent + 1 if told.reason in _SILENT else 0
            if told.wait:
                return
            if rest and told.reason not in _UNASKED:
                self._stopped.wait(min(self._pace.delay * dice.uniform(1.0, 1.5), max(0.0, self._left())))

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _over(self) -> bool:
        return self._stopped.is_set() or self._left() <= 0


def _by_host(urls: Iterable[str]) -> dict[str, list[str]]:
    hosts: dict[str, list[str]] = {}
    for url in urls:
        try:
            host = place(url).host
        except Refused:
            host = ""
        hosts.setdefault(host, []).append(url)
    return hosts
