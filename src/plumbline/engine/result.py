"""What the engine hands to the reports: everything about one run, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from plumbline.domain.check import MATCHES_SCHEMA
from plumbline.domain.judgement import Abstention, Finding
from plumbline.engine.unread import UNREAD_SCHEMA
from plumbline.rulebook.model import Rulebook
from plumbline.series.reach import Reach

VERDICT_COLUMNS: dict[str, pl.DataType] = {
    "account_id": pl.String(),
    "name": pl.String(),
    "platform": pl.String(),
    "unit_id": pl.String(),
    "verdict": pl.String(),
    "vetoes": pl.Int64(),
    "findings": pl.Int64(),
    "abstentions": pl.Int64(),
    "coverage_pct": pl.Float64(),
    "rules": pl.String(),
}
"""`verdicts.csv`: one row per registered account, sorted by account_id; `rules` are clause ids joined by ``;``."""


@dataclass(frozen=True)
class Inspection:
    """One finished run.

    `run` is the content of run.json. `activity` has the days of posting (domain.check.ACTIVITY_SCHEMA) and `coverage`
    the watched spans (contract table) of the accounts that have a finding or an abstention; both may be empty.
    `matches` says which posts repeat which known text (domain.check.MATCHES_SCHEMA); `exhibits` is what plots show,
    as JSON by finding id; `reach` is information that no verdict rests on. `unread` counts by account the posts that
    hold pictures or video whose words nobody read (engine.unread.UNREAD_SCHEMA).
    `findings` are sorted by finding_id, `abstentions` by account and check.
    """

    run: dict[str, Any]
    verdicts: pl.DataFrame
    findings: tuple[Finding, ...]
    abstentions: tuple[Abstention, ...]
    accounts: pl.DataFrame
    units: pl.DataFrame
    activity: pl.DataFrame
    coverage: pl.DataFrame
    book: Rulebook
    reach: Reach | None = None
    exhibits: Mapping[str, str] = field(default_factory=dict)
    matches: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MATCHES_SCHEMA))
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD_SCHEMA))


@dataclass(frozen=True)
class Baseline:
    """An earlier run to compare with: the ids of its findings and its counts."""

    name: str
    finding_ids: frozenset[str]
    counts: dict[str, Any] = field(default_factory=dict)
