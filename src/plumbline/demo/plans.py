"""The fleet on paper: one plan per account says what it is, how it posts, what it answers and how it was watched."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plumbline.demo.moment import FIRST_DAY, TODAY
from plumbline.demo.particulars import particulars
from plumbline.demo.shipped import rows

_WITH_LETTERS = ("weibo", "wechat", "website")
_FURTHER = 500
"""Numbers of further accounts begin here, so that no two accounts of a platform share one."""


@dataclass(frozen=True)
class Posting:
    """How an account posts. Days are natural days; `last` is the last day with a post by a person.

    `gaps` are the last distances between days of posting; `quiet` leaves out the days between two days of posting;
    `automatic_from` adds one automatic post a day; `noise` are kinds that go on after `last` and are no update.
    """

    rate: float = 0.6
    first: date = FIRST_DAY
    last: date | None = TODAY
    gaps: tuple[int, ...] = ()
    quiet: tuple[date, date] | None = None
    automatic_from: date | None = None
    noise: tuple[str, ...] = ()
    future: date | None = None


@dataclass(frozen=True)
class Plan:
    """One account. `key` is ``platform unit`` (a further one: ``platform unit 2``); `row` its line in the register.

    `letters` are messages of their own kind beside the ordinary ones, of which there are `ordinary`; `said` are texts
    of its own: `on` (day and time), `text`, any other column of `posts`, how they were reviewed
    (`demo.reviews`), and what became of them (`demo.traces`).
    `growth` adds `people` followers over `days` days from `on`; `listed` is a list of followers (`length`, `bought` of
    them); `delivered`: reactions to its posts come at an even rate.
    `watch` is ``long`` or ``daily`` looks, ``none`` at all, or ``blind`` from the day `blind_from`.
    """

    key: str
    row: Mapping[str, Any]
    voices: tuple[str, ...]
    posting: Posting
    letters: tuple[Mapping[str, Any], ...] = field(default=())
    said: tuple[Mapping[str, Any], ...] = field(default=())
    ordinary: int = 0
    watch: str = "long"
    blind_from: date | None = None
    growth: Mapping[str, Any] | None = None
    listed: Mapping[str, Any] | None = None
    delivered: bool = False

    @property
    def account_id(self) -> str:
        """The account's id."""
        return str(self.row["account_id"])


def plans_of(fleet: str) -> dict[str, Plan]:
    """The plans of a fleet by key: every account as it should be, then changed as `<fleet>.yml` says."""
    plans = _sound_plans()
    for number, change in enumerate(rows(fleet)):
        plan = _changed(plans[change["of"]], change, number)
        plans[plan.key] = plan
    return plans


def _sound_plans() -> dict[str, Plan]:
    plans: dict[str, Plan] = {}
    for number, group in enumerate(rows("accounts")):
        for platform, rate in group["on"].items():
            plan = _sound(group, platform, rate, number)
            plans[plan.key] = plan
    return plans


def _sound(group: Mapping[str, Any], platform: str, rate: float, number: int) -> Plan:
    return Plan(
        key=f"{platform} {group['unit']}",
        row=particulars(platform, group, number),
        voices=tuple(group["voices"]),
        posting=Posting(rate=rate),
        ordinary=6 + (number * 7) % 12 if platform in _WITH_LETTERS else 0,
        watch="daily" if (number + len(platform)) % 3 == 0 else "long",
    )


def _changed(plan: Plan, change: Mapping[str, Any], number: int) -> Plan:
    """The plan with a change made to it; with `as` a further account of the same unit on the platform named there."""
    further = "as" in change
    key = change.get("as", plan.key)
    own = particulars(key.split()[0], plan.row, _FURTHER + number) if further else {}
    return replace(
        plan,
        key=key,
        row={**plan.row, **own, **change.get("row", {})},
        posting=replace(plan.posting, **_posting(change.get("posting", {}))),
        letters=tuple(change.get("letters", () if further else plan.letters)),
        said=tuple(change.get("said", () if further else plan.said)),
        ordinary=0 if further else plan.ordinary,
        watch=change.get("watch", plan.watch),
        blind_from=change.get("blind_from"),
        growth=change.get("growth", None if further else plan.growth),
        listed=change.get("listed", None if further else plan.listed),
        delivered=change.get("delivered", False if further else plan.delivered),
    )


def _posting(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}
