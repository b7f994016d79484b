"""That a worker is alive: the moment it was last heard of, for all processes of the office."""

import time
from datetime import datetime

from django.core.cache import cache

from plumbline.server.site.clock import now

_KEY, _EVERY = "worker-beat", 15.0
_last: list[float] = []


def beat() -> None:
    """Say so, at most four times a minute."""
    if _last and time.monotonic() - _last[0] < _EVERY:
        return
    _last[:] = [time.monotonic()]
    cache.set(_KEY, now().isoformat(), None)


def last_beat() -> datetime | None:
    """When one was last heard of."""
    found = cache.get(_KEY)
    return datetime.fromisoformat(found) if isinstance(found, str) else None
