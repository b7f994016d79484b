"""Captions as running text: markup taken out, and what rolls over the screen again and again said once."""

import re
from collections.abc import Iterable
from html import unescape

_TAGS = re.compile(
    r"</?(?:i|b|u|s|em|strong|font|span|ruby|rt|c|v|lang)(?:[ .][^<>]{0,300})?/?>|<\d{1,3}:[\d:.]{4,12}>", re.IGNORECASE
)
_BREAKS = re.compile(r"<br\s*/?>|\\N", re.IGNORECASE)
_OVERRIDES = re.compile(r"\{\\[^{}]*\}")
_LEADING = re.compile(r"^\s*(?:-|–|—|>>+|♪|♫)\s*(?=\S)|\s*[♪♫]\s*$")
_INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F)))


def plain(line: str) -> list[str]:
    """The lines of a caption without tags, positions, karaoke codes, dashes before speakers; empty ones left out."""
    bare = _OVERRIDES.sub("", line)
    pieces = _BREAKS.sub("\n", bare).split("\n")
    lines = (unescape(_TAGS.sub("", piece)).translate(_INVISIBLE) for piece in pieces)
    return [told for line in lines if (told := _LEADING.sub("", " ".join(line.split())))]


def running(captions: Iterable[list[str]]) -> str:
    """Captions one after the other, a line each. What a caption repeats of those before it is left out.

    Automatic captions show each line twice or three times while they roll, and karaoke lets a line grow: of lines that
    are repeated or only grow, the last and longest stays.
    """
    told: list[str] = []
    for caption in captions:
        again = _repeated(told, caption)
        fresh = caption[again:]
        if told and len(caption) == 1 and fresh and fresh[0].startswith(told[-1]):
            told[-1] = fresh[0]
        else:
            told += fresh
    return "\n".join(told)


def _repeated(told: list[str], caption: list[str]) -> int:
    """How many first lines of a caption are the last lines told."""
    most = min(len(told), len(caption))
    return next((count for count in range(most, 0, -1) if told[-count:] == caption[:count]), 0)
