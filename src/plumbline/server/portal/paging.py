"""Pages by cursor: the key after which to go on, written so that a good cursor can be told from any other text."""

from collections.abc import Callable
from typing import Any

MOST = 200
DIGITS = 5
CURSOR = r"^(0[0-9a-c][0-9a-f]{3}|0d[0-7][0-9a-f]{2}|0[ef][0-9a-f]{3}|1[0-9a-f]{4}){1,300}$"
"""Five hexadecimal digits for each character of the key, halves of surrogate pairs left out."""


def page(rows: Any, field: str, cursor: str | None, size: int, told: Callable[[Any], Any]) -> dict[str, Any]:
    """`size` rows in the order of `field` after the cursor (which follows `CURSOR`)."""
    if cursor:
        rows = rows.filter(**{f"{field}__gt": read(cursor)})
    found = list(rows.order_by(field)[: size + 1])
    more = getattr(found[size - 1], field) if len(found) > size else None
    return {"results": [told(row) for row in found[:size]], "next": written(more) if more else None}


def written(key: str) -> str:
    """The cursor after that key."""
    return "".join(f"{ord(letter):0{DIGITS}x}" for letter in key)


def read(cursor: str) -> str:
    """The key of a cursor; no database takes a null byte."""
    letters = (chr(int(cursor[at : at + DIGITS], 16)) for at in range(0, len(cursor), DIGITS))
    return "".join(letters).replace("\x00", "")
