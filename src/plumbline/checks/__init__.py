"""The checks, a room a chapter: a module that lies here is registered by lying here."""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Any

from plumbline.domain.wording import Wants

POST_CHECKS = (
    "authenticity.demanded_engagement", "safety.classification_marking", "safety.commercial_advert",
    "safety.explicit_content", "safety.personal_data", "safety.protected_term", "sourcing.altered_quote",
    "sourcing.stale_news", "sourcing.uncredited_copy", "sourcing.unrecognised_source", "tone.abusive_language",
    "tone.brush_off", "tone.personal_emotion", "tone.personal_opinion",
)  # fmt: skip
"""The checks that judge one text at a time, by name, so that a draft is judged without opening all the others."""


def post_check(name: str) -> ModuleType:
    """One module of `POST_CHECKS`."""
    return import_module(f"{__name__}.{name}")


def wants_of(module: ModuleType, params: Any, lexicon: Callable[[str], Any]) -> Wants:
    """What a post check wants, with the literals that it takes from the book's own lexicons."""
    wants: Wants = module.wants(params)
    return (
        replace(wants, literals=(*wants.literals, *module.literals(lexicon))) if hasattr(module, "literals") else wants
    )


@cache
def discover() -> Mapping[str, ModuleType]:
    """Every check module by its name `chapter.check`, sorted by name."""
    names = sorted(
        f"{chapter.name}.{check.name}"
        for chapter in pkgutil.iter_modules(__path__)
        if chapter.ispkg
        for check in pkgutil.iter_modules(import_module(f"{__name__}.{chapter.name}").__path__)
    )
    return MappingProxyType({name: import_module(f"{__name__}.{name}") for name in names})
