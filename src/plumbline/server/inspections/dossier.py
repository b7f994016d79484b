"""The office's dossier: what the database keeps goes into it before each inspection, the rest stays as collected."""

from pathlib import Path

import polars as pl
from django.conf import settings

from plumbline.domain.tables import TABLES
from plumbline.dossier.layout import FORMATS
from plumbline.reports.dossier_files import write_table
from plumbline.server.register.selectors import as_tables
from plumbline.server.reviews.selectors import approvals_table


def lay_down() -> None:
    """Write accounts, units and approvals as they are now; each file in one step."""
    folder = Path(settings.DOSSIER)
    folder.mkdir(parents=True, exist_ok=True)
    tables = as_tables()
    approvals = approvals_table()
    if approvals.height:
        tables["approvals"] = approvals
    for name, frame in tables.items():
        _put(frame, folder, name)
    if not any((folder / f"posts.{form}").exists() for form in FORMATS) and not (folder / "posts").is_dir():
        _put(pl.DataFrame(schema=TABLES["posts"].schema), folder, "posts")


def _put(frame: pl.DataFrame, folder: Path, name: str) -> None:
    write_table(frame, folder / f"{name}.parquet", name, form="parquet", headers="en", timezone=settings.TIME_ZONE)
    for form in FORMATS:
        if form != "parquet":
            (folder / f"{name}.{form}").unlink(missing_ok=True)
