"""Findings that are told row by row, not column by column: few, and each with places of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from plumbline.domain.judgement import FINDING_COLUMNS

_COMMON = ("account_id", "post_id", "subject", "variant", "confidence", "evidence")


def place(
    table: str, key: str | None, field: str, quote: str | None, start: int | None = None, end: int | None = None
) -> dict[str, Any]:
    """One item of evidence: characters [start, end) of a field of the row `key`."""
    return {"table": table, "key": key, "field": field, "start": start, "end": end, "quote": quote}


def row_findings(rows: Sequence[Mapping[str, Any]], facts: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Rows (account_id, post_id, subject, variant, confidence, evidence and each fact) as the columns of findings."""
    schema = {**{name: FINDING_COLUMNS[name] for name in _COMMON}, **facts}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)
