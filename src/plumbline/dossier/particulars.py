"""``dossier.toml``: the timezone of a dossier and the moment that it describes."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from plumbline.domain.errors import DossierError, PlumblineError
from plumbline.dossier.sentences import note
from plumbline.dossier.times import parse_as_of

FILE = "dossier.toml"
TIMEZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Particulars:
    """Timezone (IANA name), the moment described (aware; None = not said) and notes about keys without effect."""

    timezone: str = TIMEZONE
    as_of: datetime | None = None
    notes: tuple[str, ...] = ()


def read_particulars(folder: Path, *, lang: str = "en") -> Particulars:
    """Read ``dossier.toml`` in `folder`, if there is one. DossierError if it is broken or names no timezone."""
    path = folder / FILE
    if not path.exists():
        return Particulars()
    said = _parse(path)
    timezone = _timezone(said, path)
    unknown = tuple(note("unknown_key", lang, key=key) for key in said if key not in ("timezone", "as_of"))
    return Particulars(timezone, _as_of(said, path, timezone), unknown)


def _parse(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise DossierError(
            f"{FILE} cannot be read: {error}", str(path), 'write it like: timezone = "Asia/Shanghai"'
        ) from None


def _timezone(said: Mapping[str, Any], path: Path) -> str:
    name = said.get("timezone", TIMEZONE)
    if isinstance(name, str) and name in available_timezones():
        ZoneInfo(name)
        return name
    raise DossierError(
        f"“{name}” is no timezone",
        f"{path}, timezone",
        'name one of the IANA timezones, like timezone = "Asia/Shanghai"',
    )


def _as_of(said: Mapping[str, Any], path: Path, timezone: str) -> datetime | None:
    value = said.get("as_of")
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else value
    try:
        return parse_as_of(text if isinstance(text, str) else repr(value), timezone)
    except PlumblineError as error:
        raise DossierError(error.what, f"{path}, as_of", error.remedy) from None
