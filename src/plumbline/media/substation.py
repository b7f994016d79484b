"""SubStation Alpha (SSA, ASS): the dialogue lines of the events, in the order of time."""

import re
from collections.abc import Iterator

from plumbline.media.captions import plain
from plumbline.media.faults import unreadable

_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_BRACES = re.compile(r"\{[^{}]*\}")
_DRAWING = re.compile(r"\{[^{}]*\\p([0-9]+)[^{}]*\}")


def substation(text: str) -> Iterator[list[str]]:
    """The captions of a SubStation file. Comments, drawings, styles and names of speakers are left out.

    Unreadable: a dialogue line that has fewer fields than the format says, or no dialogue at all.
    """
    fields: tuple[str, ...] = _FIELDS
    section = ""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("[") and stripped.endswith("]"):
            section = stripped.lower()
        key, _, rest = stripped.partition(":")
        if section != "[events]":
            continue
        if key.lower() == "format":
            fields = tuple(name.strip().lower() for name in rest.split(","))
        elif key.lower() == "dialogue":
            found.append(_dialogue(rest, fields, number))
    if not found:
        raise unreadable("there is no dialogue in this SubStation file", "SubStation 文件中没有对白", line=1)
    return (_shown(words) for _, words in sorted(found, key=lambda one: one[0]))


def _dialogue(rest: str, fields: tuple[str, ...], number: int) -> tuple[str, str]:
    """The start and the words of a dialogue line; the words come last and may hold commas."""
    cells = rest.split(",", len(fields) - 1)
    if len(cells) < len(fields) or "text" not in fields or "start" not in fields:
        raise unreadable("this dialogue line lacks fields", "该对白行缺少字段", line=number)
    by_name = dict(zip(fields, cells, strict=True))
    return by_name["start"].strip().zfill(11), by_name["text"]


def _shown(words: str) -> list[str]:
    drawn = _without_drawings(words)
    return plain(_BRACES.sub("", drawn).replace("\\n", "\n").replace("\\h", " "))


def _without_drawings(words: str) -> str:
    """The words without vector drawings, which stand between {\\p1} and {\\p0}."""
    kept, at, drawing = [], 0, False
    for switch in _DRAWING.finditer(words):
        if not drawing:
            kept.append(words[at : switch.start()])
        drawing, at = switch[1] != "0", switch.end()
    return "".join(kept) + ("" if drawing else words[at:])
