"""The platforms that offer owners an interface: one folder each, being there is being registered."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from plumbline import collectors
from plumbline.collectors.endpoint import Platform


@cache
def platforms() -> Mapping[str, Platform]:
    """All platforms by name."""
    names = [entry.name for entry in iter_modules(collectors.__path__) if entry.ispkg and entry.name != "links"]
    found = (import_module(f"{collectors.__name__}.{name}.platform").PLATFORM for name in sorted(names))
    return {platform.name: platform for platform in found}
