"""The way of a draft through review: who decided what, at which level, and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from plumbline.provenance.approval_words import (
    APPROVED,
    AUTHOR,
    RETURNED,
    SUBMITTED,
    class_of,
    decision_of,
    role_of,
)
from plumbline.provenance.keyed import keyed
from plumbline.text.patterns import pattern

_CLASS_KEYS = ("class", "content_class", "信息类别", "内容类别", "类别")
_HIDDEN = pattern(r"[*＊×●○某]")


@dataclass(frozen=True, slots=True)
class Step:
    """One decision; `written` its level, decision and moment as recorded. `who` is the person as names compare
    (empty: not given, or hidden); `role` empty: not known."""

    person: str
    who: str
    role: str
    decision: str
    at: datetime | None
    written: str


@dataclass(frozen=True, slots=True)
class Way:
    """The steps in order of time (of the record, where a time is missing), and the content class (empty: not said)."""

    steps: tuple[Step, ...]
    content_class: str

    @property
    def is_returned(self) -> bool:
        """Whether the last decision was to send it back."""
        decided = [step.decision for step in self.steps if step.decision in (APPROVED, RETURNED)]
        return bool(decided) and decided[-1] == RETURNED

    @property
    def standing(self) -> tuple[Step, ...]:
        """The approvals that stand: those since it was last sent back."""
        last = max((at for at, step in enumerate(self.steps) if step.decision == RETURNED), default=-1)
        return tuple(step for step in self.steps[last + 1 :] if step.decision == APPROVED)

    @property
    def authors(self) -> tuple[Step, ...]:
        """Who wrote or submitted it, at any time."""
        return tuple(step for step in self.steps if step.role == AUTHOR and step.decision != RETURNED)


def way(steps: str | None, timezone: str) -> Way | None:
    """The steps of a draft as its row has them; None where they are not given or nobody could read them."""
    try:
        rows = json.loads(steps) if steps else None
    except ValueError:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    read = [_step(row, ZoneInfo(timezone)) for row in rows]
    if all(step.at for step in read):
        read.sort(key=lambda step: step.at.timestamp() if step.at else 0.0)
    return Way(tuple(read), _class(rows))


def person_key(name: str) -> str:
    """A person as names compare: case, width, script and blanks make no other. A hidden name (李**) is like none."""
    return "" if _HIDDEN.search(name) else keyed(name).key or "".join(name.casefold().split())


def _step(row: Mapping[str, Any], zone: ZoneInfo) -> Step:
    person, role = _said(row, "person"), role_of(_said(row, "level"))
    decided = _said(row, "decision")
    decision = decision_of(decided)
    if decision == SUBMITTED or (role == AUTHOR and (decision == APPROVED or not decided)):
        role, decision = AUTHOR, SUBMITTED
    written = " ".join(filter(None, (_said(row, name) for name in ("level", "decision", "at"))))
    return Step(person, person_key(person), role, decision, _moment(_said(row, "at"), zone), written)


def _class(rows: Sequence[Mapping[str, Any]]) -> str:
    said = (class_of(_said(row, name)) for row in rows for name in _CLASS_KEYS)
    return next(filter(None, said), "")


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()


def _moment(written: str, zone: ZoneInfo) -> datetime | None:
    try:
        at = datetime.fromisoformat(written.replace("/", "-"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)
