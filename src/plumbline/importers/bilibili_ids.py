"""Ids of Bilibili videos: the number (`av170001`) and the word (`BV17x411w7KC`) say the same; the word counts.

Numbers are written to the base 58, mixed with a constant, two pairs of letters changed; pairs known from pages of
Bilibili: 170001 is BV17x411w7KC, 455017605 is BV1Q541167Qg, 111298867365120 is BV1L9Uoa9EUx.
"""

import re

_LETTERS = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf"
_MIXED, _HIGHEST = 23_442_827_791_579, 1 << 51
_WORD = re.compile(r"(?:^|/)(BV1[0-9A-Za-z]{9})(?:[/?#]|$)")
_NUMBER = re.compile(r"(?:^|/)(?:av)?(\d{1,16})(?:[/?#]|$)", re.IGNORECASE)


def video_id(text: str) -> str | None:
    """The word of a video from its word, its number (with or without ``av``), or its web address; None if neither."""
    word = _WORD.search(text)
    if word:
        return word[1]
    number = _NUMBER.search(text)
    return _word_of(int(number[1])) if number and 0 < int(number[1]) < _HIGHEST else None


def _word_of(number: int) -> str:
    rest, letters = (_HIGHEST | number) ^ _MIXED, []
    while rest:
        rest, place = divmod(rest, 58)
        letters.append(_LETTERS[place])
    word = list("BV1" + "".join(reversed(letters)))
    word[3], word[9], word[4], word[7] = word[9], word[3], word[7], word[4]
    return "".join(word)
