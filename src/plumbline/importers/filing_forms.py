"""Forms of filing (备案登记表, one account a sheet): labels with their answers beside them, as a table of one line."""

import re

from plumbline.dossier.names import english_value
from plumbline.importers.cells import bare
from plumbline.importers.filing_columns import NEVER, column
from plumbline.importers.sheet import Line, Sheet

LONGEST = 80
_TICKED = re.compile(r"[☑☒■√✓✔●]\s*([^☑☒■√✓✔●□☐○◯\s]+)")
_BOXES = re.compile(r"[□☐○◯]")


def as_table(sheet: Sheet) -> Sheet | None:
    """The answers of a form under their labels; None where there are no pairs of label and answer."""
    if len(sheet.lines) > LONGEST:
        return None
    found: dict[str, tuple[int, str]] = {}
    for line in sheet.lines:
        for label, answer in _pairs([bare(cell) for cell in line.cells if bare(cell)]):
            found.setdefault(label, (line.number, answer))
    if len(found) < 3:
        return None
    number = max(number for number, _ in found.values())
    answers = tuple(_ticked(answer) for _, answer in found.values())
    return Sheet(sheet.name, (Line(1, tuple(found)), Line(number, answers)))


def _pairs(cells: list[str]) -> list[tuple[str, str]]:
    """Labels with what stands next to them; the answers about persons are stepped over unread."""
    pairs, at = [], 0
    while at + 1 < len(cells):
        label, answer = cells[at], cells[at + 1]
        if not (_private(label) or _asks(label)) or _private(answer) or _asks(answer):
            at += 1
            continue
        at += 2
        if not _private(label):
            pairs.append((label, answer))
    return pairs


def _private(cell: str) -> bool:
    return len(cell) <= 16 and bool(NEVER.search(cell))


def _asks(cell: str) -> bool:
    """Whether a cell is a label; 微博 alone is an answer."""
    return column(cell) is not None and english_value("accounts", "platform", cell) is None


def _ticked(answer: str) -> str:
    """Of boxes to tick, the words of those that are; an answer without boxes as it stands."""
    ticked = _TICKED.findall(answer)
    return "、".join(ticked) if ticked and _BOXES.search(answer) else answer
