"""Regular expressions that are compiled when they are first used.

A class with Chinese characters takes milliseconds to compile; a module that holds ten of them would make every draft
wait for them, though it needs few.
"""

import re
from typing import cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern", "flags", "groups")


class _Lazy:
    """Looks like a compiled expression; once used, it is one but for its class."""

    def __init__(self, expression: str, flags: int) -> None:
        self._source = expression, flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        made = re.compile(*self._source)
        vars(self).update({method: getattr(made, method) for method in _METHODS})
        return getattr(made, name)


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, at the first use. A faulty expression is found only then."""
    return cast("re.Pattern[str]", _Lazy(expression, flags))
