"""Findings and abstentions in words: the rulebook's sentences, with what the reports add to them."""

import re
from dataclasses import dataclass
from datetime import date

from plumbline.domain.judgement import Abstention, Finding
from plumbline.reports.cells import plain
from plumbline.reports.register import Register
from plumbline.rulebook import sentences
from plumbline.rulebook.model import Rulebook

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=。)|(?<=\.) ")


@dataclass(frozen=True)
class Saying:
    """Sentences of one book about one register; every method takes the language (``zh`` or ``en``) last."""

    book: Rulebook
    register: Register

    def message(self, finding: Finding, lang: str) -> str:
        """What was found."""
        entry = self.register.entry(finding.account_id)
        return plain(sentences.message(self.book, finding, lang, name=entry.name, platform=entry.platform))

    def remedy(self, finding: Finding, lang: str) -> str:
        """What to do."""
        return plain(sentences.remedy(self.book, finding, lang))

    def order(self, finding: Finding, lang: str) -> str:
        """The first sentence of the remedy: what to do at once."""
        return _SENTENCE_END.split(self.remedy(finding, lang), maxsplit=1)[0]

    def citation(self, clause: str, lang: str) -> str:
        """Instrument, number and article of a clause."""
        return plain(sentences.citation(self.book, clause, lang))

    def reason(self, abstention: Abstention, lang: str) -> str:
        """Why there is no answer."""
        return plain(sentences.reason(abstention, lang))

    def clause_title(self, clause: str, lang: str) -> str:
        """The short name of a clause."""
        return self.book.clauses[clause].title.of(lang)

    def duty(self, clause: str, lang: str) -> str:
        """The sentence of a clause: what it asks for."""
        return self.book.clauses[clause].sentence.of(lang)

    def deadline(self, finding: Finding, lang: str) -> str:
        """The last day to mend it; the number of working days where no day could be computed; else empty."""
        if finding.mend_by:
            return spelled(date.fromisoformat(finding.mend_by), lang)
        days = self.book.days_to_mend(finding.check, finding.variant)
        if not days:
            return ""
        return f"{days}个工作日内" if lang == "zh" else f"within {days} working days"


def spelled(day: date, lang: str) -> str:
    """A day as people write it: 2026年3月16日, 16 March 2026."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
