"""The lexicons that ship with the program, read when first asked for."""

from functools import cache
from pathlib import Path

import msgspec

from plumbline.domain.errors import PlumblineError
from plumbline.text.lexicon import Lexicon, compiled

FOLDER = Path(__file__).resolve().parents[1] / "lexicons"


@cache
def lexicon(name: str) -> Lexicon:
    """The shipped lexicon of that name."""
    return parse((FOLDER / f"{name}.yml").read_text("utf-8"), f"lexicons/{name}.yml")


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
