"""Mastodon's REST interface, after its public description: lookup, statuses, single ones, followers; pages by Link.

with Mastodon(clock) as server:
    server.post("Road closed", at="2026-11-18 09:00")
    server.statuses[0].edit("Road open again"), server.delete(server.statuses[0])
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from .clock import Clock
from .messages import Answer, Asked, Document
from .server import StandIn, route

AUTHOR = {"id": "77", "acct": "office", "username": "office"}


@dataclass
class Status:
    """A status of the account."""

    number: int
    content: str
    at: datetime
    clock: Clock
    visibility: str = "public"
    edited: datetime | None = None
    to: int | None = None
    answers: list[tuple[int, str]] = field(default_factory=list)

    def edit(self, content: str) -> None:
        """Change its words."""
        self.content, self.edited = content, self.clock.now


class Mastodon(StandIn):
    """One server with one account of ours and its followers."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.statuses: list[Status] = []
        self.fans = [f"citizen{number}" for number in range(5)]
        self.page, self.hidden = 4, False
        self._numbers = count(100)

    def secrets(self) -> set[str]:
        return set()

    def citizens(self) -> set[str]:
        return {*self.fans, "a private word", "home.example/@"}

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        return None

    def quota_out(self, asked: Asked) -> Answer:
        return Answer({"error": "Too many requests"}, status=429)

    def post(self, content: str, at: str | None = None, visibility: str = "public", *, to: int | None = None) -> Status:
        """A new status; `to` a citizen, with the name before the words as the real one has it."""
        when = self.clock.at(at)
        self.statuses.append(Status(next(self._numbers), content, when, self.clock, visibility, to=to))
        return self.statuses[-1]

    def delete(self, status: Status) -> None:
        """Take a status away."""
        self.statuses.remove(status)

    def lost(self, asked: Asked) -> Answer:
        wanted = asked.path.removesuffix("/context").rpartition("/")[2]
        found = next((one for one in self.statuses if str(one.number) == wanted), None)
        if found and asked.path.endswith("/context"):
            told = [self._answered(found, who, words) for who, words in found.answers]
            return Answer({"ancestors": [], "descendants": told})
        return Answer(_told(found)) if found else Answer({"error": "Record not found"}, status=404)

    @route("GET", "/api/v1/accounts/lookup")
    def lookup(self, asked: Asked) -> Answer:
        return Answer({**AUTHOR, "followers_count": len(self.fans), "statuses_count": len(self.statuses)})

    @route("GET", "/api/v1/accounts/77/statuses")
    def listing(self, asked: Asked) -> Answer:
        below = asked.number("max_id", 0) or 10**9
        newest = [one for one in reversed(self.statuses) if one.number < below]
        page = newest[: self.page]
        more = len(newest) > len(page)
        return Answer([_told(one) for one in page], headers=self._next(asked, page[-1].number if more else None))

    @route("GET", "/api/v1/accounts/77/followers")
    def followers(self, asked: Asked) -> Answer:
        start = asked.number("max_id", 0)
        page = [] if self.hidden else self.fans[start : start + self.page]
        told = [_person(start + place, name) for place, name in enumerate(page)]
        after = start + self.page if start + self.page < len(self.fans) and page else None
        return Answer(told, headers=self._next(asked, after))

    def _answered(self, status: Status, who: int, words: str) -> Document:
        person, number = _person(who, self.fans[who]), 900 + who
        address = f"https://home.example/@{self.fans[who]}/{number}"
        content = f"<p>{_named('office')} {_named(self.fans[0])} {words}</p>"
        told = _told(Status(number, "", self.clock.now, self.clock))
        return told | {
            "content": content, "account": person, "uri": address, "url": address, "mentions": [person],
            "in_reply_to_id": str(status.number), "in_reply_to_account_id": "77",
        }  # fmt: skip

    def _next(self, asked: Asked, cursor: int | None) -> dict[str, str]:
        address = f"{self.base}{asked.path}?limit=40&max_id={cursor}"
        return {} if cursor is None else {"Link": f'<{address}>; rel="next", <{self.base}/x>; rel="prev"'}


def _told(one: Status) -> Document:
    moment = one.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    whom = None if one.to is None else _person(one.to, f"citizen{one.to}")
    name = f"{_named(whom['username'])} " if whom else ""
    edited = one.edited.strftime("%Y-%m-%dT%H:%M:%S.000Z") if one.edited else None
    return {
        "id": str(one.number), "uri": f"https://social.example/{one.number}", "created_at": moment, "edited_at": edited,
        "content": f"<p>{name}{one.content}</p>", "spoiler_text": "", "visibility": one.visibility, "language": "en",
        "reblog": None, "in_reply_to_id": "880" if whom else None,
        "in_reply_to_account_id": whom["id"] if whom else None,
        "replies_count": 0, "reblogs_count": 1, "favourites_count": 2, "media_attachments": [], "account": AUTHOR,
        "mentions": [whom] if whom else [],
    }  # fmt: skip


def _person(number: int, name: str) -> Document:
    return {
        "id": str(500 + number), "acct": f"{name}@home.example", "username": name, "note": f"<p>I am {name}</p>",
        "avatar": f"https://home.example/{name}.png", "created_at": "2020-01-01T00:00:00.000Z", "followers_count": 1,
        "following_count": 2, "statuses_count": 3, "last_status_at": "2026-11-01",
    }  # fmt: skip


def _named(who: str) -> str:
    """A name in the words, as servers write it."""
    link = f'<a href="https://home.example/@{who}" class="u-url mention">@<span>{who}</span></a>'
    return f'<span class="h-card">{link}</span>'
