"""Where a post and a known text agree, shown as a pair of marks: the passage of the post, the passage of the text."""

from plumbline.domain.provenance import Origin
from plumbline.domain.wording import Mark
from plumbline.provenance.alignment import Alignment, align
from plumbline.text.reading import Reading

SHOWN = 400
"""Characters of a passage that are quoted; the places of the mark are those of the whole passage."""


def aligned(reading: Reading, origin: Origin) -> Alignment:
    """How the text of the reading lies on a known text."""
    return align(reading.text, origin.text)


def passages(reading: Reading, origin: Origin) -> tuple[Mark, Mark]:
    """The passage of the post and that of the known text; the whole texts where no passage can be shown."""
    found = aligned(reading, origin)
    first, last = found.post_span if found.runs else (0, len(reading.text))
    start, end = found.article_span if found.runs else (0, len(origin.text))
    return (
        Mark(first, last, _shown(reading.text[first:last])),
        Mark(start, end, _shown(origin.text[start:end]), table=origin.table, key=origin.key),
    )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
