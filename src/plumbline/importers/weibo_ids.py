"""Ids of Weibo posts: the number (`id`, `mid`) and the word of web addresses (`bid`) say the same; the number counts.

The word is the number in groups of seven decimal digits from the right, each written to the base 62 in four letters.
So one post has one key, whichever tool took it down. Pairs known from pages of Weibo: 3501756485200075 is z0JH2lOMb,
3520617028999724 is z8ElgBLeQ.
"""

import re
from datetime import UTC, datetime, timedelta

import polars as pl

from plumbline.importers.cells import Unreadable, bare, blank, identity
from plumbline.series.id_clocks import CLOCKS

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"^\d{5,20}$")
_WORD = re.compile(r"^[0-9A-Za-z]{9}$")
_TEXT = re.compile(r"^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")
_ADDRESS = re.compile(
    r"^(?:https?:)?//(?:[\w-]+\.)*weibo\.(?:com|cn)/(?:(?:detail|status|comment)/|(?:u/)?(?P<user>\d{5,12})/)"
    r"(?P<post>[0-9A-Za-z]{5,20})(?:[/?#]|$)"
)


def number_of_word(word: str) -> str | None:
    """The number of a post from its nine letters; None for what is no such word."""
    if not _WORD.match(word):
        return None
    groups = [_value(word[:1]), _value(word[1:5]), _value(word[5:])]
    if max(groups[1:]) >= 10**7 or not groups[0]:
        return None
    return f"{groups[0]}{groups[1]:07d}{groups[2]:07d}"


def post_id(number: object, word: object = None) -> str | None:
    """The id of a post from its number and its word, of which either may be missing; None if both are.

    The number is believed, unless a spreadsheet has spoilt it and the word tells what it was. A word that is none
    stays as it is. Unreadable: spoilt_id, not_an_id.
    """
    if isinstance(number, bool):
        raise Unreadable("not_an_id")
    told = None if blank(word) else bare(word)
    by_word = number_of_word(told) if told else None
    try:
        found = identity(number)
    except Unreadable:
        if by_word is None:
            raise
        found = by_word
    if found is None:
        found = by_word or told
    elif by_word and _rounded(found, by_word):
        found = by_word
    if found is None or _NUMBER.match(found):
        return found
    if not _TEXT.match(found):
        raise Unreadable("not_an_id")
    return number_of_word(found) or found


def of_address(address: str) -> tuple[str | None, str | None]:
    """The ids of the post and of its account in a post's web address; None for what does not stand there."""
    found = _ADDRESS.match(address)
    return (post_id(found["post"]), found["user"]) if found else (None, None)


def moment_of(number: str) -> datetime | None:
    """When a post with this number was made, to about a minute; None where the number does not say it."""
    clock = CLOCKS["weibo"]
    micros = pl.select(clock.micros(pl.lit(number, pl.String))).item() if clock.micros else None
    if micros is None:
        return None
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=micros)
    return at if at >= clock.since else None


def _value(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 62 + _LETTERS.index(letter)
    return found


def _rounded(number: str, whole: str) -> bool:
    """Whether a spreadsheet has put zeros for the last digits: it keeps fifteen."""
    return number != whole and len(number) == len(whole) and number[15:].strip("0") == "" and number[:14] == whole[:14]
