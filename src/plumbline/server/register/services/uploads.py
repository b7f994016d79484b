"""Files that were sent and wait for their confirmation."""

import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from plumbline.server.site.clock import now

KEPT = settings.DATA / "uploads"
KEPT_SECONDS = 3600
_NAME = re.compile(r"[a-zA-Z0-9_]{1,40}")


def keep(data: bytes) -> str:
    """Lay a file aside; the name under which it is found again."""
    KEPT.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as file:
        file.write(data)
    return Path(file.name).name


def kept(name: str) -> Path | None:
    """The file of that name; None if it is no more."""
    place = KEPT / name
    return place if _NAME.fullmatch(name) and place.is_file() else None


def tidy() -> None:
    """Throw away what can no longer be confirmed."""
    oldest = now() - timedelta(seconds=KEPT_SECONDS)
    for place in KEPT.iterdir() if KEPT.is_dir() else ():
        if datetime.fromtimestamp(place.stat().st_mtime, UTC) < oldest:
            place.unlink(missing_ok=True)
