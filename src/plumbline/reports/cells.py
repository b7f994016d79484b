"""Text from a dossier made safe for the file that it goes into."""

import re
from typing import overload

import polars as pl

FORMULA_STARTS = r"^[=+\-@\t\r＝＋－＠]"
"""How a spreadsheet program knows a formula; also the full-width signs, which some take for the same."""
LONGEST_CELL = 32_000
"""Characters of a cell: spreadsheet files hold 32,767 and lose what is longer."""

_FORMULA = re.compile(FORMULA_STARTS)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@overload
def plain(value: str) -> str: ...
@overload
def plain(value: None) -> None: ...
def plain(value: str | None) -> str | None:
    """The text with every character that XML forbids shown as U+FFFD."""
    return None if value is None else _UNPRINTABLE.sub("\ufffd", value)


def guarded(value: str) -> str:
    """The text as a spreadsheet may show it: never a formula, never too long."""
    text = plain(value)
    text = f"{text[: LONGEST_CELL - 1]}…" if len(text) > LONGEST_CELL else text
    return f"'{text}" if _FORMULA.match(text) else text


def guarded_column(name: str) -> pl.Expr:
    """The text column with an apostrophe before every cell that a spreadsheet would run as a formula."""
    column = pl.col(name)
    return pl.when(column.str.contains(FORMULA_STARTS)).then(pl.lit("'") + column).otherwise(column).alias(name)


def shortened(value: str, most: int) -> str:
    """At most `most` characters, with an ellipsis for the rest."""
    return value if len(value) <= most else f"{value[: most - 1]}…"
