"""Abusive or shocking language: insults, contempt, threats, slurs, mockery of people, of the dead and of disasters.

Method: words of the lexicon `abuse` in the account's own voice: not in quotations, titles or reported speech, nor in a
text that reports, judges or explains such words. Unmistakable words count anywhere; ordinary words only when they are
aimed at somebody; some phrases only in what is said to a person (replies, comments, automatic replies, answers to
messages), and in a short one any clear sign of contempt. Joy counts beside a disaster or a death. Where no word is
found, the model `abuse` speaks (`sounding`): in posts from `post_per_mille`, in answers without any word of courtesy
from `answer_per_mille`, in those that say nothing useful either from `empty_answer_per_mille`; a text that quotes
somebody or has more than 600 characters is not left to it. From the two `review` values on, and where the text speaks
of abuse or of harmless things that sound like it, `possible` only asks an auditor to look.

Blind spots: irony without a telling word; pictures and videos; insults newer than the lexicon and unlike what the
model learnt from; insults in a text that also speaks of insults; languages other than Chinese and English.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Mark, Utterance, Wants
from plumbline.text.helpfulness import says_nothing
from plumbline.text.hostility import Hostility, courteous, hostilities, loudness, misleading, quotes, spoken_of
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("insult", "hostile", "mockery", "accusation", "threat", "slur", "dead", "sounding", "possible")
LEXICONS = ("abuse",)
MODELS = ("abuse",)
SHOWN_WORDS, SHOWN_CHARS = 3, 40
WHOLE_CHARS, MOST_SENTENCES = 60, 40
"""A text of at most so many characters is marked as a whole; of a longer one, so many sentences are compared."""
LONGEST = 600
"""Characters of the longest text that the model speaks of: small doubts about many words add up."""
FLAGGED = 500
"""Lowest score of a text that `find` flags."""
PLAIN_LIFT, CONTEXT_LIFT, WORD_LIFT = 400, 200, 30


@dataclass(frozen=True)
class Params:
    """Scores of the model, in per mille, from which a text is found (or only shown for review)."""

    post_per_mille: int
    post_review_per_mille: int
    answer_per_mille: int
    answer_review_per_mille: int
    empty_answer_per_mille: int


@dataclass(frozen=True)
class Facts:
    """The words at issue; the model's score where no word of the lexicon decided."""

    words: str
    per_mille: int | None


def wants(params: Params) -> Wants:
    """A word of the lexicon, a score worth a look, or a short answer."""
    return Wants(
        lexicons=LEXICONS,
        scores={"abuse": params.post_review_per_mille},
        answer_scores={
            "abuse": min(params.post_review_per_mille, params.answer_review_per_mille, params.empty_answer_per_mille)
        },
        shapes=("short_answer",),
    )


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag a class of words; without any, at most one by the model."""
    found = hostilities(reading)
    for kind in dict.fromkeys(word.kind for word in found):
        yield _by_words(reading, kind, [word for word in found if word.kind == kind])
    if not found:
        yield from _by_model(reading, params)


def score(reading: Reading, params: Params) -> int:
    """The model's score, lifted by words; all that is flagged lies above all that is not."""
    likely, review = reading.score("abuse"), _thresholds(reading, params)[1]
    found = hostilities(reading)
    if not found and (likely < review or len(reading.folded) > LONGEST):
        return min(FLAGGED - 1, likely * (FLAGGED - 1) // max(1, review) + WORD_LIFT * min(3, loudness(reading)))
    base = FLAGGED + max(0, likely - review) * (1000 - FLAGGED) // max(1, 1000 - review)
    lift = max((PLAIN_LIFT if word.plain else CONTEXT_LIFT for word in found), default=0)
    return base + (1000 - base) * lift // 1000


def _by_words(reading: Reading, kind: str, words: list[Hostility]) -> Flag:
    marks = tuple(reading.mark(word.start, word.end) for word in words)
    quoted = list(dict.fromkeys(mark.quote for mark in marks))
    return Flag(
        marks,
        variant=kind,
        confidence="high" if any(word.plain for word in words) else "medium",
        facts={"words": "、".join(quoted[:SHOWN_WORDS]), "per_mille": None},
    )


def _by_model(reading: Reading, params: Params) -> Iterable[Flag]:
    sure, review = _thresholds(reading, params)
    likely = reading.score("abuse")
    if likely < review or len(reading.folded) > LONGEST:
        return
    plain = likely >= sure and not (spoken_of(reading) or misleading(reading) or quotes(reading))
    mark = _loudest(reading)
    opening = mark.quote if len(mark.quote) <= SHOWN_CHARS else f"{mark.quote[:SHOWN_CHARS]}…"
    yield Flag(
        (mark,),
        variant="sounding" if plain else "possible",
        confidence="medium" if plain else "low",
        facts={"words": opening, "per_mille": likely},
    )


def _loudest(reading: Reading) -> Mark:
    """The whole of a short text; of a longer one the sentence that the model minds most."""
    if len(reading.folded) <= WHOLE_CHARS:
        return reading.mark(0, len(reading.folded))
    bounds = reading.sentences[:MOST_SENTENCES]
    scores = [Reading(Utterance(reading.folded[start:end])).score("abuse") for start, end in bounds]
    return reading.mark(*bounds[scores.index(max(scores))])


def _thresholds(reading: Reading, params: Params) -> tuple[int, int]:
    if reading.is_answer and not courteous(reading):
        if len(reading.folded) <= WHOLE_CHARS and says_nothing(reading.folded):
            return params.empty_answer_per_mille, params.empty_answer_per_mille
        return params.answer_per_mille, params.answer_review_per_mille
    return params.post_per_mille, params.post_review_per_mille
