"""The small fleet that other tests judge instead of the whole one still shows what they rest on."""

from pathlib import Path

from judging import judged, written
from small_fleet import small

from plumbline.checks import discover
from plumbline.domain.vocabulary import Reason

UNCALIBRATED = "authenticity.inflated_engagement"
"""Abstains in so small a fleet, and in the whole one."""


def test_every_check_every_reason_to_abstain_and_every_verdict_stands_in_the_small_fleet(tmp_path: Path) -> None:
    inspection = judged(written(small(), tmp_path / "fleet"))
    assert {finding.check for finding in inspection.findings} == set(discover()) - {UNCALIBRATED}
    assert {finding.status for finding in inspection.findings} == {"new", "excepted"}
    assert {finding.account_id for finding in inspection.findings} >= {None}, "one of the fleet as a whole"
    silent = {(one.check, one.reason) for one in inspection.abstentions}
    assert {check for check, _ in silent} >= {UNCALIBRATED, "activity.stale_account", "register.unverified_account"}
    assert {reason for _, reason in silent} == {
        Reason.BLIND, Reason.NOT_COLLECTED, Reason.NO_REFERENCE, Reason.TOO_FEW,
    }  # fmt: skip
    assert set(inspection.verdicts["verdict"]) == {"pass", "fail", "unknown", "not_judged"}
    assert inspection.run["failures"] == []
    assert inspection.run["not_assessed"] == []
