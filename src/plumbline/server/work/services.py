"""Planning work, taking it up, finishing it. No broker: the database's own locks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from plumbline.server.site.clock import now
from plumbline.server.work.models import Due

LEASE = timedelta(seconds=60)
"""A worker that has not been heard of for so long is taken for dead."""
MOST_ATTEMPTS = 8


class Lost(RuntimeError):  # noqa: N818  nothing is wrong: somebody else does it
    """Another worker has taken the work over: what this one did must not count."""


def plan(kind: str, *, key: str, due_at: datetime, payload: Mapping[str, Any] | None = None) -> Due:
    """Put work into the queue, once: where (kind, key) is there already, that row stands as it is."""
    found, _ = Due.objects.get_or_create(
        kind=kind, key=key, defaults={"payload": dict(payload or {}), "due_at": due_at, "planned_at": now()}
    )
    return found


def move(kind: str, *, key: str, due_at: datetime) -> None:
    """Put waiting work at another time."""
    Due.objects.filter(kind=kind, key=key, state="waiting").update(due_at=due_at)


def drop(kind: str, *, key: str) -> None:
    """Work that is no longer wanted is marked done without having been done."""
    Due.objects.filter(kind=kind, key=key, state="waiting").update(state="done", done_at=now(), error="dropped")


@dataclass
class Claim:
    """Work in hand. Everything before `done` may happen twice and must bear it."""

    due: Due
    holder: str
    token: int

    @property
    def payload(self) -> dict[str, Any]:
        """What was planned."""
        return dict(self.due.payload)

    def beat(self, progress: Mapping[str, Any] | None = None) -> None:
        """Say that we are alive, and how far. Lost if another has taken over."""
        told = {"progress": dict(progress)} if progress is not None else {}
        if not self._held().update(lease_until=now() + LEASE, **told):
            raise Lost(str(self.due))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Beats by itself while a long part runs that cannot call `beat`."""
        over = Event()
        beating = Thread(target=self._beat_until, args=(over,), daemon=True)
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()

    @contextmanager
    def done(self) -> Iterator[None]:
        """The last step: database effects and the mark that it is done, in one transaction. Lost as with `beat`."""
        with transaction.atomic():
            marked = self._held().update(state="done", done_at=now(), lease_until=None, error="")
            if not marked:
                raise Lost(str(self.due))
            yield

    def _beat_until(self, over: Event) -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            self._held().update(lease_until=now() + LEASE)
        connection.close()

    def _held(self) -> Any:
        return Due.objects.filter(pk=self.due.pk, state="running", holder=self.holder, attempts=self.token)


def take(holder: str) -> Claim | None:
    """The next piece that is due, or that a dead worker left; None if there is none."""
    with transaction.atomic():
        moment = now()
        free = Q(state="waiting", due_at__lte=moment) | Q(state="running", lease_until__lt=moment)
        rows = Due.objects.filter(free).order_by("due_at", "planned_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        due = rows.first()
        if due is None:
            return None
        due.state, due.holder, due.lease_until = "running", holder, moment + LEASE
        due.attempts += 1
        due.save()
        return Claim(due, holder, due.attempts)


def failed(claim: Claim, error: str) -> None:
    """It did not work: later again, each time after a longer wait; in the end a person must look."""
    wait = timedelta(seconds=min(3600, 5 * 2**claim.token))
    given_up = claim.token >= MOST_ATTEMPTS
    claim._held().update(
        state="failed" if given_up else "waiting", due_at=now() + wait, error=error[:2000], lease_until=None
    )
