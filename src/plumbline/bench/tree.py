"""The memory of a process and all its children, shared pages counted once (Linux; elsewhere that of the process)."""

import os
import resource
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")
_CGROUP = Path("/sys/fs/cgroup")
_EVERY_S = 0.5
_RARELY = 100
"""A pause is so many times as long as a look."""


class Peak:
    """The most memory seen, in MB: `own_mb` what was written to, `mb` with the pages of mapped files."""

    def __init__(self) -> None:
        """Nothing seen yet."""
        self.mb = self.own_mb = 0.0

    def look(self, root: int) -> None:
        """Add up the proportional set sizes of a process and its children as they are now."""
        told = [_shares_kb(process) for process in _family(root)]
        total = sum(one.get("Pss", 0) for one in told)
        own = sum(one.get("Pss_Anon", 0) + one.get("Pss_Shmem", 0) for one in told)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.mb = max(self.mb, (total or most) / 1024)
        self.own_mb = max(self.own_mb, (own or most) / 1024)


@contextmanager
def watched(root: int) -> Iterator[Peak]:
    """Look at the memory twice a second while the block runs, seldomer where a look takes long."""
    peak, ended = Peak(), threading.Event()

    def watch() -> None:
        pause = _EVERY_S
        while not ended.wait(pause):
            begun = time.perf_counter()
            peak.look(root)
            pause = max(_EVERY_S, _RARELY * (time.perf_counter() - begun))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        peak.look(root)
        ended.set()
        watcher.join()


def memory_mb() -> int:
    """The memory that this process may have, in MB: the machine's, or less if its control group says so."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for line in _lines(_PROC / "self" / "cgroup"):
        _, kinds, path = line.split(":", 2)
        place = _CGROUP / kinds / path.lstrip("/")
        files = {"": place / "memory.max", "memory": place / "memory.limit_in_bytes"}
        limits += [int(said) for said in _lines(files.get(kinds, place / "none")) if said.isdigit()]
    return min(limits) // 1024**2


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


def _shares_kb(process: int) -> Mapping[str, int]:
    rows = (line.split() for line in _lines(_PROC / str(process) / "smaps_rollup"))
    return {row[0].rstrip(":"): int(row[1]) for row in rows if row[0].startswith("Pss")}


def _lines(path: Path) -> list[str]:
    """The lines of a file of the system; none if it is not there, or its process ended meanwhile."""
    try:
        return path.read_text("utf-8").splitlines()
    except OSError:
        return []
