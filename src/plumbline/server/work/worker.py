"""The worker: plans what recurs, takes up what is due, one piece after another."""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections

from plumbline.server.site.clock import now
from plumbline.server.work.beat import beat
from plumbline.server.work.models import Due
from plumbline.server.work.services import Claim, Lost, failed, plan, take

_LOG = logging.getLogger("plumbline.work")
Handler = Callable[[Claim], None]


@dataclass(frozen=True)
class Recurring:
    """Work that comes again: `at` a time of day (``06:00``, the office's time zone) or `every` so often."""

    kind: str
    at: str | None = None
    every: timedelta | None = None

    def latest(self, moment: datetime) -> datetime:
        """The last time at or before `moment` at which it fell due."""
        if self.every:
            seconds = int(self.every.total_seconds())
            return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)
        there = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
        today = datetime.combine(there.date(), clock_time.fromisoformat(self.at or "00:00"), there.tzinfo)
        return today if today <= there else today - timedelta(days=1)


def handlers() -> Mapping[str, Handler]:
    """All kinds of work that the apps know."""
    return {kind: handler for module in _due_modules() for kind, handler in module.HANDLERS.items()}


def plan_recurring() -> None:
    """The latest time of each recurring piece stands in the queue: missed days are not made up for."""
    moment = now()
    for module in _due_modules():
        for one in getattr(module, "RECURRING", ()):
            at = one.latest(moment)
            plan(one.kind, key=at.isoformat(), due_at=at)


def work_off(*, holder: str | None = None, most: int | None = None) -> int:
    """Do what is due now; the number of pieces done or tried."""
    known, name, count = handlers(), holder or _name(), 0
    while most is None or count < most:
        claim = take(name)
        if claim is None:
            return count
        one(claim, known)
        count += 1
    return count


def one(claim: Claim, known: Mapping[str, Handler]) -> None:
    """Do one piece; what goes wrong is written into its row."""
    began, outcome = time.monotonic(), "done"
    try:
        known[claim.due.kind](claim)
        if Due.objects.filter(pk=claim.due.pk, state="running", attempts=claim.token).exists():
            with claim.done():
                pass
    except Lost:
        outcome = "lost"
    except Exception as error:  # one piece must not stop the others
        outcome = "failed"
        failed(claim, f"{type(error).__name__}: {error}")
    spent = round((time.monotonic() - began) * 1000, 1)
    told = {"kind": claim.due.kind, "outcome": outcome, "attempt": claim.token, "duration_ms": spent}
    _LOG.log(logging.WARNING if outcome == "failed" else logging.INFO, "due work", extra=told)


def run_forever(*, pause: float = 2.0, once: bool = False) -> None:
    """The worker's loop."""
    name = _name()
    while True:
        close_old_connections()
        beat()
        plan_recurring()
        work_off(holder=name)
        if once:
            return
        time.sleep(pause)


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _due_modules() -> Iterator[Any]:
    for app in settings.APPS:
        name = f"plumbline.server.{app}.due"
        if find_spec(name):
            yield import_module(name)
