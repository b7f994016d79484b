"""JSON as exports have it: a key may stand twice, numbers may be larger than a float can hold."""

import json
from typing import Any

from plumbline.domain.errors import DossierError


def loads(text: str, label: str) -> Any:
    """The content. Two lists under one key are joined, of two other values the last that is not empty stays.

    DossierError with line and column.
    """
    try:
        return json.loads(text, object_pairs_hook=_joined)
    except json.JSONDecodeError as error:
        where = f"{label}, line {error.lineno}, column {error.colno}"
        raise DossierError(f"this is no JSON: {error.msg}", where, "export it again; it may be cut off") from None
    except RecursionError:
        raise DossierError("the JSON is nested too deeply", label, "export it again") from None


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        before = found.get(key)
        if isinstance(before, list) and isinstance(value, list):
            found[key] = (
                before + [item for item in value if item not in before] if before and value else before or value
            )
        elif key not in found or value not in (None, "", {}):
            found[key] = value
    return found
