"""What an account said, and what a post check says of it: the words of checks that judge one text at a time.

Nothing here needs a table, so that one draft is judged without loading what whole columns need.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ANSWER_KINDS = ("reply", "comment", "auto_reply", "message")
"""Kinds said to a person rather than to everyone."""
SHORT_ANSWER = 40


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text of an account. `kind` is that of `posts`; an answer of `messages` is a `message` or an `auto_reply`.

    `table` and `key` say where it stands; `quoted_text` is what a repost passes on; `account_name` and `mission` come
    from the register, empty where it is silent; `said_on` is the local day in ISO form, empty where it is not known,
    `said_at` the moment (None: not known, as of a draft). `quoted_source`, `source_name`, `urls` are those of `posts`.
    """

    text: str
    kind: str = "post"
    quoted_text: str | None = None
    automatic: bool = False
    table: str = "posts"
    account_name: str = ""
    mission: str = ""
    said_on: str = ""
    said_at: datetime | None = None
    account_id: str = ""
    quoted_source: str = ""
    source_name: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text: characters [start, end) of the original, and what is shown of it (masked where it must be).

    `table` and `key` are empty where it is a place of the text that is judged; else they name the row of another text.
    """

    start: int
    end: int
    quote: str
    field: str = "text"
    table: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A fault of one text. `facts` holds exactly the check's `Facts`; `suggestion` a better wording where one is sure.

    `subject` tells apart two flags of one check and variant on one text.
    """

    marks: tuple[Mark, ...]
    variant: str | None = None
    confidence: str = "high"
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Wants:
    """Which texts deserve a look: a trigger of one of `lexicons`, one of `literals` (folded), a score or a shape.

    `scores` are the least scores of models (per mille); `answer_scores` those for texts said to a person, where they
    differ. Shapes: ``digits7`` seven digits with at most two marks (or an x) between each, ``at`` an @
    between Latin letters or digits,
    ``short_answer`` at most 40 folded characters said to a person, ``named`` a source in a field of its own
    (quoted_source, source_name, urls), ``copied`` an article that it repeats, ``repeated`` an article or an earlier
    post of the account itself (`Reading.origins`).
    """

    lexicons: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    answer_scores: Mapping[str, int] = field(default_factory=dict)
    shapes: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
