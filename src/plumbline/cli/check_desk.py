"""The desk where drafts are judged: a rulebook, its checks, and the account that wants to publish."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from plumbline.cli.check_rows import Draft
from plumbline.cli.words import say
from plumbline.domain.finding import Failure, Finding
from plumbline.domain.provenance import Known
from plumbline.domain.vocabulary import FindingStatus, Reader
from plumbline.domain.wording import Mark, Utterance
from plumbline.engine.drafts import DraftJudge, Fault
from plumbline.engine.media_text import FIELD as MEDIA_TEXT
from plumbline.rulebook import sentences
from plumbline.rulebook.model import Rulebook

if TYPE_CHECKING:
    from plumbline.provenance.comparison import Paired


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

    def known(self) -> Known | None:
        """What drafts are held against: the dossier's lists of sources, its known texts and earlier posts."""


class Nobody:
    """No dossier: nothing is known of any account."""

    def name(self, account: str | None) -> str:
        """Nothing."""
        return ""

    mission = platform = name

    def known(self) -> Known | None:
        """Nothing."""
        return None

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
    """A finding about a draft in words. `marks` are its places, `fixes` better wordings of places in the draft.

    A mark that names a table is a passage of another text, never a place in the draft.
    """

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

    @property
    def own(self) -> tuple[Mark, ...]:
        """The places in the draft's own text."""
        return _own(self.marks)

    @property
    def heard(self) -> tuple[Mark, ...]:
        """The places in the words of its pictures and videos."""
        return tuple(mark for mark in self.marks if mark.field == MEDIA_TEXT and not mark.table)

    @property
    def paired(self) -> "Paired":
        """The passages that stand beside those of known texts, and the other marks."""
        from plumbline.provenance.comparison import paired  # here, because few findings have any

        return paired(self.marks)


class Desk:
    """Judges drafts and puts what was found into words of one language."""

    def __init__(
        self, book: Rulebook, lang: str, *, everyone: bool, register: Register | None = None, account: str | None = None
    ) -> None:
        """`everyone` also shows what only an auditor wants to hear; `account` publishes what names no account."""
        self.book, self.lang, self.account = book, lang, account
        self._readers = frozenset(Reader) if everyone else frozenset({Reader.OPERATOR, Reader.INSPECTOR})
        self._register: Register = register or Nobody()
        self._judge = DraftJudge(book, known=self._register.known())
        self.checks = self._judge.checks

    def judge(self, draft: Draft, failed: Callable[[Failure], None]) -> list[Said]:
        """What is to be said of a draft; `failed` gets the checks that crashed on it."""
        draft = replace(draft, account_id=draft.account_id or self.account)
        judged = self._judge.judge(
            self._utterance(draft), account=draft.account_id, post=str(draft.post_id), media_text=draft.media_text
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
            said_at=draft.said_at,
            account_id=draft.account_id or "",
            quoted_source=draft.quoted_source,
            source_name=draft.source_name,
            urls=draft.urls,
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
    if mark.table or mark.field != "text" or mark.quote != draft.judged[mark.start : mark.end]:
        return mark
    return replace(mark, quote=draft.text[mark.start : mark.end])


def _fixes(draft: Draft, marks: tuple[Mark, ...], suggestion: str | None) -> tuple[Fix, ...]:
    """Each place with its better wording: the masked form of what must be masked, else the suggestion.

    A suggestion is for one wording: where the places read differently, it is not known which of them it mends. Where
    passages of other texts stand beside, only a place that reads otherwise than the source is mended.
    """
    own = _own(marks)
    if any(mark.table for mark in marks):
        return _restored(marks, suggestion)
    masked = [mark for mark in own if mark.quote != draft.text[mark.start : mark.end]]
    if suggestion is None or not own:
        return ()
    if masked:
        return tuple(Fix(mark.start, mark.end, mark.quote) for mark in masked)
    if len({mark.quote for mark in own}) > 1:
        return ()
    return tuple(Fix(mark.start, mark.end, suggestion) for mark in own)


def _restored(marks: tuple[Mark, ...], suggestion: str | None) -> tuple[Fix, ...]:
    """The place that the draft changed, where the suggestion is what the source has there and nothing else differs."""
    from plumbline.provenance.comparison import paired  # here, because few findings have any

    spans = [(post, known, pair) for pair in paired(marks).comparisons for post, known in pair.changes]
    if suggestion is None or len(spans) != 1:
        return ()
    (start, end), (first, last), pair = spans[0]
    wording = pair.known.quote[first - pair.known.start : last - pair.known.start]
    return (Fix(start, end, suggestion),) if start < end and wording == suggestion else ()


def _own(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.field == "text" and not mark.table)


def record(said: Said) -> dict[str, Any]:
    """A line of `--format json`: the fields of findings.jsonl, then the first place and the better wording."""
    finding, first = said.finding, next((mark for mark in said.marks if not mark.table), None)
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
        "table": mark.table or "posts",
        "key": mark.key if mark.table else str(said.draft.post_id),
        "field": mark.field,
        "start": mark.start,
        "end": mark.end,
        "quote": whole(mark.quote),
    }


def whole(text: str) -> str:
    """The text without half surrogate pairs, which no encoding can hold."""
    return text.encode(errors="replace").decode()
