"""Evidence as it is shown: texts with the words marked where they stand, and the other places as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plumbline.server.inspections.models import Finding

MOST = 30
"""So many pieces of evidence are shown; the rest is in findings.jsonl."""
_FIELDS = ("text", "media_text")


@dataclass(frozen=True)
class Passage:
    """A text: pieces in order, each with whether it is marked."""

    key: str
    field: str
    pieces: Sequence[tuple[str, bool]]


def passages(row: Finding) -> list[Passage]:
    """The texts that were kept with a finding, its words marked."""
    found = []
    for key, texts in row.context.items():
        for name in _FIELDS:
            spans = [(item["start"], item["end"]) for item in row.evidence if _inside(item, key, name)]
            if spans and texts.get(name):
                found.append(Passage(key, name, marked(texts[name], spans)))
    return found


def places(row: Finding) -> list[Mapping[str, Any]]:
    """The evidence that stands in none of these texts, or in no text at all."""
    kept = [(key, name) for key, texts in row.context.items() for name in _FIELDS if texts.get(name)]
    return [item for item in row.evidence if not any(_inside(item, key, name) for key, name in kept)]


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut into pieces, those within a span marked; spans may overlap."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        pieces += [(text[at:start], False)] * (start > at) + [(text[start:end], True)]
        at = end
    return pieces + [(text[at:], False)] * (at < len(text))


def _inside(item: Mapping[str, Any], key: str, name: str) -> bool:
    same = item.get("table") == "posts" and item.get("key") == key and item.get("field") == name
    return same and item.get("start") is not None and item.get("end") is not None
