"""Load a rulebook: find its folder, lay it over the books that it extends, and check it against the schema."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from plumbline.checks import discover
from plumbline.domain.errors import RulebookError
from plumbline.rulebook.layers import HEAD, Layer, read_layer
from plumbline.rulebook.lint import problems
from plumbline.rulebook.model import (
    Book,
    CalendarEntry,
    Clause,
    Instrument,
    LexiconChange,
    Rule,
    Rulebook,
    SourceEntry,
)

SHIPPED = Path(__file__).resolve().parents[1] / "rulebooks"
T = TypeVar("T")


def shipped() -> tuple[str, ...]:
    """Names of the books that come with the program, sorted."""
    return tuple(sorted(folder.parent.name for folder in SHIPPED.glob(f"*/{HEAD}")))


def load(name: str | Path) -> Rulebook:
    """The rulebook of that name (a shipped book) or in that folder, with everything that it inherits.

    Raises RulebookError naming file and path if it does not follow the schema, or if an inspection by it would crash or
    cite what does not exist (`lint` finds more; the tests keep the shipped books free of both).
    """
    book = read(name)
    if str(name) not in shipped():
        for problem in problems(book):
            if problem.fatal:
                raise RulebookError(problem.what, problem.path, f"plumbline rulebook lint {name} lists all problems")
    return book


def read(name: str | Path) -> Rulebook:
    """As `load`, without a look at what the schema cannot see: for `lint` itself."""
    folder = _folder(name)
    return _read_shipped(folder) if folder.parent == SHIPPED else _build(_resolve(folder, ()))


def digest(book: Rulebook) -> str:
    """SHA-256 over the canonical JSON of the resolved book; where its values come from does not matter."""
    bare = msgspec.structs.replace(book, origins={}, sha256="")
    return sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()


@lru_cache(maxsize=32)
def _read_shipped(folder: Path) -> Rulebook:
    return _build(_resolve(folder, ()))


def _folder(name: str | Path) -> Path:
    if str(name) in shipped():
        return SHIPPED / str(name)
    folder = Path(name)
    if (folder / HEAD).is_file():
        return folder.resolve()
    if folder.is_dir():
        raise RulebookError(f"the folder has no {HEAD}", str(folder), "a rulebook is a folder with a book.yml")
    raise _unknown(str(name), "")


def _unknown(name: str, where: str) -> RulebookError:
    near = get_close_matches(name, shipped(), n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return RulebookError(f"unknown rulebook {name!r}", where, f"{hint}known: {', '.join(shipped())}")


def _resolve(folder: Path, seen: tuple[Path, ...]) -> Layer:
    """The folder's layer over the layers of all books below it."""
    if folder in seen:
        circle = " → ".join(path.name for path in (*seen, folder))
        raise RulebookError("rulebooks extend each other in a circle", circle, "remove one `extends`")
    layer = read_layer(folder)
    below = layer.values["book"].get("extends")
    if below is None:
        return layer
    return layer.lay_over(_resolve(_below(folder, below), (*seen, folder)))


def _below(folder: Path, name: object) -> Path:
    """The folder of the book that `folder` extends: a shipped one, or one that lies beside it."""
    beside = folder.parent / str(name)
    if str(name) not in shipped() and (beside / HEAD).is_file():
        return beside
    if str(name) in shipped():
        return SHIPPED / str(name)
    raise _unknown(str(name), f"{folder.name}/{HEAD}: book/extends")


def _build(layer: Layer) -> Rulebook:
    book = Rulebook(
        book=_convert(layer, "book", layer.values["book"], Book),
        instruments=_entries(layer, "instruments", Instrument),
        clauses=_entries(layer, "clauses", Clause),
        rules=_entries(layer, "rules", Rule),
        lexicons=_entries(layer, "lexicons", dict[str, LexiconChange]),
        sources=_entries(layer, "sources", SourceEntry),
        calendars=_entries(layer, "calendars", CalendarEntry) or msgspec.UNSET,
        origins=layer.origins,
    )
    return msgspec.structs.replace(book, sha256=digest(book))


def _entries(layer: Layer, section: str, kind: type[T]) -> dict[str, T]:
    entries: Mapping[Any, Any] = layer.values.get(section, {})
    return {str(key): _convert(layer, f"{section}/{key}", value, kind) for key, value in sorted(entries.items())}


def _convert(layer: Layer, path: str, value: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        message, _, below = str(error).partition(" - at `$.")
        full = "/".join([path, *re.findall(r"[^.`\[\]]+", below)])
        raise RulebookError(
            message,
            f"{layer.file_of(full)}: {full}",
            f"docs/rulebook.md names the fields; a whole one: plumbline rulebook show {_example(path)} --json",
        ) from None


def _example(path: str) -> str:
    """Something of the same sort in a shipped book."""
    section, _, name = path.partition("/")
    if section == "rules":
        return name if name in discover() else "activity.stale_account"
    return "CN19-V2a" if section == "clauses" else "us-federal"
