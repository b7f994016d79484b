"""Is the journal whole, and does the chain vouch for it?"""

from collections.abc import Iterator
from pathlib import Path

from plumbline.evidence.chain import Link, read_link
from plumbline.evidence.faults import Fault
from plumbline.evidence.head import Head, read_head
from plumbline.evidence.journal import Line, LineError, digest, raw_lines, read_line
from plumbline.evidence.lock import writer
from plumbline.evidence.merkle import leaf, root
from plumbline.evidence.opening import BATCH
from plumbline.evidence.places import CHAIN, HEAD, JOURNAL, ZERO, lawful


class JournalReading:
    """One pass over journal and chain; what is wrong gathers in `faults`.

    `state` is that of the writer: while one is at work only what the head knew at the beginning is read; where one
    died, what stands behind the head is the interrupted write and told in `interrupted`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = writer(folder)
        self.faults: list[Fault] = []
        self.interrupted = False
        self.head = self._head()
        self.links = self._chain()
        self.records = 0
        self.names: set[str] = set()
        self._leaves: dict[int, bytes] = {}
        self._days: dict[int, str] = {}
        self._last = b""

    def lines(self) -> Iterator[Line]:
        """Every line that can be read, in the order of the file."""
        due, before, day = 1, ZERO, ""
        for position, raw in enumerate(raw_lines(self.folder / JOURNAL), start=1):
            if self._ends(position, raw):
                break
            self.records = position
            self._last = raw
            if self.head and position == self.head.records and digest(raw) != self.head.line:
                self._say("head", HEAD, detail=f"{JOURNAL} {position}")
            self._leaves[due] = leaf(raw)
            try:
                line = read_line(raw)
            except LineError as error:
                self._say("journal_line", JOURNAL, n=position, detail=str(error)[:80])
                due, before = due + 1, ""
                continue
            self._judge(line, due, before, day)
            self._leaves[line.n] = leaf(raw)
            self._days[line.n] = day = max(day, line.day)
            due, before = line.n + 1, digest(raw)
            yield line

    def finish(self) -> None:
        """What can only be told when all lines have been read."""
        self._measure()
        for before, link in zip([None, *self.links], self.links, strict=False):
            self._link(before, link)
        closed = self.links[-1].last_n if self.links else 0
        left = sorted({day for n, day in self._days.items() if n > closed})
        for day in left[:-1]:
            self._say("unclosed", CHAIN, detail=day)

    @property
    def open_records(self) -> int:
        """Records that no closed day vouches for yet."""
        return max(0, self.records - (self.links[-1].last_n if self.links else 0))

    def _head(self) -> Head | None:
        try:
            return read_head(self.folder)
        except LineError as error:
            self._say("head", HEAD, detail=str(error)[:80])
            return None

    def _chain(self) -> list[Link]:
        found: list[Link] = []
        for number, raw in enumerate(raw_lines(self.folder / CHAIN), start=1):
            if self._unfinished(raw) or (self.state == "at work" and self.head and number > self.head.days):
                break
            try:
                found.append(read_link(raw))
            except LineError as error:
                self._say("chain_line", CHAIN, n=number, detail=str(error)[:80])
        return found

    def _ends(self, position: int, raw: bytes) -> bool:
        return self._unfinished(raw) or (self.state == "at work" and self.head is not None
                                         and position > self.head.records)  # fmt: skip

    def _unfinished(self, raw: bytes) -> bool:
        """Whether a line has no end because a writer is at it, or died at it."""
        if raw.endswith(b"\n") or not self.state:
            return False
        self.interrupted |= self.state == "died"
        return True

    def _judge(self, line: Line, due: int, before: str, day: str) -> None:
        if line.n != due:
            self._say("journal_order", JOURNAL, line.record, n=due, detail=str(line.n))
        elif before and line.previous != before:
            self._say("journal_link", JOURNAL, line.record, n=line.n)
        if line.day < day:
            self._say("journal_day", JOURNAL, line.record, n=line.n)
        if not lawful(line.file, line.day, keyed=line.keyed):
            self._say("journal_file", JOURNAL, line.record, n=line.n, detail=line.file[:80])
        if line.record in self.names:
            self._say("record_twice", JOURNAL, line.record, n=line.n)
        self.names.add(line.record)

    def _measure(self) -> None:
        """The head against the numbers of records and days."""
        if self.head is None:
            return
        if self.records < self.head.records:
            self._say("shortened", JOURNAL, detail=f"{self.records} < {self.head.records}")
        if len(self.links) < self.head.days:
            self._say("shortened", CHAIN, detail=f"{len(self.links)} < {self.head.days}")
        elif self.head.days and self.links[self.head.days - 1].seal != self.head.seal:
            self._say("head", HEAD, detail=f"{CHAIN} {self.head.days}")
        more, days = self.records - self.head.records, len(self.links) - self.head.days
        died = self.state == "died" and more <= BATCH and days <= 1
        self.interrupted |= died and (more > 0 or days > 0)
        if (more > 0 or days > 0) and not died:
            self._say("unconfirmed", JOURNAL if more > 0 else CHAIN, detail=f"+{max(more, days)}")

    def _link(self, before: Link | None, link: Link) -> None:
        if link.previous != (before.seal if before else ZERO):
            self._say("chain_link", CHAIN, detail=link.day)
        first = before.last_n + 1 if before else 1
        if link.first_n != first or link.records != link.last_n - link.first_n + 1 or link.records < 1:
            self._say("chain_range", CHAIN, detail=link.day)
        numbers = range(link.first_n, link.last_n + 1) if link.records <= self.records else range(0)
        leaves = [self._leaves[n] for n in numbers if n in self._leaves]
        days = {self._days.get(n, link.day) for n in numbers}
        if len(leaves) != link.records or root(leaves).hex() != link.root or days != {link.day}:
            self._say("chain_root", CHAIN, detail=link.day)

    def _say(self, code: str, file: str, record: str = "", *, n: int = 0, detail: str = "") -> None:
        self.faults.append(Fault(code, file, record, n, detail))
