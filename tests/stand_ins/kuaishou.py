"""Kuaishou open platform, after other people's code (nothing of the vendor's could be read).

    with Kuaishou(clock) as server:
        token = server.token()
        server.account.publish("防汛提示")
        GET {server.base}/openapi/photo/list?app_id=…&access_token=…&count=20[&cursor=<last photo_id>]

`result` is 1 when all is well. Access tokens live 48 hours, refresh tokens 180 days. `cursor` is the photo_id with the
smallest create_time of the page before; a page that is not full is the last.
Invented: the numbers of all refusals but those of the rate (100100402 … 200100410 were seen), that a cursor whose work
is gone starts where it stood, that withdrawn works are `pending`, that create_time is in milliseconds (`time_unit`).
"""

from datetime import timedelta

from .clock import Clock, unix
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .video_account import Video, VideoAccount

LIFE, REFRESH_LIFE = timedelta(hours=48), timedelta(days=180)
NO_TOKEN, NO_RIGHT, NO_PHOTO, BAD_WORD, BAD_APP, RATE = 100200101, 100200103, 200100301, 100200100, 100200104, 100100402


class Kuaishou(StandIn):
    """open.kuaishou.com."""

    free = frozenset({"/oauth2/access_token", "/oauth2/refresh_token"})

    def __init__(self, clock: Clock | None = None, open_ids: tuple[str, ...] = ("ks-open-1",)) -> None:
        super().__init__(clock)
        self.accounts = {one: VideoAccount(self.clock, at) for at, one in enumerate(open_ids, 1)}
        self.account = self.accounts[open_ids[0]]
        self.time_unit = 1000  # milliseconds: invented; 1 for seconds
        self.app_id, self.app_secret = "ks0standin", "kuaishou-secret-standin"

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        return Answer({"result": code, "error": words, "error_msg": words})

    def token_dead(self, asked: Asked) -> Answer:
        return self.refusal(NO_TOKEN, "access_token expired", asked)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refusal(RATE, "rate limited", asked)

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        if asked.said("app_id") != self.app_id:
            return self.refusal(BAD_APP, "app_id invalid", asked)
        if self.tokens.state(asked.token) != "good":
            return self.refusal(NO_TOKEN, f"access_token {self.tokens.state(asked.token)}", asked)
        account = self.of(asked)
        if path in account.denied:
            return self.refusal(NO_RIGHT, "scope not granted", asked)
        within = self.spent.take(f"{account.number} {path}", account.limits.get(path))
        return None if within and self.spent_on != self.clock.day else self.quota_out(asked)

    def lasting(self) -> set[str]:
        return {self.app_secret}

    def citizens(self) -> set[str]:
        return {word for account in self.accounts.values() for word in account.citizens()}

    def of(self, asked: Asked) -> VideoAccount:
        return self.accounts[self.tokens.holder(asked.token)]

    def grant(self, account: VideoAccount | None = None) -> Document:
        """What the owner's consent gives: both tokens."""
        who = next(one for one, held in self.accounts.items() if held is (account or self.account))
        access, refresh = self.tokens.give(who, LIFE), self.tokens.give(who, REFRESH_LIFE, "refresh")
        told: Document = {"result": 1, "access_token": access.words, "expires_in": int(LIFE.total_seconds())}
        told |= {"refresh_token": refresh.words, "refresh_token_expires_in": int(REFRESH_LIFE.total_seconds())}
        return told | {"open_id": who, "scopes": ["user_info", "user_video_info"]}

    def token(self, account: VideoAccount | None = None) -> str:
        return str(self.grant(account)["access_token"])

    @route("GET", "/oauth2/refresh_token")
    def refresh_get(self, asked: Asked) -> Answer:
        return self._refresh(asked)

    @route("POST", "/oauth2/refresh_token")
    def refresh_post(self, asked: Asked) -> Answer:
        return self._refresh(asked)

    def _refresh(self, asked: Asked) -> Answer:
        """Gives a new pair; the older tokens end."""
        if (asked.said("app_id"), asked.said("app_secret")) != (self.app_id, self.app_secret):
            return self.refusal(BAD_APP, "app_id or app_secret invalid", asked)
        words = asked.said("refresh_token")
        if self.tokens.state(words) != "good":
            return self.refusal(NO_TOKEN, "refresh_token invalid", asked)
        held = self.tokens.given[words]
        for kind in ("access", "refresh"):
            self.tokens.replace(held.holder, timedelta(), kind)
        return Answer(self.grant(self.accounts[held.holder]))

    # works

    def photo_id(self, video: Video) -> str:
        return f"3x{video.account.number:02d}{video.number:011d}"

    @route("GET", "/openapi/photo/list")
    def photo_list(self, asked: Asked) -> Answer:
        count = asked.number("count", 20)
        if not 1 <= count <= 200:
            return self.refusal(BAD_WORD, "count invalid", asked)
        below = self._below(asked)
        if below is None:
            return self.refusal(BAD_WORD, "cursor invalid", asked)
        held = [one for one in self.of(asked).listed("public", "reviewing", "withdrawn") if one.place < below]
        return Answer({"result": 1, "video_list": [self._photo(one) for one in held[:count]]}, items=("video_list",))

    def _below(self, asked: Asked) -> int | None:
        """The place in time that a cursor names; None where it names nothing that ever was."""
        cursor = asked.said("cursor")
        if cursor in ("", "0"):
            return 1 << 62
        return next((one.place for one in self.of(asked).videos if self.photo_id(one) == cursor), None)

    @route("GET", "/openapi/photo/info")
    def photo_info(self, asked: Asked) -> Answer:
        standing = self.of(asked).listed("public", "reviewing", "withdrawn")
        found = next((one for one in standing if self.photo_id(one) == asked.said("photo_id")), None)
        if found is None:
            return self.refusal(NO_PHOTO, "photo not exist", asked)
        return Answer({"result": 1, "video_info": self._photo(found)})

    @route("GET", "/openapi/photo/count")
    def photo_count(self, asked: Asked) -> Answer:
        held = self.of(asked)
        told = {"public_count": len(held.listed("public")), "private_count": len(held.listed("hidden"))}
        return Answer({"result": 1, **told, "all_count": sum(told.values())})

    @route("GET", "/openapi/user_info")
    def user_info(self, asked: Asked) -> Answer:
        account = self.of(asked)
        told: Document = {"name": account.name, "sex": "M", "fan": account.total(), "follow": 12, "city": "杭州"}
        return Answer({"result": 1, "user_info": told | {"head": "https://k.example/h.jpg", "bigHead": ""}})

    def _photo(self, video: Video) -> Document:
        told: Document = {"photo_id": self.photo_id(video), "caption": video.title}
        told |= {"cover": "https://k.example/c.jpg", "play_url": "https://k.example/v.mp4"}
        told["create_time"] = unix(video.at) * self.time_unit
        figures = video.figures
        told |= {"like_count": figures["likes"], "comment_count": figures["comments"], "view_count": figures["plays"]}
        return told | {"pending": video.state != "public"}
