"""X's interface, version 2, after its public description: users, timelines, single posts; each item is counted.

with XApi(clock) as server:
    server.publish("Road closed", at="2026-11-18 09:00")
    server.newer_names = True       # post and repost instead of tweet and retweet
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from .clock import Clock
from .messages import Answer, Asked, Document
from .server import StandIn, route


@dataclass
class Tweet:
    """A post; `versions` are the ids of its edits, the first one included."""

    number: int
    text: str
    at: datetime
    of: str | None = None
    versions: list[str] = field(default_factory=list)
    likes: int = 0
    edited: datetime | None = None
    to: str = ""  # id of the person who is answered


class XApi(StandIn):
    """api.x.com."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.token, self.user_id, self.name = "AAAA-a-made-up-bearer-token", "4242", "office"
        self.tweets: list[Tweet] = []
        self.newer_names, self.page, self.items = False, 4, 0
        self.problem: Document = {
            "title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found",
            "detail": "Could not find it.", "resource_type": "tweet",
        }  # fmt: skip
        self.no_user = False
        self._numbers = count(1_900_000_000_000_000_001)

    def secrets(self) -> set[str]:
        return {self.token}

    def citizens(self) -> set[str]:
        return {"a_citizen_mentioned", "777000777000", "a_citizen_answered", "words of a citizen who asked"}

    def publish(self, text: str, at: str | None = None, of: str | None = None) -> Tweet:
        """A new post; `of`: the words of somebody else's that it reposts."""
        number = next(self._numbers)
        self.tweets.append(Tweet(number, text, self.clock.at(at), of, [str(number)]))
        return self.tweets[-1]

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        known = asked.token.removeprefix("Bearer ") == self.token
        return None if known else Answer({"title": "Unauthorized", "status": 401}, status=401)

    def quota_out(self, asked: Asked) -> Answer:
        return Answer({"title": "UsageCapExceeded", "status": 429}, status=429)

    def lost(self, asked: Asked) -> Answer:
        if "/2/users/by/username/" in asked.path or asked.path == f"/2/users/{self.user_id}":
            if self.no_user:
                return Answer({"errors": [{**self.problem, "resource_type": "user"}]})
            self.items += 1
            counts = {"followers_count": 77, "tweet_count": len(self.tweets)}
            return Answer({"data": {"id": self.user_id, "username": self.name, "public_metrics": counts}})
        wanted = asked.path.rpartition("/")[2]
        found = next((one for one in self.tweets if wanted in one.versions), None)
        if found is None:
            return Answer({"errors": [self.problem]})
        self.items += 1
        return Answer({"data": self._told(found)})

    @route("GET", "/2/users/4242/tweets")
    def timeline(self, asked: Asked) -> Answer:
        start = int(asked.said("pagination_token") or 0)
        listed = sorted(self.tweets, key=lambda one: one.at, reverse=True)
        page = listed[start : start + self.page]
        self.items += len(page)
        meta: Document = {"result_count": len(page)}
        if start + self.page < len(listed):
            meta["next_token"] = str(start + self.page)
        told: Document = {"meta": meta} | ({"data": [self._told(one) for one in page]} if page else {})
        others: list[Document] = [
            {"id": f"9{one.number}", "text": one.of, "author_id": "777000777000", "in_reply_to_user_id": "777000777000"}
            for one in page
            if one.of
        ]
        asking = "words of a citizen who asked"
        others += [{"id": f"8{one.number}", "text": asking, "author_id": one.to} for one in page if one.to]
        if others:
            told["includes"] = {"posts" if self.newer_names else "tweets": others}
        return Answer(told)

    def _told(self, one: Tweet) -> Document:
        post, repost = ("post", "repost") if self.newer_names else ("tweet", "retweet")
        told: Document = {
            "id": one.versions[-1],
            "text": one.text,
            "created_at": (one.edited or one.at).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
        told[f"edit_history_{post}_ids"] = one.versions
        told["public_metrics"] = {
            "like_count": one.likes,
            "reply_count": 0,
            f"{repost}_count": 2,
            "impression_count": 50,
        }
        told["entities"] = {"mentions": [{"username": "a_citizen_mentioned", "id": "1"}]}
        if one.of:
            told[f"referenced_{post}s"] = [{"type": f"{repost}ed", "id": f"9{one.number}"}]
        if one.to:
            told["in_reply_to_user_id"] = one.to
            told[f"referenced_{post}s"] = [{"type": "replied_to", "id": f"8{one.number}"}]
        return told
