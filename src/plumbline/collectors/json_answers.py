"""Answers in JSON, read so that nothing can be meant twice."""

import json
import re
from typing import Any

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def parsed(body: bytes) -> Any:
    """The content of an answer; None if it is no JSON, or holds a key twice in one object.

    Platforms cut texts in the middle of a sign of two halves: half of one becomes the sign for what cannot be shown.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once)
        return _mended(found) if _HALF.search(body) else found
    except (ValueError, RecursionError):
        return None


def _mended(found: Any) -> Any:
    if isinstance(found, str):
        return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(found, list):
        return [_mended(one) for one in found]
    if isinstance(found, dict):
        return {_mended(name): _mended(value) for name, value in found.items()}
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice: of two values nobody can say which one is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
