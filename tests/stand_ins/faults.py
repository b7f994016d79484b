"""The language of misbehaviour: `Fault(when, what)`.

*When* says which requests are met: words of the path (or a predicate), and of those the n-th call (`call=2`), every
call after n (`after=3`), and how often at all (`times`, None = for ever). *What* is one of the troubles of
`troubles_state` (the platform's state changes), `troubles_line` (bytes, status, redirects) or `troubles_content`
(the document is wrong). A trouble may act before the answer is made, give an answer instead, or spoil the answer.

    Fault(When("batchget", call=2), TokenDies())
    Fault(When("user_timeline", after=1, times=None), SameCursor())
    Fault(When(lambda asked: asked.number("offset", 0) >= 20), Meanwhile(lambda server: account.publish("…")))
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .messages import Answer, Asked


@dataclass(frozen=True)
class When:
    """Which requests: `path` words of the path or a predicate; counting starts when the fault is told."""

    path: str | Callable[[Asked], bool] = ""
    call: int | None = None
    after: int = 0
    times: int | None = 1

    def meets(self, asked: Asked) -> bool:
        return self.path in asked.path if isinstance(self.path, str) else self.path(asked)


class What:
    """A trouble. The three hooks do nothing until a kind of trouble fills them."""

    def before(self, server: Any, asked: Asked) -> None:
        """Acts before the answer is made."""

    def instead(self, server: Any, asked: Asked) -> Answer | None:
        """An answer in place of the platform's own."""
        return None

    def after(self, server: Any, asked: Asked, answer: Answer) -> Answer:
        """Spoils the answer."""
        return answer


@dataclass(frozen=True)
class Fault:
    when: When
    what: What


class Armed:
    """A fault with its count of calls seen and done."""

    def __init__(self, fault: Fault) -> None:
        self.when, self.what = fault.when, fault.what
        self.name = type(fault.what).__name__
        self.seen = self.done = 0

    def due(self, asked: Asked) -> bool:
        """Whether this request is one of those meant; counts it."""
        if not self.when.meets(asked):
            return False
        self.seen += 1
        if self.when.times is not None and self.done >= self.when.times:
            return False
        if self.seen <= self.when.after or self.when.call not in (None, self.seen):
            return False
        self.done += 1
        return True
