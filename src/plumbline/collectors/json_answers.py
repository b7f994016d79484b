"""Answers in JSON, read so that nothing can be meant twice."""

import json
from typing import Any


def parsed(body: bytes) -> Any:
    """The content of an answer; None if it is no JSON, or holds a key twice in one object."""
    try:
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice: of two values nobody can say which one is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
