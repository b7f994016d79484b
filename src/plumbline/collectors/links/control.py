"""Whether our own line works: before anything is called dead, an address that surely lives must answer."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from plumbline.collectors.links.told import Told

_LASTS = 60.0
"""Seconds for which the answer of a control is believed."""


@dataclass
class Control:
    """`urls` are asked by `probe` when somebody wants to know, and not more often than once a minute."""

    urls: Sequence[str]
    probe: Callable[[str], Told]
    clock: Callable[[], float] = time.monotonic
    _asked: float | None = None
    _holds: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def holds(self) -> bool:
        """Whether one of the controls answers from where it should. False where there is none."""
        with self._lock:
            if self._asked is None or self.clock() - self._asked > _LASTS:
                self._holds = any(_answers(self.probe(url)) for url in self.urls)
                self._asked = self.clock()
            return self._holds

    def doubted(self, told: Told) -> Told:
        """The answer, or `unreachable` where it would accuse and our own line may be down."""
        if not told.certain or self.holds():
            return told
        return Told("unreachable", "own_line", told.status)


def _answers(told: Told) -> bool:
    """Whether a control answered from where it should; its server's "no such page" proves the line as well."""
    return told.status is not None and told.status < 500 and told.outcome != "moved"
