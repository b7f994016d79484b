"""The only place that reads environment variables and the clock."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from plumbline.domain.errors import UsageError


def language() -> str:
    """``zh`` or ``en``: PLUMBLINE_LANG, else the locale of the machine, else English."""
    for name in ("PLUMBLINE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


def colours(stream: TextIO) -> bool:
    """Whether to colour: on a terminal only, and not where NO_COLOR is set."""
    return stream.isatty() and "NO_COLOR" not in os.environ


def interactive() -> bool:
    """Whether somebody watches the error stream."""
    return sys.stderr.isatty()


def now() -> datetime:
    """The present moment, aware, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def key_place() -> Path:
    """Where the installation's key lies: PLUMBLINE_KEY, else in the user's settings."""
    named = os.environ.get("PLUMBLINE_KEY")
    return Path(named) if named else settings_folder() / "installation.key"


def settings_folder() -> Path:
    """The folder of the user's settings: PLUMBLINE_SETTINGS, XDG_CONFIG_HOME/plumbline or ~/.config/plumbline."""
    named = os.environ.get("PLUMBLINE_SETTINGS")
    if named:
        return Path(named)
    place = os.environ.get("XDG_CONFIG_HOME")
    return (Path(place) if place else Path.home() / ".config") / "plumbline"


def variable(name: str) -> str | None:
    """An environment variable, None where it is not set or empty; of ``NAME_FILE``, the text of the file that it names
    (secrets of containers). UsageError: that file cannot be read."""
    named = os.environ.get(f"{name}_FILE")
    if os.environ.get(name) or not named:
        return os.environ.get(name) or None
    try:
        return Path(named).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("the file of a setting cannot be read", f"{name}_FILE={named}", str(error)) from None
