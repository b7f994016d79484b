"""Evasive or jesting answers to citizens.

Method: only replies, comments, automatic replies and answers to messages of at most `max_chars` characters. A phrase of
the lexicon `brush_off` in the answer's own voice, while the answer gives nothing: no office, number or address to turn
to, no ground, no procedure, no promise to look into it and no date. "I do not know", "nothing can be done" and "another
time" count only where besides them and greetings at most `bare_chars` characters are said (four times as many letters),
because more words usually say something. Chatty words count alone in automatic replies, else two together. Answers made
of formulas alone belong to `canned_answer`.

Blind spots: long answers that evade; answers off the point that use no known phrase, because the question is not
compared; whether an office that is named is the right one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.helpfulness import points_somewhere, promises
from plumbline.text.lexicon import Hit
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("jest", "counter", "search", "not_mine", "ask_others", "dunno", "no_way", "later", "refuse")
LEXICONS = ("brush_off",)
MODELS = ()
BARE = ("dunno", "no_way", "later")
"""Honest words in a longer answer; a brush-off where there is hardly anything else."""
ALONE = 8
"""A phrase with at most so many characters beside it is all that the answer says."""
LETTERS = 4
"""So many letters say as much as one Han character."""
_GREETING = re.compile(
    r"(?:尊敬的|亲爱的)?[\u4e00-\u9fff]{0,4}(?:网友|市民|用户|先生|女士|朋友)[,:!]*|[您你]好[呀啊哦]?|亲[,~!]"
    r"|感谢[^,。!]{0,12}|谢谢[^,。!]{0,8}|抱歉|对不起|不好意思|[\s,。!?~:;、…]"
)


@dataclass(frozen=True)
class Params:
    """Longest answer that is looked at, and longest that may be nothing but "I do not know"."""

    max_chars: int
    bare_chars: int


@dataclass(frozen=True)
class Facts:
    """The words that brush off."""

    words: str


def wants(params: Params) -> Wants:
    """A phrase of the lexicon."""
    return Wants(lexicons=LEXICONS)


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: of the strongest kind of phrase, in the order of `VARIANTS`."""
    if not reading.is_answer or len(reading.folded) > params.max_chars:
        return
    hits = [hit for hit in reading.hits("brush_off") if not reading.is_foreign(hit.start, hit.end)]
    if not hits or points_somewhere(reading.folded) or promises(reading.folded):
        return
    bare = _rest(reading, hits) <= params.bare_chars * (LETTERS if reading.language == "en" else 1)
    for variant in VARIANTS:
        words = [hit for hit in hits if hit.group == variant and (bare or variant not in BARE)]
        if words or (variant == "jest" and _chats(reading, hits)):
            yield _flag(reading, variant, words or [hit for hit in hits if hit.group == "jest-weak"])
            return


def _chats(reading: Reading, hits: list[Hit]) -> bool:
    words = {hit.term for hit in hits if hit.group == "jest-weak"}
    return len(words) > (0 if reading.utterance.kind == "auto_reply" or reading.utterance.automatic else 1)


def _rest(reading: Reading, hits: list[Hit]) -> int:
    """How many characters say something besides greetings and the phrases themselves."""
    told = set().union(*(range(hit.start, hit.end) for hit in hits))
    left = "".join(char if place not in told else "," for place, char in enumerate(reading.folded))
    return len(_GREETING.sub("", left))


def _flag(reading: Reading, variant: str, words: list[Hit]) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in words)
    alone = _rest(reading, words) <= ALONE
    quoted = "、".join(dict.fromkeys(mark.quote for mark in marks))
    return Flag(marks, variant=variant, confidence="high" if alone else "medium", facts={"words": quoted})
