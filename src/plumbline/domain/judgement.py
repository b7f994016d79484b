"""What an inspection says: findings with evidence, abstentions with a reason, failures of a check."""

from typing import Any

import msgspec
import polars as pl

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
}
"""Columns every check's findings carry beside its facts. `subject` tells apart two findings of one check on one
account and must not move from run to run (the day a silence began, a message's id); `variant` picks the sentence."""

ABSTENTION_COLUMNS: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "reason": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "number": pl.Int64(),
}
"""`start`, `end` and `number` fill the reason's sentence (blind from … to …, n rows unreadable)."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=False):
    """A place in the dossier: the row's own id, the field, and the characters [start, end) of the original text."""

    table: str
    key: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """A fault, cited and with its evidence. `fails` says whether it fails the account by itself."""

    finding_id: str
    account_id: str | None
    post_id: str | None
    check: str
    clause: str
    variant: str | None
    severity: str
    confidence: str
    reader: str
    facts: dict[str, Any]
    evidence: tuple[Evidence, ...]
    status: str
    fails: bool
    mend_by: str | None = None


class Abstention(msgspec.Struct, frozen=True):
    """No answer, and why."""

    account_id: str
    check: str
    reason: str
    start: str | None = None
    end: str | None = None
    number: int | None = None


class Failure(msgspec.Struct, frozen=True):
    """A check that crashed: recorded, the others go on."""

    check: str
    error: str
