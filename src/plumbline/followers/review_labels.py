"""The words in which people answer: a mark, no mark, or not clear."""

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from plumbline.followers.review import MARK, NO_MARK, UNCLEAR

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        MARK: "1 1.0 是 有 有特征 yes y true mark √ ✓ ✔",
        NO_MARK: "0 0.0 否 无 没有 无特征 no n false × ✗ ✘",
        UNCLEAR: "? unclear unsure 不清楚 不确定 不明 无法判断 存疑 说不清",
    }
)
_ANSWERS = MappingProxyType({word: answer for answer, words in _WORDS.items() for word in words.split()})


def answer(text: str) -> str | None:
    """The answer that a cell holds; None for anything else, an empty cell among it."""
    return _ANSWERS.get(_folded(text))


def same_person(one: str, another: str) -> bool:
    """Whether two names are written alike, but for blanks, width and case."""
    return _folded(one) == _folded(another)


def named_twice(name: str, others: Iterable[str]) -> bool:
    """Whether a name (not an empty one) stands among others."""
    return bool(_folded(name)) and any(same_person(name, other) for other in others)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
