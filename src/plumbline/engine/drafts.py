"""Judge one text at a time, before it is published: the same checks as `engine.wording`, without loading tables."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from plumbline import checks
from plumbline.checks import POST_CHECKS, post_check, wants_of
from plumbline.domain.finding import Evidence, Failure, Finding, describe, finding_id, plain
from plumbline.domain.provenance import Known, Sources, Standing
from plumbline.domain.vocabulary import Confidence, FindingStatus
from plumbline.domain.wording import Flag, Mark, Utterance
from plumbline.engine.media_text import UNHEARD, heard_as, spoken
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.model import Rulebook
from plumbline.rulebook.parameters import parameters
from plumbline.rulebook.sources import sources_of
from plumbline.text import compiled
from plumbline.text.reading import Reading
from plumbline.text.shipped import FOLDER as LEXICONS
from plumbline.text.wanted import Need, need, wanted

WANTED = "wanted"
"""The compiled file that says what each check wants, so that a check is opened only for a text that it wants."""


class Ready(msgspec.Struct, frozen=True):
    """What the checks of a book want, made ready; `book` is its digest."""

    book: str
    needs: dict[str, Need]


@dataclass(frozen=True)
class Fault:
    """A finding about a draft, the subject of its flag, and the better wording where one is sure."""

    finding: Finding
    subject: str
    marks: tuple[Mark, ...]
    suggestion: str | None


@dataclass(frozen=True)
class Judged:
    """What is to be said of a draft, in the order of the text, and which checks crashed on it."""

    faults: tuple[Fault, ...]
    failures: tuple[Failure, ...]


class _ListsOf:
    """The lists of sources of a book, put together when a check first asks: few drafts name a source."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @cached_property
    def _lists(self) -> Sources:
        return sources_of(self._book)

    @property
    def given(self) -> bool:
        return self._lists.given

    def named(self, name: str, on: str = "") -> Standing | None:
        return self._lists.named(name, on)

    def at(self, address: str, on: str = "") -> Standing | None:
        return self._lists.at(address, on)

    def same(self, name: str, source_id: str) -> bool:
        return self._lists.same(name, source_id)


def _as_found(_check: str, flag: Flag) -> Flag:
    return flag


class DraftJudge:
    """The post checks of a book, ready to judge text after text."""

    def __init__(self, book: Rulebook, names: Iterable[str] = POST_CHECKS, known: Known | None = None) -> None:
        """Put together what the checks want; rules that the book lacks or has switched off are left out.

        `known` is what the texts are held against; without it, the lists of the book alone.
        """
        self.book = book
        self._known, self._lists = known, _ListsOf(book)
        self._params: dict[str, Any] = {}
        self.checks = tuple(name for name in names if name in book.rules and book.rules[name].enabled)
        self._lexicon = lexicon_of(book)
        ready = compiled.read(WANTED, sources(), Ready)
        needs = ready.needs if ready and ready.book == book.sha256 else needs_of(book)
        self._needs = {name: needs[name] for name in self.checks}

    def judge(
        self, utterance: Utterance, *, account: str | None = None, post: str | None = None, media_text: str = ""
    ) -> Judged:
        """The faults of a text, then those of the words of its pictures; `account` and `post` are its ids, if any."""
        known, key = self._known, (account or "", post or "")
        at = int(utterance.said_at.timestamp() * 1_000_000) if utterance.said_at else None
        origins = known.origins([utterance.text], [at], [key])[0] if known else ()
        sources = known.sources if known else self._lists
        reading = Reading(utterance, self._lexicon, sources=sources, origins=origins)
        judged = self._judged(reading, wanted(reading, self._needs), account, post)
        if not media_text.strip():
            return judged
        heard = Reading(spoken(utterance, media_text), self._lexicon, sources=sources)
        also = self._judged(heard, wanted(heard, self._needs_heard), account, post, heard_as)
        return Judged((*judged.faults, *also.faults), (*judged.failures, *also.failures))

    @cached_property
    def _needs_heard(self) -> dict[str, Need]:
        return {name: each for name, each in self._needs.items() if name not in UNHEARD}

    def _judged(
        self,
        reading: Reading,
        names: Iterable[str],
        account: str | None,
        post: str | None,
        told: Callable[[str, Flag], Flag] = _as_found,
    ) -> Judged:
        faults: list[Fault] = []
        failures: list[Failure] = []
        for name in names:
            try:
                flags = self._find(name, reading)
                faults += [self._fault(name, told(name, flag), reading.utterance, account, post) for flag in flags]
            except Exception as error:  # a broken check must not take the others down
                failures.append(Failure(name, describe(error)))
        return Judged(tuple(sorted(faults, key=_place)), tuple(failures))

    def _find(self, check: str, reading: Reading) -> Iterable[Flag]:
        """The check's flags; its module is opened when a text first wants it."""
        module = post_check(check)
        if check not in self._params:
            self._params[check] = parameters(module, self.book.rules[check])
        found: Iterable[Flag] = module.find(reading, self._params[check])
        return found

    def _fault(self, check: str, flag: Flag, said: Utterance, account: str | None, post: str | None) -> Fault:
        book, variant = self.book, flag.variant
        finding = Finding(
            finding_id=finding_id(check, account, post, "/".join(filter(None, (variant, flag.subject)))),
            account_id=account,
            post_id=post,
            check=check,
            clause=book.clause_id(check, variant),
            variant=variant,
            severity=book.severity(check, variant),
            confidence=str(flag.confidence),
            reader=book.reader(check, variant),
            facts=_facts(post_check(check), flag),
            evidence=tuple(_evidence(mark, mark.table or said.table, mark.key or post) for mark in flag.marks),
            status=FindingStatus.NEW,
            fails=book.can_fail(check, variant) and flag.confidence == Confidence.HIGH,
        )
        return Fault(finding, flag.subject, flag.marks, flag.suggestion)


def needs_of(book: Rulebook) -> dict[str, Need]:
    """What each post check that the book enables wants, asked of the checks themselves."""
    lexicon = lexicon_of(book)
    enabled = [name for name in POST_CHECKS if name in book.rules and book.rules[name].enabled]
    modules = {name: post_check(name) for name in enabled}
    return {
        name: need(wants_of(module, parameters(module, book.rules[name]), lexicon), lexicon)
        for name, module in modules.items()
    }


def sources() -> list[Path]:
    """The files that decide what the checks want, beside the book: all lexicons, and the checks themselves."""
    found = [Path(checks.__path__[0], *name.split(".")).with_suffix(".py") for name in POST_CHECKS]
    return [*sorted(LEXICONS.glob("*.yml")), *(path for path in found if path.exists())]


def _facts(module: ModuleType, flag: Flag) -> dict[str, Any]:
    """The facts that the check declares; TypeError if the flag has others."""
    names = [field.name for field in dataclasses.fields(module.Facts)]
    if set(names) != set(flag.facts):
        raise TypeError(f"facts are other than declared: {sorted(set(names) ^ set(flag.facts))}")
    return {name: plain(flag.facts[name]) for name in names}


def _evidence(mark: Mark, table: str, key: str | None) -> Evidence:
    return Evidence(table, key, mark.field, mark.start, mark.end, mark.quote.encode(errors="replace").decode())


def _place(fault: Fault) -> tuple[int, str, str]:
    first = fault.marks[0].start if fault.marks else 0
    return first, fault.finding.check, fault.finding.variant or ""
