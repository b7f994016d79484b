"""What the reading of a dossier says, in English or Chinese; the words stand in ``locale/dossier.yml``."""

from functools import cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@cache
def words(name: str) -> dict[str, Any]:
    """The content of ``locale/<name>.yml``."""
    text = files("plumbline").joinpath("locale", f"{name}.yml").read_text("utf-8")
    return dict(YAML(typ="safe").load(text))


def note(code: str, lang: str, **facts: object) -> str:
    """The note `code` about a file, filled in with `facts`."""
    return str(words("dossier")["notes"][code][lang]).format(**facts)


def rejection(code: str, lang: str, **facts: object) -> str:
    """Why a row or a value was left out."""
    return str(words("dossier")["rejections"][code][lang]).format(**facts)


def perhaps(name: str | None, lang: str) -> str:
    """A hint at the name that was probably meant; empty if there is none."""
    return note("perhaps", lang, name=name) if name else ""
