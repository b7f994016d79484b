"""Whether the office is ready: a word for everybody, the reasons for who bears the token."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from plumbline.server.site.bearer import bears
from plumbline.server.site.clock import now
from plumbline.server.site.pending import pending
from plumbline.server.work.beat import last_beat
from plumbline.server.work.models import Due

QUIET = timedelta(minutes=2)
"""A worker not heard of for so long is told as missing."""


@dataclass(frozen=True)
class Look:
    """One thing that was looked at. `needed`: without it nothing can be answered."""

    good: bool
    needed: bool
    told: str


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; no details, no cookies."""
    good = _database().good
    return HttpResponse("ok\n" if good else "no database\n", status=200 if good else 503, content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when questions can be answered (database, tables up to date). Disk and worker are told, and take nobody off
    the net: without them the look-up goes on."""
    looked = {name: look() for name, look in _LOOKS.items()}
    ready = all(one.good for one in looked.values() if one.needed)
    status, word = (200, "ready") if ready else (503, "not ready")
    if not bears(request):
        return HttpResponse(f"{word}\n", status=status, content_type="text/plain")
    told = {"ready": ready, "looked_at": {name: asdict(one) for name, one in looked.items()}}
    answer = JsonResponse(told, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database() -> Look:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Look(good=False, needed=True, told=type(error).__name__)
    return Look(good=True, needed=True, told=connection.vendor)


def _migrations() -> Look:
    try:
        left = pending()
    except DatabaseError as error:
        return Look(good=False, needed=True, told=type(error).__name__)
    return Look(good=not left, needed=True, told=", ".join(left[:3]) or "up to date")


def _disk() -> Look:
    free = shutil.disk_usage(settings.DATA).free
    return Look(good=free >= settings.DISK_FREE, needed=False, told=f"{free // 2**20} MB free")


def _worker() -> Look:
    try:
        beat, working = last_beat(), Due.objects.filter(state="running", lease_until__gt=now()).exists()
    except DatabaseError as error:
        return Look(good=False, needed=False, told=type(error).__name__)
    good = working or (beat is not None and now() - beat <= QUIET)
    return Look(good=good, needed=False, told=beat.isoformat() if beat else "never heard of")


_LOOKS: Mapping[str, Callable[[], Look]] = {
    "database": _database, "migrations": _migrations, "disk": _disk, "worker": _worker,
}  # fmt: skip
