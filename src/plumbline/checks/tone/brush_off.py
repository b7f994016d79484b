"""Evasive or jesting answers to citizens.

Method: only replies, comments, automatic replies and answers to messages of at most `max_chars` characters. A phrase of
the lexicon `brush_off` in the answer's own voice, while the answer gives nothing: no office, number or address to turn
to, no ground, no procedure, no promise to look into it and no date. "I do not know", "nothing can be done" and "another
time" count only where besides them and greetings at most `bare_chars` characters are said (four times as many letters),
because more words usually say something. Chatty words count alone in automatic replies, else two together. A flat
refusal is one in any length. Built the other way round, a reply of at most `empty_chars` characters that holds no
fact, pointer, promise or word of courtesy is `curt` if its words turn away or are mere noise, else `bare`, for an
auditor: the facts that a short answer may give are without number. Answers made of formulas alone belong to
`canned_answer`.

Blind spots: long answers that evade; answers off the point that use no known phrase, because the question is not
compared; whether an office that is named is the right one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import SHORT_ANSWER, Flag, Wants
from plumbline.text.helpfulness import deflects, names_contact, points_somewhere, promises, says_nothing, turns_away
from plumbline.text.lexicon import Hit
from plumbline.text.patterns import pattern
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("jest", "counter", "search", "not_mine", "ask_others", "dunno", "no_way", "later", "refuse", "curt", "bare")
LEXICONS = ("brush_off",)
MODELS = ()
BARE = ("dunno", "no_way", "later")
"""Honest words in a longer answer; a brush-off where there is hardly anything else."""
ALONE = 8
"""A phrase with at most so many characters beside it is all that the answer says."""
LETTERS = 4
"""So many letters say as much as one Han character."""
OWN = (None, "reported")
"""Said in the account's own voice. "The boss has not said, how should we know" only looks like reported speech."""
_QUOTE = pattern(r"[“”「」『』\"《]")
_GREETING = pattern(
    r"(?:尊敬的|亲爱的)?[\u4e00-\u9fff]{0,4}(?:网友|市民|用户|先生|女士|朋友)[,:!]*|[您你]好[呀啊哦]?|亲[,~!]"
    r"|感谢[^,。!]{0,12}|谢谢[^,。!]{0,8}|抱歉|对不起|不好意思|[\s,。!?~:;、…]"
)


@dataclass(frozen=True)
class Params:
    """Longest answer that is looked at, longest that may be nothing but "I do not know", longest that may be empty."""

    max_chars: int
    bare_chars: int
    empty_chars: int


@dataclass(frozen=True)
class Facts:
    """The words that brush off."""

    words: str


def wants(params: Params) -> Wants:
    """A phrase of the lexicon, or a short answer."""
    return Wants(lexicons=LEXICONS, shapes=("short_answer",))


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """At most one flag: of the strongest kind of phrase, in the order of `VARIANTS`."""
    if not reading.is_answer or len(reading.folded) > params.max_chars:
        return
    flag = _by_phrase(reading, params) or _by_emptiness(reading, params)
    if flag:
        yield flag


def _by_phrase(reading: Reading, params: Params) -> Flag | None:
    hits = [hit for hit in reading.hits("brush_off") if reading.quoted(hit.start, hit.end) in OWN]
    if any(hit.group == "refuse-flat" for hit in hits) and not names_contact(reading.folded):
        return _flag(reading, "refuse", [hit for hit in hits if hit.group == "refuse-flat"])
    if not hits or points_somewhere(reading.folded) or promises(reading.folded):
        return None
    bare = _rest(reading, hits) <= params.bare_chars * (LETTERS if reading.language == "en" else 1)
    for variant in VARIANTS:
        words = [hit for hit in hits if hit.group == variant and (bare or variant not in BARE)]
        if words or (variant == "jest" and _chats(reading, hits)):
            return _flag(reading, variant, words or [hit for hit in hits if hit.group == "jest-weak"])
    return None


def _by_emptiness(reading: Reading, params: Params) -> Flag | None:
    """A short answer without any content; a comment also needs words that turn somebody away."""
    folded, kind = reading.folded, reading.utterance.kind
    if not folded.strip() or len(folded) > min(params.empty_chars, SHORT_ANSWER) or _QUOTE.search(folded):
        return None
    told = deflects(folded)
    if (kind == "comment" and told is None) or not says_nothing(folded):
        return None
    mark = reading.mark(0, len(folded))
    clear = turns_away(folded)
    return Flag(
        (mark,),
        variant="curt" if clear else "bare",
        confidence="medium" if told else "low",
        facts={"words": mark.quote.strip()},
    )


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
