"""The desk where drafts are judged: a rulebook, its checks, and the account that wants to publish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from plumbline.cli.check_rows import Draft
from plumbline.cli.words import say
from plumbline.domain.finding import Failure, Finding
from plumbline.domain.vocabulary import FindingStatus, Reader
from plumbline.domain.wording import Mark, Utterance
from plumbline.engine.drafts import DraftJudge, Fault
from plumbline.rulebook import sentences
from plumbline.rulebook.model import Rulebook


class Register(Protocol):
    """What a dossier knows of the accounts that publish."""

    def name(self, account: str | None) -> str:
        """The account's name; empty where it is not known."""

    def mission(self, account: str | None) -> str:
        """The words of its unit's remit; empty where they are not known."""

    def platform(self, account: str | None) -> str:
        """Its platform; empty where it is not known."""

    def excepted(self, finding: Finding) -> Finding:
        """The finding, marked where an approved exception covers it."""


class Nobody:
    """No dossier: nothing is known of any account."""

    def name(self, account: str | None) -> str:
        """Nothing."""
        return ""

    mission = platform = name

    def excepted(self, finding: Finding) -> Finding:
        """The finding as it is."""
        return finding


@dataclass(frozen=True)
class Fix:
    """A place in the text and what would be better there."""

    start: int
    end: int
    wording: str


@dataclass(frozen=True)
class Said:
    """A finding about a draft in words. `marks` are its places in the text, `fixes` better wordings of them."""

    draft: Draft
    finding: Finding
    marks: tuple[Mark, ...]
    fixes: tuple[Fix, ...]
    suggestion: str | None
    message: str
    title: str
    citation: str
    remedy: str

    @property
    def counts(self) -> bool:
        """Whether it stands: no exception covers it."""
        return self.finding.status == FindingStatus.NEW


class Desk:
    """Judges drafts and puts what was found into words of one language."""

    def __init__(
        self, book: Rulebook, lang: str, *, everyone: bool, register: Register | None = None, account: str | None = None
    ) -> None:
        """`everyone` also shows what only an auditor wants to hear; `account` publishes what names no account."""
        self.book, self.lang, self.account = book, lang, account
        self._readers = frozenset(Reader) if everyone else frozenset({Reader.OPERATOR, Reader.INSPECTOR})
        self._register: Register = register or Nobody()
        self._judge = DraftJudge(book)
        self.checks = self._judge.checks

    def judge(self, draft: Draft, failed: Callable[[Failure], None]) -> list[Said]:
        """What is to be said of a draft; `failed` gets the checks that crashed on it."""
        draft = replace(draft, account_id=draft.account_id or self.account)
        judged = self._judge.judge(
            self._utterance(draft), account=draft.account_id, post=str(draft.post_id)
        )  # fmt: skip
        for failure in judged.failures:
            failed(failure)
        return [self._said(draft, fault) for fault in judged.faults if fault.finding.reader in self._readers]

    def _utterance(self, draft: Draft) -> Utterance:
        return Utterance(
            draft.judged,
            draft.kind,
            draft.quoted_text,
            draft.automatic,
            account_name=self._register.name(draft.account_id),
            mission=self._register.mission(draft.account_id),
            said_on=draft.said_on,
        )

    def _said(self, draft: Draft, fault: Fault) -> Said:
        finding = self._register.excepted(fault.finding)
        name = self._register.name(draft.account_id) or draft.account_id
        marks = tuple(_as_written(mark, draft) for mark in fault.marks)
        return Said(
            draft=draft,
            finding=finding,
            marks=marks,
            fixes=_fixes(draft, marks, fault.suggestion),
            suggestion=fault.suggestion,
            message=sentences.message(
                self.book, finding, self.lang, name=name or say(self.lang, "the account", "本账号"),
                platform=self._register.platform(draft.account_id),
            ),
            title=self.book.clauses[finding.clause].title.of(self.lang),
            citation=sentences.citation(self.book, finding.clause, self.lang),
            remedy=sentences.remedy(self.book, finding, self.lang),
        )  # fmt: skip


def _as_written(mark: Mark, draft: Draft) -> Mark:
    """The mark with the text as its writer sees it, markup and all; a masked quote stays masked."""
    if mark.field != "text" or mark.quote != draft.judged[mark.start : mark.end]:
        return mark
    return replace(mark, quote=draft.text[mark.start : mark.end])


def _fixes(draft: Draft, marks: tuple[Mark, ...], suggestion: str | None) -> tuple[Fix, ...]:
    """Each place with its better wording: the masked form of what must be masked, else the suggestion.

    A suggestion is for one wording: where the places read differently, it is not known which of them it mends.
    """
    own = [mark for mark in marks if mark.field == "text"]
    masked = [mark for mark in own if mark.quote != draft.text[mark.start : mark.end]]
    if suggestion is None or not own:
        return ()
    if masked:
        return tuple(Fix(mark.start, mark.end, mark.quote) for mark in masked)
    if len({mark.quote for mark in own}) > 1:
        return ()
    return tuple(Fix(mark.start, mark.end, suggestion) for mark in own)


def record(said: Said) -> dict[str, Any]:
    """A line of `--format json`: the fields of findings.jsonl, then the first place and the better wording."""
    finding, first = said.finding, next(iter(said.marks), None)
    own = first is not None and first.field == "text"
    return {
        "finding_id": finding.finding_id,
        "account_id": finding.account_id,
        "post_id": said.draft.post_id,
        "check": finding.check,
        "clause": finding.clause,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "reader": finding.reader,
        "facts": finding.facts,
        "message": said.message,
        "evidence": [_evidence(said, mark) for mark in said.marks],
        "status": finding.status,
        "variant": finding.variant,
        "fails": finding.fails,
        "citation": said.citation,
        "remedy": said.remedy,
        "mend_by": finding.mend_by,
        "start": first.start if first and own else None,
        "end": first.end if first and own else None,
        "quote": whole(first.quote) if first else None,
        "suggestion": said.suggestion and whole(said.suggestion),
        "file": said.draft.name,
        "line": said.draft.line,
    }


def _evidence(said: Said, mark: Mark) -> Mapping[str, Any]:
    return {
        "table": "posts",
        "key": str(said.draft.post_id),
        "field": mark.field,
        "start": mark.start,
        "end": mark.end,
        "quote": whole(mark.quote),
    }


def whole(text: str) -> str:
    """The text without half surrogate pairs, which no encoding can hold."""
    return text.encode(errors="replace").decode()
