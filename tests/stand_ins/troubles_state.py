"""Troubles of state: something happens at the platform between two requests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .faults import What
from .messages import Answer, Asked


@dataclass(frozen=True)
class Meanwhile(What):
    """Somebody does something just before this answer is made: publishes (all offsets shift), edits, deletes, loses
    followers … `does` gets the server."""

    does: Callable[[Any], object]

    def before(self, server: Any, asked: Asked) -> None:
        self.does(server)


@dataclass(frozen=True)
class TokenDies(What):
    """All access tokens given so far end at once, whatever their time; renewing works."""

    def before(self, server: Any, asked: Asked) -> None:
        server.end_tokens()


@dataclass(frozen=True)
class TokenNeverGood(What):
    """This request's token counts as dead, and so will the next one's: a renewal that does not help.
    Tell it with `times=None`, or the second try is well."""

    def instead(self, server: Any, asked: Asked) -> Answer:
        answer: Answer = server.token_dead(asked)
        return answer


@dataclass(frozen=True)
class QuotaOut(What):
    """The day's calls are spent: the platform's own answer, from now until the clock's next Beijing day."""

    def before(self, server: Any, asked: Asked) -> None:
        server.spent_on = server.clock.day

    def instead(self, server: Any, asked: Asked) -> Answer:
        answer: Answer = server.quota_out(asked)
        return answer


@dataclass(frozen=True)
class ErrorInside(What):
    """HTTP 200, and the trouble stands in the body, in the platform's own form."""

    code: int
    words: str = "system error"

    def instead(self, server: Any, asked: Asked) -> Answer:
        answer: Answer = server.refusal(self.code, self.words, asked)
        answer.status = 200
        return answer
