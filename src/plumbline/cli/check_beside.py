"""A draft's passage and the passage of the known text that it repeats, one above the other, changes marked."""

from collections.abc import Iterable, Iterator

from plumbline.cli.check_desk import Said
from plumbline.cli.check_text import AROUND, printable
from plumbline.cli.words import say, tinted
from plumbline.provenance.comparison import Comparison, Piece, shortened
from plumbline.reports.source_told import sentence

ADDED, TAKEN = ("{+", "+}", "green"), ("[-", "-]", "red")
"""What the draft has and the source has not, and the other way round: the marks of word-by-word differences."""


def passages(said: Said, lang: str) -> Iterator[str]:
    """Two lines for each comparison, and which source it is; the marks are there without colours, too."""
    for pair in said.paired.comparisons:
        yield from _passages(pair, lang)
        yield say(lang, "  | from:   ", "  | 来源：") + printable(sentence(said.finding.facts, lang))


def _passages(pair: Comparison, lang: str) -> Iterator[str]:
    yield say(lang, "  | draft:  ", "  | 本文：") + _marked(pair.post_pieces, ADDED)
    yield say(lang, "  | source: ", "  | 原文：") + _marked(pair.known_pieces, TAKEN)


def _marked(pieces: Iterable[Piece], marks: tuple[str, str, str]) -> str:
    before, after, colour = marks
    shown = ((piece.changed, printable(piece.text.replace("\n", "⏎"))) for piece in shortened(pieces, AROUND))
    return "".join(tinted(f"{before}{text}{after}", colour) if changed else text for changed, text in shown if text)
