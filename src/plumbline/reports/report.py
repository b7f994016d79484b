"""What every writer is handed: the inspection, its numbers, its register and the language of the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from plumbline.domain.judgement import Finding
from plumbline.domain.vocabulary import Severity, Verdict
from plumbline.engine.result import Inspection
from plumbline.reports.register import Entry, Register, register
from plumbline.reports.saying import Saying
from plumbline.reports.summary import SEVERITIES, Summary, summarise
from plumbline.reports.timeline import Timelines

_VERDICT_ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_JUDGED, "")


@dataclass(frozen=True)
class Report:
    """One run, ready to be written."""

    inspection: Inspection
    summary: Summary
    register: Register
    lang: str

    @property
    def saying(self) -> Saying:
        """The book's sentences."""
        return Saying(self.inspection.book, self.register)

    @cached_property
    def timelines(self) -> Timelines:
        """Who had the texts first that registered accounts repeat."""
        run = self.inspection
        return Timelines(run.matches, run.findings, self.register, str(run.run["timezone"]))

    def worst_first(self) -> list[Finding]:
        """All findings: of failing accounts first, then by severity, account and finding id."""
        return sorted(self.inspection.findings, key=self._order)

    def exception(self, finding: Finding) -> Mapping[str, Any] | None:
        """The exception in force that covers the finding."""
        owner = self.register.owner(finding)
        return next((entry for entry in self.exceptions_in_force() if covers(entry, finding.check, owner)), None)

    def exceptions_in_force(self) -> Iterable[Mapping[str, Any]]:
        """The approved exceptions that have begun and have not run out."""
        return [entry for entry in self.inspection.run.get("exceptions", ()) if entry.get("state") == "active"]

    def _order(self, finding: Finding) -> tuple[int, int, str, str]:
        verdict = self.register.entry(finding.account_id).verdict
        severity = SEVERITIES.index(Severity(finding.severity))
        return (_VERDICT_ORDER.index(verdict), severity, finding.account_id or "", finding.finding_id)


def covers(exception: Mapping[str, Any], check: str, owner: Entry) -> bool:
    """Whether an exception speaks of that check and of that account and unit (none named: of every one)."""
    return (
        exception["check"] == check
        and exception.get("account_id") in (None, owner.account_id)
        and exception.get("unit_id") in (None, owner.unit_id)
    )


def prepare(inspection: Inspection, lang: str) -> Report:
    """Count and look up once what all writers need."""
    return Report(inspection, summarise(inspection), register(inspection), lang)
