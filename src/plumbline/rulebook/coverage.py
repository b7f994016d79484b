"""How far a rulebook covers the law: each clause with its status and checks, counted by instrument."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.domain.vocabulary import ClauseStatus
from plumbline.rulebook.model import Rule, Rulebook


@dataclass(frozen=True)
class Covered:
    """A clause, and the enabled checks whose findings are cited under it, sorted by name."""

    clause: str
    instrument: str
    status: ClauseStatus
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """`counts`: clauses of each instrument by status, instruments in the order of their ids, every status present."""

    counts: Mapping[str, Mapping[ClauseStatus, int]]
    clauses: tuple[Covered, ...]

    @property
    def total(self) -> Mapping[ClauseStatus, int]:
        """Clauses of the whole book by status."""
        return {status: sum(counts[status] for counts in self.counts.values()) for status in ClauseStatus}


def coverage(book: Rulebook) -> Coverage:
    """Count the clauses of `book`; an instrument without clauses is left out."""
    checks = checks_by_clause(book)
    clauses = tuple(
        Covered(name, clause.instrument, clause.status, checks.get(name, ())) for name, clause in book.clauses.items()
    )
    found = Counter((clause.instrument, clause.status) for clause in clauses)
    instruments = sorted({clause.instrument for clause in clauses})
    counts = {name: {status: found[name, status] for status in ClauseStatus} for name in instruments}
    return Coverage(counts, clauses)


def checks_by_clause(book: Rulebook) -> dict[str, tuple[str, ...]]:
    """Each cited clause with the enabled checks that cite it."""
    cited: dict[str, set[str]] = {}
    for check, rule in book.rules.items():
        if rule.enabled:
            for clause in cited_by(rule):
                cited.setdefault(clause, set()).add(check)
    return {clause: tuple(sorted(checks)) for clause, checks in cited.items()}


def cited_by(rule: Rule) -> tuple[str, ...]:
    """Every clause that a rule cites, its own first: also, and those of its variants."""
    variants = (variant.clause for variant in rule.variants.values())
    return tuple(dict.fromkeys([rule.clause, *rule.also, *(clause for clause in variants if clause)]))
