"""The office's dossier: what the database keeps goes into it before each inspection, the rest stays as collected."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.conf import settings

from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import FORMATS
from plumbline.reports.dossier_files import write_table
from plumbline.server.inspections.models import Exemption
from plumbline.server.register.selectors import as_tables
from plumbline.server.reviews.selectors import approvals_table


def lay_down() -> None:
    """Write accounts, units, approvals and exceptions as they are now, each in one step, in the form that it has there
    (Parquet where it has none). Approvals and exceptions only once the desk has had any."""
    folder = Path(settings.DOSSIER)
    folder.mkdir(parents=True, exist_ok=True)
    tables, approvals = as_tables(), approvals_table()
    if approvals.height:
        tables["approvals"] = approvals
    if Exemption.objects.exclude(decided_by=None).exists():
        tables["exceptions"] = exceptions_table()
    with _alone(folder):
        for name, frame in tables.items():
            _put(frame, folder, name)
        if _form(folder, "posts") is None and not (folder / "posts").is_dir():
            _put(pl.DataFrame(schema=TABLES["posts"].schema), folder, "posts")


def exceptions_table() -> pl.DataFrame:
    """Approved exceptions as the dossier's table `exceptions`; one that was ended holds until the day before."""
    schema = TABLES["exceptions"].schema
    rows = [
        {
            "check": one.check_name, "reason": one.reason, "approved_by": str(one.decided_by), "until": one.until,
            "account_id": one.account.account_id if one.account else None,
            "unit_id": None if one.account else one.unit.unit_id, "since": one.since,
        }
        for one in Exemption.objects.filter(state="approved").select_related("account", "unit", "decided_by")
    ]  # fmt: skip
    found = pl.DataFrame(rows, schema={name: schema[name] for name in schema if name in (rows[0] if rows else schema)})
    return found.sort("check", "account_id", "unit_id", "since")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two workers do not write the same tables at once."""
    with (folder / ".office.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _form(folder: Path, name: str) -> str | None:
    return next((form for form in FORMATS if (folder / f"{name}.{form}").exists()), None)


def _put(frame: pl.DataFrame, folder: Path, name: str) -> None:
    """In the form that stands there, so that a reader never meets the table twice."""
    form = _form(folder, name) or "parquet"
    for other in FORMATS:
        if other != form:
            (folder / f"{name}.{other}").unlink(missing_ok=True)
    parts, before = folder / name, folder / f".{name}.before"
    if parts.is_dir():
        shutil.rmtree(before, ignore_errors=True)
        parts.rename(before)
    write_table(frame, folder / f"{name}.{form}", name, form=form, headers="en", timezone=settings.TIME_ZONE)
    shutil.rmtree(before, ignore_errors=True)
