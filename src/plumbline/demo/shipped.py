"""The demo's own data files, read as plain rows."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def rows(name: str) -> Any:
    """The content of `<name>.yml` beside this module (shared: do not change it)."""
    return YAML(typ="safe").load((files("plumbline.demo") / f"{name}.yml").read_text("utf-8"))


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Every list of phrases under `words/`, by name. ValueError if two files name the same list."""
    found: dict[str, tuple[str, ...]] = {}
    for file in ("answers", "culture", "everyday", "government", "people", "traffic", "weather"):
        for slot, texts in rows(f"words/{file}").items():
            if slot in found:
                raise ValueError(f"{slot!r} stands in two files under demo/words")
            found[slot] = tuple(texts)
    return found


def festivals() -> Mapping[str, Sequence[str]]:
    """Greetings by month and day (``02-17``)."""
    greetings: Mapping[str, Sequence[str]] = rows("words/festivals")
    return greetings
