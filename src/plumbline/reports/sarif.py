"""findings.sarif: the findings as SARIF 2.1.0, for tools that read the results of checks."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import msgspec

from plumbline.domain.judgement import Evidence, Finding
from plumbline.domain.vocabulary import FindingStatus, Severity
from plumbline.reports.beside import SOURCING, marks_of
from plumbline.reports.report import Report
from plumbline.reports.sarif_rules import FINGERPRINT, LEVELS, SCHEMA, descriptor
from plumbline.reports.source_told import sentence

ROOT = "DOSSIER"
"""The `uriBaseId` that stands for the dossier's folder: addresses of tables are relative to it."""

Object = dict[str, Any]
_ENCODER = msgspec.json.Encoder()


def write(report: Report, folder: Path) -> None:
    """Write findings.sarif, one result a line."""
    results = Results(report)
    with (folder / "findings.sarif").open("wb") as file:
        file.write(b'{"$schema":' + _ENCODER.encode(SCHEMA) + b',"version":"2.1.0","runs":[')
        file.write(_ENCODER.encode(run(report))[:-1] + b',"results":[')
        for number, finding in enumerate(report.inspection.findings):
            file.write((b",\n" if number else b"\n") + _ENCODER.encode(results.result(finding)))
        file.write(b"]}]}\n")


def run(report: Report) -> Object:
    """The run without its results."""
    facts = report.inspection.run
    return {
        "tool": {"driver": driver(report)},
        "invocations": [invocation(report)],
        "automationDetails": {"id": f"plumbline/{facts['rulebook']['name']}/{report.summary.as_of.date()}/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder of the inspected dossier."}}},
        "artifacts": [artifact(*item) for item in sorted(facts.get("tables", {}).items())],
        "columnKind": "unicodeCodePoints",
        "language": "zh-CN" if report.lang == "zh" else "en-US",
        "properties": {"asOf": facts["as_of"], "resultSha256": facts["result_sha256"]},
    }


def driver(report: Report) -> Object:
    """The tool and its rules: one per check that the book enables, in the book's order."""
    saying = report.saying
    checks = [check for check, rule in report.inspection.book.rules.items() if rule.enabled]
    version = report.inspection.run["version"]
    rules = [descriptor(saying.book, check, report.lang) for check in checks]
    return {"name": "plumbline", "version": version, "semanticVersion": version, "rules": rules}


def artifact(table: str, facts: Mapping[str, Any]) -> Object:
    """A table of the dossier with the digest of its file, where it is one file."""
    files = facts.get("files", ())
    entry: Object = {"location": {"uri": address(table, facts), "uriBaseId": ROOT}}
    if len(files) == 1:
        entry["hashes"] = {"sha-256": files[0]["sha256"]}
    return entry


def address(table: str, facts: Mapping[str, Any]) -> str:
    """The file of a table relative to the dossier; the table's name where it is a folder of files or not known."""
    files = facts.get("files", ())
    return quote(PurePosixPath(files[0]["path"].replace("\\", "/")).name) if len(files) == 1 else table


def invocation(report: Report) -> Object:
    """How the run went: crashed checks and rules that could not be assessed."""
    facts = report.inspection.run
    failures, missing = facts.get("failures", ()), facts.get("not_assessed", ())
    return {
        "executionSuccessful": not failures,
        "exitCode": 1 if report.inspection.findings else 0,
        "toolExecutionNotifications": [_note("error", item["check"], item["error"]) for item in failures],
        "toolConfigurationNotifications": [
            _note("note", item["check"], f"not assessed: no table {', '.join(item['missing'])}") for item in missing
        ],
    }


def _note(level: str, check: str, text: str) -> Object:
    return {"level": level, "message": {"text": text}, "associatedRule": {"id": check}}


class Results:
    """Findings as SARIF results; looks up once what all of them need."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._saying = report.saying
        enabled = (check for check, rule in report.inspection.book.rules.items() if rule.enabled)
        self._rules = {check: number for number, check in enumerate(enabled)}
        tables = report.inspection.run.get("tables", {})
        self._addresses = {table: address(table, facts) for table, facts in tables.items()}
        self._artifacts = {table: number for number, table in enumerate(sorted(tables))}
        self._baseline = report.inspection.run.get("baseline") is not None

    def result(self, finding: Finding) -> Object:
        """One finding."""
        places = [self.location(finding, item) for item in finding.evidence] or [self.location(finding, None)]
        self._tell(finding, places)
        rule = self._rules.get(finding.check)
        entry: Object = {
            "ruleId": finding.check,
            **({} if rule is None else {"ruleIndex": rule}),
            "level": LEVELS[Severity(finding.severity)],
            "message": {"text": self._saying.message(finding, self._report.lang)},
            "locations": places[:1],
            "partialFingerprints": {FINGERPRINT: finding.finding_id},
            "suppressions": self.suppressions(finding),
            "properties": self.properties(finding),
        }
        if len(places) > 1:
            entry["relatedLocations"] = places[1:]
        if self._baseline:
            entry["baselineState"] = "new" if finding.status == FindingStatus.NEW else "unchanged"
        return entry

    def _tell(self, finding: Finding, places: list[Object]) -> None:
        """Say of each passage of another text whose it is."""
        if not finding.check.startswith(SOURCING):
            return
        told = sentence(finding.facts, self._report.lang)
        for place, mark in zip(places, marks_of(finding), strict=False):
            if mark.table:
                place["message"] = {"text": f"{told}{'：' if self._report.lang == 'zh' else ': '}{mark.quote}"}

    def location(self, finding: Finding, item: Evidence | None) -> Object:
        """Where the evidence stands: the table's file, the account, the row."""
        table = item.table if item else "accounts"
        place: Object = {"artifactLocation": self._artifact_location(table)}
        if item and item.start is not None and item.end is not None:
            place["region"] = {"charOffset": item.start, "charLength": item.end - item.start}
            if item.quote is not None:
                place["region"]["snippet"] = {"text": item.quote}
        return {"physicalLocation": place, "logicalLocations": self._logical(finding, item)}

    def suppressions(self, finding: Finding) -> list[Object]:
        """The approved exception that covers the finding; SARIF wants an empty list on all others."""
        if finding.status != FindingStatus.EXCEPTED:
            return []
        exception = self._report.exception(finding) or {}
        entry: Object = {"kind": "external", "status": "accepted"}
        return [{**entry, "justification": exception["reason"]} if exception else entry]

    def properties(self, finding: Finding) -> Object:
        """What SARIF has no field for."""
        lang = self._report.lang
        return {
            "accountId": finding.account_id,
            "postId": finding.post_id,
            "clause": finding.clause,
            "citation": self._saying.citation(finding.clause, lang),
            "severity": finding.severity,
            "confidence": finding.confidence,
            "reader": finding.reader,
            "remedy": self._saying.remedy(finding, lang),
            "mendBy": finding.mend_by,
            "facts": finding.facts,
        }

    def _artifact_location(self, table: str) -> Object:
        location: Object = {"uri": self._addresses.get(table, table), "uriBaseId": ROOT}
        return {**location, "index": self._artifacts[table]} if table in self._artifacts else location

    def _logical(self, finding: Finding, item: Evidence | None) -> list[Object]:
        owner = self._report.register.owner(finding)
        name = owner.account_id or owner.unit_id
        kind = "account" if owner.account_id else "unit"
        places: list[Object] = [{"name": name, "fullyQualifiedName": f"{kind}s/{name}", "kind": kind}] if name else []
        if item and item.key:
            row = {"name": item.key, "fullyQualifiedName": f"{item.table}/{item.key}", "kind": "row"}
            places.append({**row, "fullyQualifiedName": f"{item.table}/{item.key}#{item.field}"} if item.field else row)
        return places
