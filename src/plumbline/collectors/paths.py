"""Places in an answer, written with dots: ``data.list``, ``feed.*.post.author``."""

from collections.abc import Callable, Iterator
from typing import Any


def at(answer: Any, path: str) -> Any:
    """What stands at `path`; None if nothing does. A blank path is the answer itself."""
    for name in path.split(".") if path else ():
        if isinstance(answer, dict):
            answer = answer.get(name)
        elif isinstance(answer, list) and name.isdigit() and int(name) < len(answer):
            answer = answer[int(name)]
        else:
            return None
    return answer


def replaced(answer: Any, path: str, change: Callable[[Any], Any]) -> Any:
    """The answer with everything at `path` changed; ``*`` stands for every item of a list or value of an object."""
    name, _, rest = path.partition(".")
    if not name:
        return change(answer)
    if isinstance(answer, list):
        return [replaced(item, rest, change) for item in answer] if name == "*" else answer
    if not isinstance(answer, dict):
        return answer
    names = list(answer) if name == "*" else [name]
    return answer | {key: replaced(answer[key], rest, change) for key in names if key in answer}


def fields(answer: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every place in an answer and the JSON type that stands there; lists are ``*``."""
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
    yield path, kinds.get(type(answer), "null")
    below = (
        answer.items()
        if isinstance(answer, dict)
        else (("*", item) for item in answer)
        if isinstance(answer, list)
        else ()
    )
    for name, value in below:
        yield from fields(value, f"{path}.{name}" if path else str(name))
