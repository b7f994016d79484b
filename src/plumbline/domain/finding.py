"""What an inspection or the check of a draft says: findings with evidence, abstentions with a reason, failures.

Nothing here needs a table, so that one draft is judged without loading what whole columns need.
"""

import hashlib
from datetime import date, datetime
from typing import Any

import msgspec


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


def finding_id(check: str, account: str | None, post: str | None, subject: str) -> str:
    """A name for a fault that is the same in every run that finds it."""
    text = "\x1f".join((check, account or "", post or "", subject))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def describe(error: Exception) -> str:
    """Kind and text of an error in one line, without a path of the machine."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300]}"


def plain(value: Any) -> Any:
    """A fact as JSON can hold it: days and times as ISO text."""
    return value.isoformat() if isinstance(value, date | datetime) else value
