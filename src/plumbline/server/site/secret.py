"""The key that signs sessions: from the environment, else made on first use and kept beside the database."""

import os
import secrets
from pathlib import Path

from plumbline.settings.environment import variable

NAME = "secret.key"


def secret(data: Path) -> str:
    """The installation's secret; empty where none was made yet, and then Django refuses to sign anything."""
    place = data / NAME
    return variable("PLUMBLINE_SECRET_KEY") or (place.read_text("ascii") if place.exists() else "")


def make(data: Path) -> None:
    """Make the secret where there is none, mode 600. Of two starters at one time the first one's stands."""
    data.mkdir(parents=True, exist_ok=True)
    aside = data / f".{NAME}.{os.getpid()}"
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(aside, data / NAME)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
