"""Private mood and private life on an official account: moods, fan talk, intimacies, posts meant for another account.

Method: the text is searched for what a person says among friends (lexicon `emotion`): moods, complaints about work,
fan talk, intimacies; variant `wrong_account`: meals, family, wishes to win a prize draw, texts that apps make to be
shared; variant `gibberish`: a short post of nothing but meaningless letters. Words in another's voice (quotations,
headlines, speakers, other persons as subject) and sentences about people in general do not count. A text of at most
`longest_felt` characters with a first person singular is also a mood if the model `emotion` gives `felt_per_mille`
(`answer_per_mille` for answers) or more. Variant `hint`: such words in a text of more than `longest` characters
(`longest_unsigned` without a first person singular), or `hint_per_mille` from the model alone.

Blind spots: moods told in pictures, lyrics or hints; long essays in the first person (only a hint); feelings that an
office shares with its city.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plumbline.domain.vocabulary import Reason
from plumbline.domain.wording import Flag, Wants
from plumbline.text.lexicon import Hit
from plumbline.text.private_voice import at_large, own, persons, singular
from plumbline.text.reading import Reading

KIND = "post_check"
READS = ("posts", "messages")
NEEDS = ("posts",)
REASONS: tuple[Reason, ...] = ()
VARIANTS = ("wrong_account", "gibberish", "hint")
LEXICONS = ("emotion",)
MODELS = ("emotion",)

_SPOKEN = ("mood", "work", "fan", "intimacy")
_MISPLACED = ("private_life",)
_STRAY = ("mix_up", "wish", "share")
_TO_SOMEBODY = ("intimacy", "fan", *_STRAY)
"""Kinds that may well contain the word you."""
_LINKS = re.compile(r"https?://\S+|@\S+|#[^#\n]+#|\[[^\]\n]{1,6}\]")
_NONSENSE = re.compile(r"[a-z;',./\[\]\\ -]{5,40}")
_VOWELS = re.compile(r"[aeiou]")


@dataclass(frozen=True)
class Params:
    """Thresholds of the model (per mille) and the lengths up to which words alone are enough."""

    longest: int
    longest_unsigned: int
    longest_felt: int
    felt_per_mille: int
    answer_per_mille: int
    hint_per_mille: int


@dataclass(frozen=True)
class Facts:
    """What sort of slip, and the words."""

    sort: str
    words: str


def wants(params: Params) -> Wants:
    """Texts with a private word, or that the model finds emotional."""
    alone = params.hint_per_mille
    return Wants(
        LEXICONS,
        {"emotion": min(alone, params.felt_per_mille)},
        {"emotion": min(alone, params.answer_per_mille)},
    )


def find(reading: Reading, params: Params) -> Iterable[Flag]:
    """One flag for moods, one for what was meant for another account, else gibberish, else a hint."""
    if nonsense := _gibberish(reading):
        return [nonsense]
    hits = [
        hit for hit in reading.hits("emotion") if hit.group in _SPOKEN + _MISPLACED + _STRAY and _private(reading, hit)
    ]
    sure = any(singular(reading, hit.start) for hit in hits)
    if hits and len(reading.folded) > (params.longest if sure else params.longest_unsigned):
        return [_flag(reading, hits, "hint", "low")]
    return list(_by_sort(reading, hits)) or list(_felt(reading, params))


def _private(reading: Reading, hit: Hit) -> bool:
    if not own(reading, hit.start, hit.end):
        return False
    return hit.group in _TO_SOMEBODY or not at_large(reading, hit.start)


def _by_sort(reading: Reading, hits: list[Hit]) -> Iterator[Flag]:
    for variant, groups in (("wrong_account", _STRAY), (None, _SPOKEN), ("wrong_account", _MISPLACED)):
        mine = [hit for hit in hits if hit.group in groups]
        if mine:
            yield _flag(reading, mine, variant, "high" if singular(reading, mine[0].start) else "medium")
            return


def _flag(reading: Reading, hits: list[Hit], variant: str | None, confidence: str) -> Flag:
    marks = tuple(reading.mark(hit.start, hit.end) for hit in hits)
    return Flag(marks, variant, confidence, {"sort": hits[0].group, "words": marks[0].quote})


def _felt(reading: Reading, params: Params) -> Iterator[Flag]:
    """What only the model finds: a mood where a first person speaks in few words, else a hint."""
    floor = params.answer_per_mille if reading.is_answer else params.felt_per_mille
    if reading.language == "en":  # an office that says I, or loves its town, is common in English
        floor = params.hint_per_mille
    if (score := reading.score("emotion")) < min(floor, params.hint_per_mille):
        return
    person = next(persons(reading), None) if len(reading.folded) <= params.longest_felt else None
    if person is not None and score >= floor:
        yield _of_model(reading, person, None, "medium")
    elif score >= params.hint_per_mille:
        yield _of_model(reading, 0, "hint", "low")


def _of_model(reading: Reading, start: int, variant: str | None, confidence: str) -> Flag:
    mark = reading.mark(*reading.sentence(start))
    return Flag((mark,), variant, confidence, {"sort": "mood", "words": mark.quote})


def _gibberish(reading: Reading) -> Flag | None:
    """A short text that is one or two runs of letters without vowels or with punctuation inside, not in capitals."""
    bare = _LINKS.sub("", reading.folded).strip()
    if not reading.hits("emotion", "gibberish") or not _NONSENSE.fullmatch(bare) or _sensible(bare, reading.text):
        return None
    start = reading.folded.find(bare)
    if start < 0:
        return None
    mark = reading.mark(start, start + len(bare))
    return Flag((mark,), "gibberish", "high", {"sort": "gibberish", "words": mark.quote})


def _sensible(bare: str, original: str) -> bool:
    letters = [char for char in bare if char.isalpha()]
    capitals = sum(char.isupper() for char in original)
    vowels = len(_VOWELS.findall(bare))
    words = bare.split()
    return len(words) > 3 or len(letters) < 4 or 2 * capitals > len(letters) or 4 * vowels > len(letters)
