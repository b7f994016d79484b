"""Which levels of review a draft still lacks, and whether they decided in their order."""

from collections.abc import Iterable
from itertools import pairwise

from plumbline.provenance.approval_steps import Step, Way
from plumbline.provenance.approval_words import FINAL, FIRST, HEAD, REVIEWER, ROLES, SUBMITTED

_TWO, _THREE, _FOUR = 2, 3, 4


def missing(way: Way, levels: int) -> tuple[str, ...]:
    """The levels that did not approve, of so many: the author and a review, the final review, the head of the office.

    Where the record counts reviews (first, second, third), the author is none of them. An approval at a level of an
    unknown name may stand for any one of those that are missing.
    """
    passed = {step.role for step in way.standing}
    if HEAD in passed and levels < _FOUR:
        passed.add(FINAL)
    counted = any(step.role == FIRST for step in way.steps)
    lacking = [role for role in _needed(levels, passed, counted=counted) if role not in passed]
    spare = sum(not step.role for step in way.standing)
    return tuple(lacking[spare:])


def _needed(levels: int, passed: Iterable[str], *, counted: bool) -> tuple[str, ...]:
    reviews = (FIRST, REVIEWER, FINAL) if counted else (REVIEWER, FINAL)
    if levels >= _THREE:
        return (*reviews, HEAD) if levels >= _FOUR else reviews
    had = [role for role in reviews if role in passed]
    wanted = max(0, levels - (0 if counted else 1))
    lacking = [role for role in reviews if role not in had]
    return tuple(lacking[: max(0, wanted - len(had))])


def is_in_order(way: Way) -> bool:
    """Whether no level approved before the one below it had; times that are not given are taken as in order."""
    timed = [step for step in way.standing if step.role in ROLES and step.at]
    first: dict[str, Step] = {}
    for step in timed:
        first.setdefault(step.role, step)
    ranked = [first[role] for role in ROLES if role in first]
    written = max((one.at for one in way.authors if one.at and one.decision == SUBMITTED), default=None)
    if written and any(step.at and step.at < written for step in ranked):
        return False
    return all(one.at <= other.at for one, other in pairwise(ranked) if one.at and other.at)
