"""Troubles of content: a document of the right form that tells something wrong."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .faults import What
from .messages import Answer, Asked, Document


@dataclass(frozen=True)
class DoubledItem(What):
    """The page begins with the last item of the page before (of the same path): an item doubled across pages.
    Meet at least two calls: `When("batchget", times=None)`."""

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        key = f"last of {asked.path}"
        items = answer.listed()
        before = server.memory.get(key)
        if items:
            server.memory[key] = copy.deepcopy(items[-1])
            if before is not None:
                items.insert(0, before)
        return answer


@dataclass(frozen=True)
class LostItem(What):
    """One item is missing from the list, though the platform still has it (a look-up of it alone finds it)."""

    which: int | Callable[[Any], bool] = 0

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        items = answer.listed()
        if callable(self.which):
            items[:] = [item for item in items if not self.which(item)]
        elif items:
            del items[self.which]
        return answer


@dataclass(frozen=True)
class SameCursor(What):
    """Paging that never ends: from the first call met on always the same page, which says there is more."""

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        kept = server.memory.setdefault(f"page of {asked.path}", copy.deepcopy(answer))
        again: Answer = copy.deepcopy(kept)
        for place, value in again.more:
            again.put(place, value)
        return again


@dataclass(frozen=True)
class EmptyPage(What):
    """A page in the middle is empty, though there is more behind it."""

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        answer.listed().clear()
        for place, value in answer.more:
            answer.put(place, value)
        return answer


@dataclass(frozen=True)
class CountsAsStrings(What):
    """Every whole number whose field tells a count comes as a string: "12", or "1.2万" from ten thousand on."""

    wan: str = "plain"  # or "wan"

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        for holder, name, value in _fields(answer.document):
            if _is_count(name) and type(value) is int:
                holder[name] = f"{value / 10_000:.1f}万" if self.wan == "wan" and value >= 10_000 else str(value)
        return answer


@dataclass(frozen=True)
class MissingFields(What):
    """The named fields are not there, wherever they would stand."""

    names: tuple[str, ...]

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        for holder, name, _ in list(_fields(answer.document)):
            if name in self.names:
                del holder[name]
        return answer


@dataclass(frozen=True)
class NullFields(What):
    """The named fields are null."""

    names: tuple[str, ...]

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        for holder, name, _ in list(_fields(answer.document)):
            if name in self.names:
                holder[name] = None
        return answer


@dataclass(frozen=True)
class Changed(What):
    """Any other change: `change` gets the document and alters it (times out of order, followers falling …)."""

    change: Callable[[Document], object]

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        self.change(answer.document)
        return answer


@dataclass(frozen=True)
class TimesOff(What):
    """Times in the document (unix seconds in fields of these names) are moved; each further one by one step more,
    so that they are out of order too."""

    names: tuple[str, ...] = ("create_time", "update_time", "ctime", "ptime")
    seconds: int = 7 * 3600
    step: int = -86_400

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        met = [told for told in _fields(answer.document) if told[1] in self.names and type(told[2]) is int]
        for place, (holder, name, value) in enumerate(met):
            holder[name] = value + self.seconds + place * self.step
        return answer


@dataclass(frozen=True)
class DuplicateKeys(What):
    """Each object says the named key twice, the second time with `second`: JSON allows it, readers differ."""

    key: str
    second: Any = None

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        mark = f"\u2063{self.key}"
        for holder, name, _ in list(_fields(answer.document)):
            if name == self.key:
                holder[mark] = self.second
        answer.body = json.dumps(answer.document, ensure_ascii=False).replace(mark, self.key).encode()
        return answer


def _fields(document: Any) -> Iterator[tuple[Document, str, Any]]:
    """Every field of every object within the document."""
    if isinstance(document, dict):
        for name, value in list(document.items()):
            yield document, name, value
            yield from _fields(value)
    elif isinstance(document, list):
        for value in document:
            yield from _fields(value)


def _is_count(name: str) -> bool:
    ends = ("_count", "_user", "count", "_num", "view", "like", "reply", "share", "coin", "favorite", "danmaku")
    return name.endswith(ends) and name not in ("total_count", "item_count")
