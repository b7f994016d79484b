"""Bluesky's XRPC interface after its lexicons: describeRepo, listRecords, getRecord; an app view if it is told so.

with Bluesky(clock) as server:
    server.post("Road closed", at="2026-11-18 09:00"), server.repost("at://did:plc:press/app.bsky.feed.post/3kx")
    server.posts[0].text = "Road open again"
    server.delete(server.posts[0])
    server.unlisted.add(key)        # a record that the listing leaves out though it is there

A bare server without app view answers every question for it with 502 UpstreamFailure, as the real one does.
*Invented*: that a page has `page` records at most.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from .clock import Clock
from .messages import Answer, Asked, Document
from .server import StandIn, route

DID = "did:plc:theoffice"
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"


@dataclass
class Record:
    """A record of the repository: a post with its words, or a repost with the address of what it repeats."""

    key: str
    collection: str
    at: datetime
    text: str = ""
    origin: str = ""
    reply: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)

    @property
    def uri(self) -> str:
        return f"at://{DID}/{self.collection}/{self.key}"


class Bluesky(StandIn):
    """One personal data server, with or without an app view behind it."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.posts: list[Record] = []
        self.reposts: list[Record] = []
        self.fans = [f"did:plc:citizen{number}" for number in range(5)]
        self.page, self.viewed = 4, True
        self.unlisted: set[str] = set()
        self._numbers = count(1)

    def secrets(self) -> set[str]:
        return set()

    def citizens(self) -> set[str]:
        return {*self.fans, "citizen.example"}

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        return None

    def quota_out(self, asked: Asked) -> Answer:
        return Answer({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, status=429)

    def post(self, text: str, at: str | None = None, *, to: str = "") -> Record:
        """A new post; `to` the address of what it answers."""
        self.posts.append(Record(self._key(), POST, self.clock.at(at), text, reply=to))
        return self.posts[-1]

    def repost(self, origin: str, at: str | None = None) -> Record:
        """A new repost."""
        self.reposts.append(Record(self._key(), REPOST, self.clock.at(at), origin=origin))
        return self.reposts[-1]

    def delete(self, record: Record) -> None:
        """Take a record away."""
        (self.posts if record.collection == POST else self.reposts).remove(record)

    def _key(self) -> str:
        return f"3key{next(self._numbers):05d}"

    @route("GET", "/xrpc/com.atproto.repo.describeRepo")
    def described(self, asked: Asked) -> Answer:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.base}
        told = {"handle": "office.example", "did": DID, "didDoc": {"id": DID, "service": [service]}}
        return Answer({**told, "collections": [POST, REPOST], "handleIsCorrect": True})

    @route("GET", "/xrpc/com.atproto.repo.listRecords")
    def listed(self, asked: Asked) -> Answer:
        held = self.posts if asked.said("collection") == POST else self.reposts
        there = [one for one in reversed(held) if one.key < asked.said("cursor", "~")]
        page = there[: self.page]
        told: Document = {"records": [_told(one) for one in page if one.key not in self.unlisted]}
        return Answer(told | ({"cursor": page[-1].key} if page else {}))

    @route("GET", "/xrpc/com.atproto.repo.getRecord")
    def single(self, asked: Asked) -> Answer:
        wanted = (asked.said("collection"), asked.said("rkey"))
        found = next((one for one in self.posts + self.reposts if (one.collection, one.key) == wanted), None)
        if found is None:
            return Answer({"error": "RecordNotFound", "message": "Could not locate record"}, status=400)
        return Answer(_told(found))

    @route("GET", "/xrpc/app.bsky.feed.getAuthorFeed")
    def feed(self, asked: Asked) -> Answer:
        return Answer({"feed": [{"post": _counted(one)} for one in self.posts]}) if self.viewed else _no_view()

    @route("GET", "/xrpc/app.bsky.feed.getPostThread")
    def thread(self, asked: Asked) -> Answer:
        found = next((one for one in self.posts if one.uri == asked.said("uri")), None)
        if found is None or not self.viewed:
            return _no_view() if found else Answer({"error": "NotFound", "message": "Post not found"}, status=400)
        told = [{"post": self._answered(who, words), "replies": []} for who, words in found.answers]
        return Answer({"thread": {"post": _counted(found), "replies": told}})

    def _answered(self, who: int, words: str) -> Document:
        address = f"at://{self.fans[who]}/{POST}/3reply"
        author = {"did": self.fans[who], "handle": "citizen.example", "displayName": "A citizen"}
        record = {"text": f"@office.example @citizen.example {words}", "createdAt": "2026-11-19T00:00:00.000Z"}
        return {"uri": address, "author": author, "record": record, "indexedAt": "2026-11-19T01:00:00.000Z"}

    @route("GET", "/xrpc/app.bsky.graph.getFollowers")
    def followers(self, asked: Asked) -> Answer:
        told = [{"did": who, "handle": "citizen.example", "displayName": who} for who in self.fans]
        return Answer({"subject": {"did": DID}, "followers": told}) if self.viewed else _no_view()


def _no_view() -> Answer:
    return Answer({"error": "UpstreamFailure", "message": "Upstream service unreachable"}, status=502)


def _told(one: Record) -> Document:
    made = one.at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    said: Document = {"text": one.text}
    if one.reply:
        said["reply"] = {"root": {"uri": one.reply, "cid": "bafy"}, "parent": {"uri": one.reply, "cid": "bafy"}}
        said["facets"] = [{"index": {}, "features": [{"did": one.reply.split("/")[2], "$type": "mention"}]}]
        said["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": one.reply, "cid": "bafy"}}
    if one.collection == REPOST:
        said = {"subject": {"uri": one.origin, "cid": "bafyorigin"}}
    return {"uri": one.uri, "cid": "bafy", "value": {"$type": one.collection, "createdAt": made, **said}}


def _counted(one: Record) -> Document:
    return {
        "uri": one.uri, "cid": "bafy", "author": {"did": DID, "handle": "office.example"}, "record": {"text": one.text},
        "replyCount": 1, "repostCount": 2, "likeCount": 3, "quoteCount": 0, "indexedAt": "2026-11-19T00:00:00.000Z",
    }  # fmt: skip
