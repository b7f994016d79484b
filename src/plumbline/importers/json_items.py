"""Items of JSON exports: nested values reached without trusting their types, and items read by name like table rows."""

from collections.abc import Mapping
from typing import Any

from plumbline.importers.tables import Entry


def item(value: Any, number: int, sheet: str = "") -> Entry | None:
    """The plain values of an object, to be read by name; None if it is no object. Lists and objects in it are left."""
    if not isinstance(value, dict):
        return None
    return Entry({key: cell for key, cell in value.items() if isinstance(cell, str | int | float)}, number, sheet)


def inner(value: Any, *path: str) -> dict[str, Any]:
    """The object at `path`; an empty one where something else stands, or nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listed(value: Any, name: str) -> list[Any]:
    """The list under `name`; one object there is a list of one, anything else an empty one."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else [found] if isinstance(found, dict | str) and found else []


def written(value: Any, name: str) -> str | None:
    """The text under `name`, to the letter; None if there is none."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) and found.strip() else None
