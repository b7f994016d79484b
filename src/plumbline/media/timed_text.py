"""Subtitles as platforms hand them out: TTML (XML), JSON of Bilibili, YouTube and speech recognisers, lyrics."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from plumbline.domain.errors import DossierError
from plumbline.media.captions import plain
from plumbline.media.faults import unreadable
from plumbline.provenance.feed_xml import Element, parsed

_LYRIC = re.compile(r"^((?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*)+)(.*)$")
_LISTS = ("body", "segments", "utterances", "captions", "cues", "result", "sentences")
_WORDS = ("content", "text", "caption", "utf8", "sentence", "transcript")


def ttml(text: str) -> Iterator[list[str]]:
    """The paragraphs of a TTML document. Unreadable: broken XML, with its line."""
    try:
        root = parsed(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), "")
    except DossierError as error:
        raise unreadable("broken XML", "XML 不完整或有错误", line=_line(error.where)) from None
    found = list(_paragraphs(root))
    if not found:
        raise unreadable("there is no paragraph in this TTML file", "TTML 文件中没有段落", line=1)
    return (plain(words) for words in found)


def from_json(text: str) -> Iterator[list[str]]:
    """The captions of a JSON document in a shape that platforms use. Unreadable: broken JSON, or another shape."""
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise unreadable("broken JSON", "JSON 不完整或有错误", line=error.lineno) from None
    except RecursionError:
        raise unreadable("JSON nested too deep", "JSON 嵌套过深", line=1) from None
    captions = _captions(whole)
    if captions is None:
        known = "body, events, segments"
        raise unreadable(
            f"this JSON holds no subtitles that are known (a list under {known} …)",
            f"JSON 中没有可识别的字幕（应为 {known} 等列表）", line=1,
        )  # fmt: skip
    return (plain(words) for words in captions)


def lyrics(text: str) -> Iterator[list[str]]:
    """Lines behind moments in square brackets."""
    matches = (_LYRIC.match(line.strip()) for line in text.split("\n"))
    return (plain(match[2]) for match in matches if match)


def is_lyrics(text: str) -> bool:
    """Whether most lines begin with a moment in square brackets."""
    lines = [line.strip() for line in text.split("\n") if line.strip() and not re.match(r"^\[[a-z]+:", line.strip())]
    return bool(lines) and sum(bool(_LYRIC.match(line)) for line in lines) * 2 > len(lines)


def _paragraphs(root: Element) -> Iterator[str]:
    """The words of each `p`, in the order of the document."""
    if root.name == "p":
        yield _words(root)
        return
    for child in root.below:
        yield from _paragraphs(child)


def _words(element: Element) -> str:
    pieces = (
        " ".join(piece.split("\n")) if isinstance(piece, str) else "\n" if piece.name == "br" else _words(piece)
        for piece in element.pieces
        if isinstance(piece, str) or piece.name != "metadata"
    )
    return "".join(pieces)


def _line(where: str) -> int | None:
    found = re.search(r"line (\d+)", where)
    return int(found[1]) if found else None


def _captions(whole: Any) -> list[str] | None:
    if isinstance(whole, list):
        return _rows(whole)
    if not isinstance(whole, dict):
        return None
    if isinstance(whole.get("events"), list):
        return [_segments(event) for event in whole["events"] if isinstance(event, dict)]
    listed = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), None)
    if listed is None and isinstance(whole.get("data"), dict | list):
        return _captions(whole["data"])
    return None if listed is None else _rows(listed)


def _rows(rows: list[Any]) -> list[str] | None:
    """The words of each row; None where no row has any."""
    words = [_first(row) for row in rows if isinstance(row, Mapping)]
    return [told for told in words if told] if any(words) or not rows else None


def _first(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in _WORDS if isinstance(row.get(name), str)), "")


def _segments(event: Mapping[str, Any]) -> str:
    segments = event.get("segs")
    if not isinstance(segments, list):
        return _first(event)
    return "".join(_first(one) for one in segments if isinstance(one, Mapping))
