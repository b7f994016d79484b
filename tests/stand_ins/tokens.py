"""Access tokens of a stand-in: who holds which, until when; and the calls of a day."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .clock import Clock


@dataclass
class Token:
    """One access token."""

    words: str
    holder: str
    kind: str
    until: datetime
    ended: str = ""  # "replaced" or "killed"


@dataclass
class Tokens:
    """All tokens that a stand-in ever gave."""

    clock: Clock
    given: dict[str, Token] = field(default_factory=dict)

    def give(self, holder: str, life: timedelta, kind: str = "access") -> Token:
        """A new token; the older ones of the same holder and kind stay as they are."""
        words = f"{kind}-{holder}-{len(self.given) + 1:04d}-standin"
        self.given[words] = Token(words, holder, kind, self.clock.now + life)
        return self.given[words]

    def replace(self, holder: str, life: timedelta, kind: str = "access") -> Token:
        """A new token that ends the older ones of the same holder and kind."""
        for old in self.given.values():
            if (old.holder, old.kind) == (holder, kind) and not old.ended:
                old.ended = "replaced"
        return self.give(holder, life, kind)

    def end_all(self, kind: str = "") -> None:
        for token in self.given.values():
            if token.kind.startswith(kind) and not token.ended:
                token.ended = "killed"

    def state(self, words: str) -> str:
        """missing, unknown, replaced, killed, expired or good."""
        token = self.given.get(words)
        if token is None:
            return "unknown" if words else "missing"
        return token.ended or ("expired" if self.clock.now >= token.until else "good")

    def holder(self, words: str) -> str:
        return self.given[words].holder


@dataclass
class Spent:
    """Calls of a Beijing day, by any key."""

    clock: Clock
    counts: Counter[tuple[date, str]] = field(default_factory=Counter)

    def take(self, key: str, limit: int | None) -> bool:
        """Counts one call; False where the day's limit is already reached."""
        if limit is not None and self.counts[self.clock.day, key] >= limit:
            return False
        self.counts[self.clock.day, key] += 1
        return True

    def of(self, key: str) -> int:
        return self.counts[self.clock.day, key]
