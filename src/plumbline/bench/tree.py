"""The memory of a process and all its children, shared pages counted once (Linux; elsewhere that of the process)."""

import resource
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")
_EVERY_S = 0.5


class Peak:
    """The most memory seen, in MB."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.mb = 0.0

    def look(self, root: int) -> None:
        """Add up the proportional set sizes of a process and its children as they are now."""
        total = sum(map(_pss_kb, _family(root)))
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.mb = max(self.mb, total / 1024 if total else own)


@contextmanager
def watched(root: int) -> Iterator[Peak]:
    """Look at the memory twice a second while the block runs."""
    peak, ended = Peak(), threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY_S):
            peak.look(root)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        peak.look(root)
        ended.set()
        watcher.join()


def _family(root: int) -> Iterator[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for status in _PROC.glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        children[int(fields[1])].append(int(status.parent.name))
    waiting = [root]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += children[process]


def _pss_kb(process: int) -> int:
    try:
        for line in (_PROC / str(process) / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:  # it ended meanwhile, or this system does not tell
        return 0
    return 0
