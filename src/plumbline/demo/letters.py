"""What people ask the accounts of the demo, and how they are answered: rows of `messages`, without a word of theirs."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from random import Random
from typing import Any

from plumbline.demo.moment import FIRST_DAY, TODAY, days, instant
from plumbline.demo.phrasing import phrase
from plumbline.demo.plans import Plan
from plumbline.series.working_days import add_working_days

_KINDS = ("question", "question", "question", "complaint", "suggestion", "other")
_SETTLED_FOR = 6
"""No ordinary message arrives in the last days of the quarter, so that every answer lies within it."""


def letters_of(plan: Plan, seed: int) -> list[dict[str, Any]]:
    """Every row of `messages` of one account, in order of arrival. The same plan and seed give the same rows."""
    rng = Random(f"{seed}/{plan.account_id}/letters")  # noqa: S311  made-up data wants repeatable dice
    rows = [*_ordinary(plan, rng), *(_letter(plan, letter, rng) for letter in plan.letters)]
    rows.sort(key=lambda row: (row["received_at"], row["kind"]))
    return [{**row, "message_id": f"m{number + 1:04d}"} for number, row in enumerate(rows)]


def _ordinary(plan: Plan, rng: Random) -> Iterator[dict[str, Any]]:
    quarter = days(FIRST_DAY, TODAY)[:-_SETTLED_FOR]
    for _ in range(plan.ordinary):
        answer = "formula_and_answer" if rng.random() < 0.2 else "answer"
        letter = {"kind": rng.choice(_KINDS), "on": rng.choice(quarter), "answer": answer, "after": rng.randint(1, 2)}
        yield _letter(plan, letter, rng)


def _letter(plan: Plan, letter: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    received = instant(letter["on"], time(rng.randint(7, 20), rng.randrange(60), rng.randrange(60)))
    row = {"account_id": plan.account_id, "received_at": received, "kind": letter["kind"], "automatic": False}
    if "transferred_after" in letter:
        row["transferred_at"] = _office_hour(letter["on"], letter["transferred_after"], rng)
    if "answer" not in letter:
        return row
    by_machine = letter["answer"] == "robot"
    row["answered_at"] = received if by_machine else _office_hour(letter["on"], letter["after"], rng)
    return row | {"answer": _answer(letter["answer"], letter["on"], rng), "automatic": by_machine}


def _answer(kind: str, day: date, rng: Random) -> str:
    if kind == "formula_and_answer":
        return phrase("formula", rng, day) + phrase("answer", rng, day)
    return phrase(kind, rng, day)


def _office_hour(received: date, working_days: int, rng: Random) -> datetime:
    return instant(add_working_days(received, working_days), time(rng.randint(9, 16), rng.randrange(60)))
