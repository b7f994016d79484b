"""YouTube's Data interface (v3) as its discovery document has it: channels, playlistItems, videos.

with YouTube(clock) as server:
    server.publish("Video title", "description", at="2026-11-18 09:00")

*Invented*: that a playlist has pages of `page` items, whatever maxResults says.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from .clock import Clock
from .messages import Answer, Asked, Document
from .server import StandIn, route


@dataclass
class Video:
    """A video of the channel."""

    number: int
    title: str
    description: str
    at: datetime
    private: bool = False
    views: int = 0
    likes: int = 0
    privacy: str = "public"
    comments: list[tuple[str, str]] = field(default_factory=list)  # channel of the person, words
    ids: str = field(init=False)

    def __post_init__(self) -> None:
        self.ids = f"vid{self.number:08d}"


class YouTube(StandIn):
    """www.googleapis.com/youtube/v3."""

    free = frozenset(
        {"/youtube/v3/channels", "/youtube/v3/playlistItems", "/youtube/v3/videos", "/youtube/v3/commentThreads"}
    )

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.key, self.channel_id, self.handle = "AIza-a-made-up-key-of-ours", "UC" + "a" * 22, "office"
        self.videos: list[Video] = []
        self.subscribers, self.hidden, self.page = 1230, False, 4
        self._numbers = count(1)

    def secrets(self) -> set[str]:
        return {self.key}

    def citizens(self) -> set[str]:
        told = (word for one in self.videos for who, _ in one.comments for word in (who, _name(who)))
        return {*told} - {self.channel_id, _name(self.channel_id)} | {"a.citizen.spoken.to"}

    def publish(self, title: str, description: str = "", at: str | None = None) -> Video:
        """A new video."""
        self.videos.append(Video(next(self._numbers), title, description, self.clock.at(at)))
        return self.videos[-1]

    def refused(self, reason: str, status: int = 403) -> Answer:
        """A refusal as the interface words it."""
        return Answer({"error": {"code": status, "message": reason, "errors": [{"reason": reason}]}}, status=status)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refused("quotaExceeded")

    def lost(self, asked: Asked) -> Answer:
        return self.refused("notFound", 404)

    def _stranger(self, asked: Asked) -> Answer | None:
        return None if asked.said("key") == self.key else self.refused("keyInvalid", 400)

    @route("GET", "/youtube/v3/channels")
    def channels(self, asked: Asked) -> Answer:
        known = asked.said("id") == self.channel_id or asked.said("forHandle").lstrip("@") == self.handle
        told: Document = {"id": self.channel_id, "contentDetails": {"relatedPlaylists": {"uploads": "UU" + "a" * 22}}}
        told["statistics"] = {"subscriberCount": str(self.subscribers), "hiddenSubscriberCount": self.hidden}
        return self._stranger(asked) or Answer({"items": [told] if known else []})

    @route("GET", "/youtube/v3/playlistItems")
    def playlist(self, asked: Asked) -> Answer:
        refused = self._stranger(asked)
        if refused or asked.said("playlistId") != "UU" + "a" * 22:
            return refused or self.refused("playlistNotFound", 404)
        start = int(asked.said("pageToken") or 0)
        listed = sorted(self.videos, key=lambda one: one.at, reverse=True)
        told: Document = {"items": [_listed(one) for one in listed[start : start + self.page]]}
        if start + self.page < len(listed):
            told["nextPageToken"] = str(start + self.page)
        return Answer(told, items=("items",))

    @route("GET", "/youtube/v3/videos")
    def looked_up(self, asked: Asked) -> Answer:
        wanted = asked.said("id").split(",")
        found = [one for one in self.videos if one.ids in wanted and not one.private]
        return self._stranger(asked) or Answer({"items": [_counted(one) for one in found]}, items=("items",))

    @route("GET", "/youtube/v3/commentThreads")
    def threads(self, asked: Asked) -> Answer:
        found = next((one for one in self.videos if one.ids == asked.said("videoId")), None)
        if found is None:
            return self._stranger(asked) or self.refused("videoNotFound", 404)
        told = [_thread(found, number) for number in range(len(found.comments))]
        return self._stranger(asked) or Answer({"items": told}, items=("items",))


def _name(who: str) -> str:
    return f"name-of-{who}"


def _thread(video: Video, number: int) -> Document:
    """As without `fields`: with all that is known of the person."""
    who, words = video.comments[number]
    moment = video.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    told: Document = {"authorChannelId": {"value": who}, "authorDisplayName": f"@{_name(who)}", "publishedAt": moment}
    told |= {"authorChannelUrl": f"http://y.example/{_name(who)}", "authorProfileImageUrl": f"http://y.example/{who}"}
    told |= {"textDisplay": words, "textOriginal": words, "likeCount": 0}
    return {"id": f"c{video.number}-{number}", "snippet": {"topLevelComment": {"id": f"c{number}", "snippet": told}}}


def _listed(one: Video) -> Document:
    moment = one.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    details: Document = {"videoId": one.ids} | ({} if one.private else {"videoPublishedAt": moment})
    title = "Private video" if one.private else one.title
    return {
        "snippet": {"title": title, "description": one.description, "publishedAt": moment},
        "contentDetails": details,
        "status": {"privacyStatus": "private" if one.private else one.privacy},
    }


def _counted(one: Video) -> Document:
    told = {"viewCount": str(one.views), "likeCount": str(one.likes), "commentCount": "0"}
    return {"id": one.ids, "statistics": told, "status": {"privacyStatus": one.privacy}}
