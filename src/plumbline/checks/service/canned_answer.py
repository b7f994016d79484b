"""An answer that is a formula only: received, thank you, passed on, and not a word on the matter.

Method: folds the answer (NFKC, lower case, no spaces, each run of punctuation one break) and asks whether the
rulebook's formulas of greeting, thanks, receipt and transfer are all it is made of, up to `max_chars` letters and
digits. One clause that says something (a date, a place, a reason) makes it a real answer. A notice of transfer is
accepted when the message was in fact transferred. Answers marked automatic are left to `unanswered_message`.

Blind spots: formulas that the rulebook does not list; long answers that say nothing in their own words; pictures.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from plumbline.domain.check import Detection, Shard, detection, evidence
from plumbline.domain.vocabulary import Reason
from plumbline.series.answers import messages_of_judged, with_state

KIND = "account_check"
READS = ("accounts", "messages")
NEEDS = ("accounts", "messages")
REASONS: tuple[Reason, ...] = ()
VARIANTS = ()


@dataclass(frozen=True)
class Params:
    """`patterns`: formulas as regular expressions over folded text. `max_chars`: letters and digits at most."""

    patterns: tuple[str, ...]
    max_chars: int


@dataclass(frozen=True)
class Facts:
    """`answer`: what was answered, word for word."""

    answer: str
    answered_on: date


def find(shard: Shard, params: Params) -> Detection:
    """One finding for each message of a judged account that was answered with a formula."""
    messages = with_state(messages_of_judged(shard), patterns=params.patterns, max_chars=params.max_chars)
    canned = messages.filter(pl.col("state") == "canned", pl.col("transferred_on").is_null())
    found = canned.select(
        "account_id",
        subject="message_id",
        evidence=evidence("messages", "message_id", "answer", "answer"),
        answer="answer",
        answered_on="answered_on",
    )
    return detection(found)
