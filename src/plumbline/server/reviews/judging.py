"""What the checks say of a draft: the same judges as `plumbline check`, loaded once a process."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import category

from django.conf import settings

from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge, Fault
from plumbline.rulebook import sentences
from plumbline.rulebook.quick import book_of
from plumbline.server.register.models import Account
from plumbline.server.site.clock import today
from plumbline.server.site.language import lang
from plumbline.workflow.incident import CHECKS


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `number` of the finding that marks it, 0 for none."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Told:
    """A finding about a draft in words."""

    number: int
    severity: str
    fails: bool
    title: str
    message: str
    citation: str
    remedy: str
    suggestion: str
    quotes: tuple[str, ...]


@cache
def _judge() -> DraftJudge:
    return DraftJudge(book_of(settings.RULEBOOK))


def faults(text: str, account: Account | None = None) -> Sequence[Fault]:
    """What is to be said of a text that this account would publish."""
    said = Utterance(
        text.encode("utf-8", "replace").decode(), account_name=account.name if account else "",
        mission=account.mission if account else "", said_on=today().isoformat(),
        account_id=account.account_id if account else "",
    )  # fmt: skip
    found = _judge().judge(said, account=account.account_id if account else None)
    return [fault for fault in found.faults if fault.finding.reader in {"operator", "inspector"}]


def grave(text: str, account: Account | None = None) -> bool:
    """Whether something in it would fail the account, or would be an incident once published."""
    return any(_grave(fault) for fault in faults(text, account))


def unseen(text: str) -> Counter[str]:
    """Characters that nobody sees on a page (zero width, direction, control) and how often they stand in a text."""
    odd = (letter for letter in text if letter not in "\n\t" and category(letter) in {"Cf", "Cc", "Co", "Cn"})
    return Counter(f"U+{ord(letter):04X}" for letter in odd)


def _grave(fault: Fault) -> bool:
    found = fault.finding
    return found.fails or (found.check in CHECKS and found.confidence == "high")


def told(text: str, account: Account | None) -> tuple[list[Piece], list[Told]]:
    """The text in pieces, marked where something was found, and what was found."""
    found = faults(text, account)
    spans = [
        (mark.start, mark.end, number)
        for number, fault in enumerate(found, 1)
        for mark in fault.marks
        if mark.field == "text" and not mark.table
    ]
    return _pieces(text, sorted(spans)), [_told(number, fault, account) for number, fault in enumerate(found, 1)]


def _pieces(text: str, spans: list[tuple[int, int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end, number in spans:
        if start < at:
            continue  # two findings on the same words: the first marks them
        pieces += [Piece(text[at:start]), Piece(text[start:end], number)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _told(number: int, fault: Fault, account: Account | None) -> Told:
    book, finding, language = _judge().book, fault.finding, lang()
    name, platform = (account.name, account.platform) if account else ("", "")
    return Told(
        number, str(finding.severity), _grave(fault), book.clauses[finding.clause].title.of(language),
        sentences.message(book, finding, language, name=name, platform=platform),
        sentences.citation(book, finding.clause, language), sentences.remedy(book, finding, language),
        fault.suggestion or "", tuple(mark.quote for mark in fault.marks if mark.quote),
    )  # fmt: skip
