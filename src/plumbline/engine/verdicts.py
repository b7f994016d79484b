"""One verdict an account, from its findings and abstentions."""

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from plumbline.domain.judgement import Abstention, Finding
from plumbline.domain.vocabulary import FindingStatus, Severity, Verdict
from plumbline.engine.exceptions import Exceptions
from plumbline.engine.result import VERDICT_COLUMNS
from plumbline.rulebook.model import Rulebook
from plumbline.series.standing import JUDGED


def verdicts(
    accounts: pl.DataFrame,
    watched: pl.DataFrame,
    findings: Iterable[Finding],
    abstentions: Iterable[Abstention],
    book: Rulebook,
    exceptions: Exceptions,
) -> pl.DataFrame:
    """`VERDICT_COLUMNS`, sorted by account_id.

    `accounts` is the contract's table; `watched` has account_id and coverage_pct (Float64). Fail: a finding that can
    fail stands. Else unknown: a required rule abstained. Else pass. Closed and suspended accounts: not judged.
    """
    vetoes: dict[str, int] = defaultdict(int)
    found: dict[str, int] = defaultdict(int)
    rules: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.account_id is None or finding.status == FindingStatus.EXCEPTED:
            continue
        found[finding.account_id] += 1
        vetoes[finding.account_id] += finding.severity == Severity.VETO
        if finding.fails:
            rules[finding.account_id].add(finding.clause)
    silent: dict[str, int] = defaultdict(int)
    undecided = set()
    required = {name for name, rule in book.rules.items() if rule.required}
    for abstention in abstentions:
        silent[abstention.account_id] += 1
        if abstention.check in required and not exceptions.covers(abstention.check, abstention.account_id):
            undecided.add(abstention.account_id)

    def verdict(account: str, status: str) -> str:
        if status not in JUDGED:
            return Verdict.NOT_JUDGED
        if rules.get(account):
            return Verdict.FAIL
        return Verdict.UNKNOWN if account in undecided else Verdict.PASS

    ids, statuses = accounts["account_id"].to_list(), accounts["status"].to_list()
    return (
        accounts.select("account_id", "name", "platform", "unit_id")
        .with_columns(
            verdict=pl.Series([verdict(*pair) for pair in zip(ids, statuses, strict=True)], dtype=pl.String),
            vetoes=pl.Series([vetoes.get(account, 0) for account in ids], dtype=pl.Int64),
            findings=pl.Series([found.get(account, 0) for account in ids], dtype=pl.Int64),
            abstentions=pl.Series([silent.get(account, 0) for account in ids], dtype=pl.Int64),
            rules=pl.Series([";".join(sorted(rules.get(account, ()))) for account in ids], dtype=pl.String),
        )
        .join(watched, on="account_id", how="left", maintain_order="left")
        .select(VERDICT_COLUMNS.keys())
        .sort("account_id")
    )
