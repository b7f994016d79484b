"""SubRip and WebVTT: the captions between their timings."""

import re
from collections.abc import Iterator

from plumbline.media.captions import plain
from plumbline.media.faults import unreadable

ARROW = "-->"
_MOMENT = r"(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[,.:]\d{1,3})?"
_TIMING = re.compile(rf"^\s*{_MOMENT}\s*-->\s*{_MOMENT}(?:\s.*)?$")
_NUMBER = re.compile(r"^\s*\d{1,9}\s*$")


def subrip(text: str) -> Iterator[list[str]]:
    """The captions of a SubRip file, as lines. Blank lines inside a caption are borne. Unreadable: broken timing."""
    captions: list[list[str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if _is_timing(line, number):
            if captions and captions[-1] and _NUMBER.match(captions[-1][-1]):
                captions[-1].pop()  # the number of this caption
            captions.append([])
        elif captions and line.strip():
            captions[-1].append(line)
    _some(captions, "SubRip")
    return (_shown(caption) for caption in captions)


def webvtt(text: str) -> Iterator[list[str]]:
    """The captions of a WebVTT file, as lines; notes and styles are passed over. Unreadable: broken timing."""
    captions: list[list[str]] = []
    inside = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            inside = False
        elif _is_timing(line, number):
            inside = True
            captions.append([])
        elif inside:
            captions[-1].append(line)
    _some(captions, "WebVTT")
    return (_shown(caption) for caption in captions)


def _is_timing(line: str, number: int) -> bool:
    if ARROW not in line:
        return False
    if _TIMING.match(line):
        return True
    if not line.strip()[:1].isdigit() and not line.strip().startswith(ARROW):
        return False  # words that hold an arrow
    raise unreadable("this timing cannot be read", "时间轴无法识别", line=number)


def _some(captions: list[list[str]], kind: str) -> None:
    if not captions:
        raise unreadable(f"there is no caption in this {kind} file", f"{kind} 文件中没有字幕", line=1)


def _shown(caption: list[str]) -> list[str]:
    return [line for written in caption for line in plain(written)]
