"""The `Params` of a check, filled from its rule."""

from types import ModuleType
from typing import Any

from plumbline.rulebook.model import Rule


def parameters(module: ModuleType, rule: Rule) -> Any:
    """The check's frozen `Params`, filled from the rulebook; lists become tuples."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in rule.values().items()}
    return module.Params(**values)
