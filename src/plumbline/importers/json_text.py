"""JSON as exports have it: keys may stand twice, numbers exceed a float, a tool may have cut a sign in half."""

import json
import re
from typing import Any

from plumbline.domain.errors import DossierError

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a sign beyond the first 65,536, as JSON writes it; two of them make a whole one."""


def loads(text: str, label: str) -> Any:
    """The content. Two lists under one key are joined, of two other values the last that is not empty stays. Half a
    sign (an emoticon that was cut off) becomes U+FFFD.

    DossierError with line and column.
    """
    try:
        found = json.loads(text, object_pairs_hook=_joined)
        return whole(found) if _HALF.search(text) else found
    except json.JSONDecodeError as error:
        where = f"{label}, line {error.lineno}, column {error.colno}"
        raise DossierError(f"this is no JSON: {error.msg}", where, "export it again; it may be cut off") from None
    except ValueError as error:
        raise DossierError(f"a number in the JSON cannot be read: {error}", label, "export it again") from None
    except RecursionError:
        raise DossierError("the JSON is nested too deeply", label, "export it again") from None


def whole(value: Any) -> Any:
    """The value with U+FFFD for half signs, wherever they stand."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [whole(one) for one in value]
    if isinstance(value, dict):
        return {whole(name): whole(one) for name, one in value.items()}
    return value


def line(text: str) -> Any:
    """The content of one line of JSON Lines; None for one that is no JSON."""
    try:
        found = json.loads(text)
        return whole(found) if _HALF.search(text) else found
    except (ValueError, RecursionError):
        return None


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
