"""What an inspection says as columns; one finding, abstention or failure is in `domain.finding`."""

import polars as pl

from plumbline.domain.finding import Abstention, Evidence, Failure, Finding

__all__ = ["ABSTENTION_COLUMNS", "EVIDENCE_DTYPE", "FINDING_COLUMNS", "Abstention", "Evidence", "Failure", "Finding"]

EVIDENCE_DTYPE = pl.Struct(
    {
        "table": pl.String(),
        "key": pl.String(),
        "field": pl.String(),
        "start": pl.Int64(),
        "end": pl.Int64(),
        "quote": pl.String(),
    }
)

FINDING_COLUMNS: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "post_id": pl.String(),
    "subject": pl.String(),
    "variant": pl.String(),
    "confidence": pl.String(),
    "evidence": pl.List(EVIDENCE_DTYPE),
    "exhibit": pl.String(),
}
"""Columns every check's findings carry beside its facts. `subject` tells apart two findings of one check on one
account and must not move from run to run (the day a silence began, a message's id); `variant` picks the sentence;
`exhibit` is what a plot in the report shows, as JSON: no part of the answer."""

ABSTENTION_COLUMNS: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "reason": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "number": pl.Int64(),
}
"""`start`, `end` and `number` fill the reason's sentence (blind from … to …, n rows unreadable)."""
