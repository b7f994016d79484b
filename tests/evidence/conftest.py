"""An archive to try things on: a clock that is set by hand, answers, and three days of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plumbline.evidence.answer import Answer
from plumbline.evidence.archive import Archive


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 8, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def on(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Callable[..., Answer]:
    def made(body: bytes = b'{"code":0,"text":"\xe4\xb8\xad"}', **given: object) -> Answer:
        facts = {
            "url": "https://api.example.org/2/statuses/user_timeline.json?count=5",
            "method": "GET", "request_headers": [("Accept", "application/json")], "request_body": b"",
            "status": 200, "reason": "OK", "headers": [("Content-Type", "application/json; charset=utf-8")],
            "body": body, "started_at": clock(), "ended_at": clock(), "remote": "192.0.2.1",
        }  # fmt: skip
        return Answer(**{**facts, **given})  # type: ignore[arg-type]  # facts by name

    return made


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Callable[[], Archive]:
    return lambda: Archive(tmp_path / "archive", now=clock)


@pytest.fixture
def three_days(archive: Callable[[], Archive], make: Callable[..., Answer], clock: Clock, tmp_path: Path) -> Path:
    """Two closed days and an open one, each with two answers, one that spoke of citizens, and a note."""
    with archive() as kept:
        for day in range(3):
            for number in range(2):
                kept.add(make(f'{{"day":{day},"number":{number}}}'.encode()))
            kept.add(make(f'{{"commenter":"{day:064x}"}}'.encode()), keyed=True)
            kept.note("import", {"file": f"{day}.csv", "sha256": f"{day:064x}"})
            clock.on(days=1)
    clock.on(days=-1)
    return tmp_path / "archive"
