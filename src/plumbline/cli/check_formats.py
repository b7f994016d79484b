"""Findings about drafts for programs: JSON Lines, SARIF 2.1.0, and the workflow commands of GitHub."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

import plumbline
from plumbline.cli.check_desk import Fix, Said, record, whole
from plumbline.cli.check_places import Lines
from plumbline.cli.words import say
from plumbline.domain.vocabulary import Severity
from plumbline.domain.wording import Mark
from plumbline.reports.sarif_rules import FINGERPRINT, LEVELS, SCHEMA, descriptor
from plumbline.reports.source_told import sentence
from plumbline.rulebook.model import Rulebook

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_ENCODER = msgspec.json.Encoder()
Object = dict[str, Any]


def json_line(said: Said) -> str:
    """The finding as one JSON object."""
    return _ENCODER.encode(record(said)).decode()


def github(said: Said, lang: str) -> str:
    """The finding as a workflow command, which GitHub shows beside the line."""
    place = _places(said)
    better = say(lang, f" Better: {said.suggestion}", f" 建议改为：{said.suggestion}") if said.suggestion else ""
    properties = {
        "title": f"plumbline {said.finding.check}",
        "file": said.draft.name,
        **({"line": place["startLine"]} if "startLine" in place else {}),
        **({"endLine": place["endLine"]} if "endLine" in place else {}),
        **({"col": place["startColumn"], "endColumn": place["endColumn"]} if "startColumn" in place else {}),
    }
    told = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    command = _COMMANDS[LEVELS[Severity(said.finding.severity)]]
    return whole(f"::{command} {told}::{_escaped(f'{said.message} ({said.title}, {said.citation}){better}')}")


def _escaped(text: str, also: str = "") -> str:
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _places(said: Said) -> dict[str, int]:
    """Line and column of the first place, from 1, as SARIF names them; of JSON Lines the line alone."""
    if said.draft.line is not None:
        return {"startLine": said.draft.line}
    first = next(iter(said.own), None)
    return _region(said, first.start, first.end) if first else {}


def _region(said: Said, start: int, end: int) -> dict[str, int]:
    lines = Lines(said.draft.text)
    begin, last = lines.place(start), lines.place(end)
    return {
        "startLine": begin.line + 1,
        "startColumn": begin.column + 1,
        "endLine": last.line + 1,
        "endColumn": last.column + 1,
    }


_NOWHERE = Mark(0, 0, "")


class Sarif:
    """Collects results and writes one log."""

    def __init__(self, book: Rulebook, checks: tuple[str, ...], lang: str) -> None:
        self._book, self._checks, self._lang = book, checks, lang
        self._results: list[bytes] = []

    def add(self, said: Said) -> None:
        """Take a finding."""
        self._results.append(_ENCODER.encode(self._result(said)))

    def pieces(self, *, sound: bool) -> Iterator[str]:
        """The log, piece by piece; `sound`: no check crashed."""
        version = plumbline.__version__
        rules = [descriptor(self._book, check, self._lang) for check in self._checks]
        driver = {"name": "plumbline", "version": version, "semanticVersion": version, "rules": rules}
        head = {
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": sound}],
            "columnKind": "unicodeCodePoints",
            "language": "zh-CN" if self._lang == "zh" else "en-US",
        }
        yield f'{{"$schema":{_ENCODER.encode(SCHEMA).decode()},"version":"2.1.0","runs":['
        yield _ENCODER.encode(head).decode()[:-1] + ',"results":['
        for number, result in enumerate(self._results):
            yield (",\n" if number else "\n") + result.decode()
        yield "]}]}\n"

    def _result(self, said: Said) -> Object:
        finding = said.finding
        places = [self._location(said, mark) for mark in (*said.own, *said.heard)]
        others = [_elsewhere(said, mark, self._lang) for mark in said.marks if mark.table]
        entry: Object = {
            "ruleId": finding.check,
            "ruleIndex": self._checks.index(finding.check),
            "level": LEVELS[Severity(finding.severity)],
            "message": {"text": whole(said.message)},
            "locations": places[:1] or [self._location(said)],
            "partialFingerprints": {FINGERPRINT: finding.finding_id},
            "suppressions": [] if said.counts else [{"kind": "external", "status": "accepted"}],
            "properties": {
                "accountId": finding.account_id,
                "postId": said.draft.post_id,
                "clause": finding.clause,
                "citation": said.citation,
                "severity": finding.severity,
                "confidence": finding.confidence,
                "reader": finding.reader,
                "remedy": said.remedy,
                "facts": finding.facts,
            },
        }
        if len(places) > 1 or others:
            entry["relatedLocations"] = [*places[1:], *others]
        if said.fixes and said.draft.line is None:
            entry["fixes"] = [self._fix(said)]
        return entry

    def _location(self, said: Said, mark: Mark = _NOWHERE) -> Object:
        draft, start, end = said.draft, mark.start, mark.end
        place: Object = {"artifactLocation": {"uri": uri(draft.name)}}
        if draft.line is not None:
            place["region"] = {"startLine": draft.line}
            name = str(draft.post_id)
            row = {"name": name, "fullyQualifiedName": f"posts/{name}#{mark.field}:{start}-{end}", "kind": "row"}
            return {"physicalLocation": place, "logicalLocations": [row]}
        if end > start:
            spot = {"charOffset": start, "charLength": end - start, "snippet": {"text": whole(mark.quote)}}
            place["region"] = {**_region(said, start, end), **spot}
        return {"physicalLocation": place}

    def _fix(self, said: Said) -> Object:
        return {
            "description": {"text": say(self._lang, "use the better wording", "改用建议的表述")},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": uri(said.draft.name)},
                    "replacements": [_replacement(said, fix) for fix in said.fixes],
                }
            ],
        }


def _elsewhere(said: Said, mark: Mark, lang: str) -> Object:
    """A passage of another text: named by its row, told by a message, with no place in the draft."""
    row = f"{mark.table}/{mark.key}"
    told = sentence(said.finding.facts, lang)
    return {
        "logicalLocations": [
            {"name": mark.key, "fullyQualifiedName": f"{row}#{mark.field}:{mark.start}-{mark.end}", "kind": "row"}
        ],
        "message": {"text": whole(f"{told}{say(lang, ': ', '：')}{mark.quote}")},
    }


def _replacement(said: Said, fix: Fix) -> Object:
    region = {**_region(said, fix.start, fix.end), "charOffset": fix.start, "charLength": fix.end - fix.start}
    return {"deletedRegion": region, "insertedContent": {"text": whole(fix.wording)}}


def uri(name: str) -> str:
    """A file as an address: absolute paths whole, others relative to where the command runs."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
