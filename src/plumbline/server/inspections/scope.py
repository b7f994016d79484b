"""A run narrowed to the accounts of one unit and all below it: for the files that its own people may have."""

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

import polars as pl

from plumbline.domain.vocabulary import FindingStatus, Severity, Verdict
from plumbline.engine.result import Inspection as Result

FOLDER = "unit"
"""Where the narrowed files lie in the folder of a run; not there where they would be the same."""


def narrowed(result: Result, accounts: AbstractSet[str], units: AbstractSet[str]) -> Result:
    """What a run said of these accounts and units; nothing in it speaks of others but the state of the tables."""
    findings = tuple(
        one for one in result.findings
        if one.account_id in accounts or (one.account_id is None and one.facts.get("unit_id") in units)
    )  # fmt: skip
    ids = {one.finding_id for one in findings}
    verdicts = _of(result.verdicts, accounts)
    abstentions = tuple(one for one in result.abstentions if one.account_id in accounts)
    exceptions = [
        one for one in result.run.get("exceptions", ())
        if one.get("account_id") in accounts or (one.get("account_id") is None and one.get("unit_id") in {None, *units})
    ]  # fmt: skip
    known = (pl.col("table") != "posts") | pl.col("source_id").is_in(sorted(accounts))
    reach = result.reach and replace(
        result.reach, months=_of(result.reach.months, accounts), audience=_of(result.reach.audience, accounts)
    )
    shown = replace(
        result, verdicts=verdicts, findings=findings, abstentions=abstentions, reach=reach,
        accounts=_of(result.accounts, accounts), activity=_of(result.activity, accounts),
        coverage=_of(result.coverage, accounts), unread=_of(result.unread, accounts),
        units=result.units.filter(pl.col("unit_id").is_in(sorted(units))),
        matches=_of(result.matches, accounts).filter(known),
        exhibits={key: value for key, value in result.exhibits.items() if key in ids},
    )  # fmt: skip
    return replace(shown, run=_run(shown, exceptions))


def _of(frame: pl.DataFrame, accounts: AbstractSet[str]) -> pl.DataFrame:
    return frame.filter(pl.col("account_id").is_in(sorted(accounts)))


def _run(shown: Result, exceptions: list[Any]) -> dict[str, Any]:
    verdicts, status = Counter(shown.verdicts["verdict"]), Counter(one.status for one in shown.findings)
    excepted, pct = status[FindingStatus.EXCEPTED], shown.verdicts["coverage_pct"].mean()
    counts = {
        "accounts": shown.verdicts.height, "judged": shown.verdicts.height - verdicts[Verdict.NOT_JUDGED],
        **{str(verdict): verdicts[verdict] for verdict in Verdict},
        "findings": len(shown.findings) - excepted, "excepted": excepted,
        "vetoes": sum(one.severity == Severity.VETO and one.status != FindingStatus.EXCEPTED for one in shown.findings),
        "new": status[FindingStatus.NEW], "known": status[FindingStatus.KNOWN], "abstentions": len(shown.abstentions),
    }  # fmt: skip
    coverage = dict(shown.run.get("coverage", {}))
    coverage |= {
        "mean_pct": round(float(pct), 1) if isinstance(pct, float) else None,
        "text_not_read": int(shown.unread["posts"].sum()), "text_not_read_accounts": shown.unread.height,
    }  # fmt: skip
    kept = {key: value for key, value in shown.run.items() if key not in ("baseline_counts", "baseline")}
    whole = {"baseline": None, "baseline_counts": None}
    counts |= {key: shown.run["counts"][key] for key in ("rejected_rows", "unregistered_rows")}
    return kept | whole | {"counts": counts, "coverage": coverage, "exceptions": exceptions}
