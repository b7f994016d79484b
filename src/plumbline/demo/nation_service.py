"""The nation's messages and the spans in which its accounts were watched."""

from datetime import datetime
from random import Random

import numpy as np
import numpy.typing as npt
import polars as pl

from plumbline.demo.moment import TODAY
from plumbline.demo.phrasing import phrase

_MESSAGES_AN_ACCOUNT = 2
_ARRIVING_DAYS = 88
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_KINDS = pl.Series(["question", "complaint", "suggestion", "other"])
_STATES = (0.03, 0.06, 0.09)
"""Up to which share of messages: not answered, answered by a machine, answered with a formula; the rest really."""
_ANSWERS = 300


def message_frame(accounts: pl.Series, first_day: datetime, dice: np.random.Generator) -> pl.DataFrame:
    """`messages`: two an account on average, most of them answered within two days."""
    number = accounts.len() * _MESSAGES_AN_ACCOUNT
    received = _micros(first_day) + (dice.random(number) * _ARRIVING_DAYS * _DAY).astype(np.int64)
    state = np.searchsorted(_STATES, dice.random(number), side="right")
    taken = np.minimum(dice.lognormal(-0.6, 1.3, number), 40.0)
    answered = received + np.where(state == 1, _SECOND, (taken * _DAY).astype(np.int64))
    open_ones = np.flatnonzero(state == 0)
    pick = np.where(state == 3, 2 + dice.integers(0, _ANSWERS, number), np.maximum(state - 1, 0))
    return pl.DataFrame(
        {
            "account_id": accounts.gather(dice.integers(0, accounts.len(), number)),
            "message_id": "m" + pl.Series(np.arange(number)).cast(pl.String).str.zfill(8),
            "received_at": _times(received),
            "kind": _KINDS.gather(np.searchsorted([0.5, 0.75, 0.9], dice.random(number), side="right")),
            "answered_at": _times(answered).scatter(open_ones, None),
            "answer": _answers().gather(pick).scatter(open_ones, None),
            "automatic": state == 1,
        }
    ).sort("received_at", "message_id")


def coverage_frame(
    accounts: pl.Series, first_day: datetime, as_of: datetime, dice: np.random.Generator
) -> pl.DataFrame:
    """`coverage`: one to three spans an account; in 1 of 20 a blind one lies between, 1 of 100 was never watched."""
    number = accounts.len()
    start, end = _micros(first_day), _micros(as_of)
    broken = start + (dice.uniform(10, 60, number) * _DAY).astype(np.int64)
    mended = np.minimum(broken + (dice.uniform(0.5, 40, number) * _DAY).astype(np.int64), end - _DAY)
    chance = dice.random(number)
    blind, two, one = chance < 0.05, (chance >= 0.05) & (chance < 0.30), (chance >= 0.30) & (chance < 0.99)
    whole = np.full(number, start), np.full(number, end)
    spans = [
        _spans(accounts, whole[0], broken, blind | two, "seen"),
        _spans(accounts, broken, mended, blind, "blind"),
        _spans(accounts, mended, whole[1], blind, "seen"),
        _spans(accounts, broken, whole[1], two, "seen"),
        _spans(accounts, whole[0], whole[1], one, "seen"),
    ]
    return pl.concat(spans).sort("account_id", "started_at")


def _spans(
    accounts: pl.Series,
    start: npt.NDArray[np.int64],
    end: npt.NDArray[np.int64],
    where: npt.NDArray[np.bool_],
    outcome: str,
) -> pl.DataFrame:
    at = np.flatnonzero(where)
    times = {"started_at": _times(start[at]), "ended_at": _times(end[at])}
    return pl.DataFrame({"account_id": accounts.gather(at), **times}).with_columns(outcome=pl.lit(outcome))


def _answers() -> pl.Series:
    """A machine's answer, a formula, then real ones."""
    rng = Random(_ANSWERS)  # noqa: S311  made-up data wants repeatable dice
    kinds = ["robot", "canned", *["answer"] * _ANSWERS]
    return pl.Series([phrase(kind, rng, TODAY) for kind in kinds])


def _micros(moment: datetime) -> int:
    return int(moment.timestamp()) * _SECOND


def _times(micros: npt.NDArray[np.int64]) -> pl.Series:
    return pl.Series(micros // _SECOND * _SECOND).cast(pl.Datetime("us", "UTC"))
