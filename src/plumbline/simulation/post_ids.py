"""Seeded accounts whose post ids carry their time as Weibo's do, and displayed times that go with them or do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl

from plumbline.domain.tables import TABLES

AS_OF = datetime(2026, 6, 30, 4, tzinfo=UTC)
_EPOCH = 515_483_463
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Habits:
    """Of an account's posts in percent: `drafts` displayed up to a fortnight after their id, `edited` displayed later
    with an edit mark, `foreign` with an invented id of nine letters, `dated_only` with the day alone; `zone_hours`
    added to all displayed times by the collector; `set_back` seconds by which `tampered` posts are dated before their
    id."""

    drafts: float = 0
    edited: float = 0
    foreign: float = 0
    dated_only: float = 0
    zone_hours: int = 0
    tampered: int = 0
    set_back: int = 0


def weibo_number(at: datetime, rest: int = 0) -> int:
    """The 16-digit number of a post of that second; `rest` (below 2²²) tells posts of a second apart."""
    return (int(at.timestamp()) - _EPOCH) * 2**22 + rest


def weibo_letters(number: int) -> str:
    """The nine letters of a post's number: groups of seven decimal digits from the right, each to the base 62."""
    groups = [number // 10**14, number // 10**7 % 10**7, number % 10**7]
    return _base_62(groups[0]) + "".join(_base_62(group).rjust(4, "0") for group in groups[1:])


def _base_62(number: int) -> str:
    text = _LETTERS[number % 62]
    while number := number // 62:
        text = _LETTERS[number % 62] + text
    return text


def weibo_posts(seed: int, accounts: int, posts: int = 80, habits: Habits | None = None) -> Mapping[str, pl.DataFrame]:
    """`accounts` and `posts` of a dossier: `posts` of each account within ten months, shown to the minute, their ids
    made up to 90 s after or 10 s before the displayed time."""
    dice, habits = np.random.default_rng(seed), habits or Habits()
    ids = [f"weibo:{number:05d}" for number in range(accounts)]
    rows = [row for account in ids for row in _account(dice, account, posts, habits)]
    registered = [{"account_id": account, "platform": "weibo", "name": account} for account in ids]
    return {"accounts": _frame("accounts", registered), "posts": _frame("posts", rows)}


def _account(dice: np.random.Generator, account: str, posts: int, habits: Habits) -> list[dict[str, Any]]:
    moments = np.sort(dice.integers(20 * 1440, 300 * 1440, posts))[::-1]
    order = dice.permutation(posts)
    return [
        _post(dice, account, number, AS_OF - timedelta(minutes=int(minute)), habits, int(order[number]))
        for number, minute in enumerate(moments)
    ]


def _post(
    dice: np.random.Generator, account: str, number: int, at: datetime, habits: Habits, order: int
) -> dict[str, Any]:
    made = at + timedelta(seconds=int(dice.integers(-10, 90)))
    shown, edited = at, None
    if order < habits.tampered:
        made = at + timedelta(seconds=habits.set_back + int(dice.integers(0, 60)))
    elif dice.random() < habits.drafts / 100:
        made = at - timedelta(minutes=int(dice.integers(20, 20_000)))
    elif dice.random() < habits.edited / 100:
        shown, edited = at + timedelta(hours=int(dice.integers(1, 48)), minutes=7), at + timedelta(hours=50)
    if dice.random() < habits.dated_only / 100:
        shown = (shown + timedelta(hours=8)).replace(hour=0, minute=0) - timedelta(hours=8)
    return {
        "account_id": account, "post_id": _id(dice, made, number, habits), "text": "工作动态", "kind": "post",
        "posted_at": shown + timedelta(hours=habits.zone_hours), "edited_at": edited,
    }  # fmt: skip


def _id(dice: np.random.Generator, made: datetime, number: int, habits: Habits) -> str:
    if dice.random() < habits.foreign / 100:
        return "".join(_LETTERS[place] for place in dice.integers(0, 62, 9))
    mid = weibo_number(made, 1 + number)
    return str(mid) if dice.random() < 0.5 else weibo_letters(mid)


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = TABLES[table].schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
