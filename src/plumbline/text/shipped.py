"""The lexicons that ship with the program, read when first asked for."""

from functools import cache
from pathlib import Path

import msgspec

from plumbline.domain.errors import PlumblineError
from plumbline.text import compiled as ready
from plumbline.text.lexicon import Lexicon, compiled

FOLDER = Path(__file__).resolve().parents[1] / "lexicons"


@cache
def lexicon(name: str) -> Lexicon:
    """The shipped lexicon of that name: the compiled one, unless its YAML has changed since."""
    source = FOLDER / f"{name}.yml"
    found = ready.read(f"lexicons/{name}", [source], Lexicon)
    return parse(source.read_text("utf-8"), f"lexicons/{name}.yml") if found is None else found


def parse(text: str, where: str) -> Lexicon:
    """A lexicon from YAML 1.2; PlumblineError naming `where` if it does not follow the schema."""
    from ruamel.yaml import YAML  # here, because a draft reads the compiled lexicons and never needs it

    try:
        found = msgspec.convert(YAML(typ="safe").load(text), Lexicon)
        for group in found.groups.values():
            for pattern in group.patterns:
                compiled(pattern.find)
        _ = found.search
    except Exception as error:
        raise PlumblineError(f"the lexicon cannot be read: {error}", where, "see the shipped lexicons") from error
    return found
