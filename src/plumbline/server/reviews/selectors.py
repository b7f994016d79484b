"""Reading drafts."""

import polars as pl

from plumbline.domain.tables import TABLES


def approvals_table() -> pl.DataFrame:
    """Approvals as the dossier's table."""
    return pl.DataFrame(schema=TABLES["approvals"].schema)
