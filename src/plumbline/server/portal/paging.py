"""Pages by cursor: the key after which to go on, signed by nothing, telling nothing but itself."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from plumbline.server.portal.problems import Wrong

MOST = 200


def page(rows: Any, field: str, cursor: str | None, size: int, told: Callable[[Any], Any]) -> dict[str, Any]:
    """`size` rows in the order of `field` after the cursor. Wrong for a cursor that is none."""
    after = _read(cursor) if cursor else None
    if after is not None:
        rows = rows.filter(**{f"{field}__gt": after})
    found = list(rows.order_by(field)[: size + 1])
    more = getattr(found[size - 1], field) if len(found) > size else None
    return {"results": [told(row) for row in found[:size]], "next": _written(more) if more else None}


def _written(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise Wrong(404, "this cursor is none of ours: take it from next") from None
    if "\x00" in key or not key:
        raise Wrong(404, "this cursor is none of ours: take it from next")
    return key
