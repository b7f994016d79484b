"""A blind double review of followers: what is drawn, what readers answer, and what is kept of both."""

from collections.abc import Mapping
from datetime import date

import msgspec

READERS = ("1", "2")
ADJUDICATOR = "adjudicator"
MARK, NO_MARK, UNCLEAR = "1", "0", "?"
"""The three answers. What stays unclear counts as no mark: doubt speaks for the follower and for the account."""


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account whose followers are reviewed; the first of a key is the account that the review is about.

    `kind`: ``whole`` (all its followers), ``recent`` (the most recent `size`) or ``collected`` (a part, of which no
    more is known); `size` followers of which `scored` were drawn at random, `mean` their mean score; of these the first
    `reviewed` are read. `followers`: how many it has by the latest count, None where no count is there.
    """

    account_id: str
    kind: str
    size: int
    scored: int
    mean: float
    reviewed: int
    followers: int | None

    @property
    def population(self) -> int | None:
        """How many followers the figure speaks of; None where the list is a part of unknown standing."""
        return None if self.kind == "collected" else self.size


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One profile to be read: its number, the place of its account in the key, its score, and what readers see."""

    item: int
    of: int
    score: float
    shown: tuple[str, ...]


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which item belongs where. `drawn_on`: the day to which the lists belong; `tables`, `sheet`: SHA-256 of the
    dossier's files and of the coding sheet."""

    check: str
    seed: str
    drawn_on: date
    tables: Mapping[str, str]
    sheet: str
    lists: tuple[Listed, ...]
    items: tuple[Item, ...]


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one person answered: item to answer. `sha256` is that of the file; `times`: how often it was recorded."""

    reader: str
    by: str
    file: str
    sha256: str
    answers: Mapping[int, str]
    times: int = 1


def disagreements(first: Reading, second: Reading) -> list[int]:
    """Items to which two readers gave different answers, in order; an unclear one is an answer."""
    return sorted(item for item, answer in first.answers.items() if second.answers[item] != answer)


def settled(first: Reading, second: Reading, adjudicated: Reading | None) -> dict[int, str] | None:
    """The answer to each item that counts; None as long as something is left to adjudicate."""
    open_items = disagreements(first, second)
    decided = adjudicated.answers if adjudicated else {}
    if any(item not in decided for item in open_items):
        return None
    return {**first.answers, **{item: decided[item] for item in open_items}}
