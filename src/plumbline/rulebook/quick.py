"""The rulebook that ships, without reading YAML: what the check of a draft starts with."""

from functools import cache
from pathlib import Path

from plumbline.rulebook.model import Rulebook
from plumbline.text import compiled

DEFAULT = "cn-2019"
_SHIPPED = Path(__file__).resolve().parents[1] / "rulebooks"


@cache
def quick(name: str) -> Rulebook | None:
    """The compiled book of that name, which does not know its origins; None where there is none that is up to date."""
    return compiled.read(name, sources(name), Rulebook) if name == DEFAULT else None


def book_of(name: str) -> Rulebook:
    """The book of that name or in that folder, the quickest way; RulebookError as `load`."""
    found = quick(name)
    if found is not None:
        return found
    from plumbline.rulebook.load import load  # here, because the compiled book needs neither YAML nor tables

    return load(name)


def sources(name: str) -> list[Path]:
    """The files that a shipped book without a book below it is made of."""
    return sorted((_SHIPPED / name).glob("*.yml"))
