"""The dossier that an export goes into: made if it is not there, its register read."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from plumbline.domain.errors import UsageError
from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import scan
from plumbline.dossier.read import read_table
from plumbline.dossier.rejects import Rejects
from plumbline.importers.register import Register


@dataclass(frozen=True)
class Target:
    """A dossier as it stands before an import."""

    folder: Path
    register: Register
    timezone: str
    form: str = ""


def target(folder: Path, *, lang: str) -> Target:
    """The dossier in `folder`; nothing is made yet. UsageError: a file stands there."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", str(folder), "give the folder of a dossier, or a new name")
    if not folder.exists():
        return Target(folder, Register(_nobody("accounts"), _nobody("units")), "Asia/Shanghai")
    layout = scan(folder, lang=lang, whole=False)
    held = {
        name: read_table(layout, name, rejects=Rejects(lang=lang))[0] if name in layout.files else _nobody(name)
        for name in ("accounts", "units")
    }
    form = layout.files["accounts"].format if "accounts" in layout.files else ""
    return Target(folder, Register(held["accounts"], held["units"]), layout.timezone, form)


def _nobody(table: str) -> pl.DataFrame:
    return pl.DataFrame(schema=TABLES[table].schema)
