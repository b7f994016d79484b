"""Personal views on an official account: opinions, verdicts of taste, sides taken, quarrels and guesses of a person.

Method: the text is searched for the forms of a private view (lexicon `opinion`): set phrases that declare it, a first
person singular that thinks or takes sides, verdicts on films, stars, teams and brands, on politicians and candidates,
on courts, quarrels with media and netizens, speculation. Words in another's voice (quotations, headlines, speakers,
other persons as subject) do not count. A text longer than `longest` characters, a comment column, or a mere "I think"
in a text of more than `longest_thought` is a `hint`: an essay, or an interview whose quotation marks are missing.

Blind spots: views without such a form; irony; interviews printed without any mark of who speaks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.private_voice import own
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("hint",)
LEXICONS = ("opinion",)
MODELS: tuple[str, ...] = ()

_COLUMN = re.compile(r"锐评|微评|快评|短评|时评|评论员|人民日报评论|夜读|editorial|column|op-ed")
_THINKING = ("think", "guess")


@dataclass(frozen=True)
class Params:
    """Lengths (characters) up to which a form, and a mere "I think", is taken for the account's own view."""

    longest: int
    longest_thought: int


@dataclass(frozen=True)
class Facts:
    """What sort of view, and the words."""

    sort: str
    words: str


def wants(params: Params) -> Wants:
    """Texts with a form of a private view."""
    return Wants(LEXICONS)


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for all forms in the account's own voice."""
    hits = [hit for hit in reading.hits("opinion") if own(reading, hit.start, hit.end)]
    if not hits:
        return []
    marks = tuple(reading.mark(hit.start, hit.end) for hit in hits)
    facts = {"sort": hits[0].group, "words": marks[0].quote}
    if _essay(reading, hits, params):
        return [Flag(marks, "hint", "low", facts)]
    return [Flag(marks, None, "high" if any(hit.group == "form" for hit in hits) else "medium", facts)]


def _essay(reading: Reading, hits: list[Hit], params: Params) -> bool:
    thought = all(hit.group in _THINKING for hit in hits)
    limit = params.longest_thought if thought else params.longest
    return len(reading.folded) > limit or _COLUMN.search(reading.folded) is not None
