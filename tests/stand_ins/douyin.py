"""Douyin open platform, after the field names of the vendor's SDKs; every answer is HTTP 200 with
`data{error_code,description}` and `extra{logid,now,…}`.

    with Douyin(clock) as server:
        account = server.account                     # Douyin(clock, open_ids=("…", "…"))
        token = server.token(account)                # as if the owner had agreed; server.grant(account) gives both
        video = account.publish("防汛提示", at="2026-11-18 09:00"); video.count(plays=100, likes=3)
        GET {server.base}/api/douyin/v1/video/video_list/?open_id=…&cursor=0&count=20      header access-token

Ids (`server.item_id(video)`) look like the platform's: '@', base64 with '+', '/' and '='. Access tokens live 15 days,
refresh tokens 30; renew_refresh_token works five times. Figures by day are in `douyin_figures`.
Invented: which list a work of which state stands in (all but deleted ones and, if `server.withdrawn_vanish`,
withdrawn ones), that pinned works keep their place in time, that the cursor is a time in milliseconds, that a look-up
leaves out what is gone, that an answer by the account has its open_id as comment_user_id, that refreshing ends the
older access token.
"""

import base64
import hashlib
from datetime import timedelta

from .clock import Clock, unix
from .douyin_figures import DouyinFigures
from .messages import Answer, Asked, Document, Place
from .server import StandIn, route
from .video_account import Video, VideoAccount, VideoRemark

LIFE, REFRESH_LIFE = timedelta(days=15), timedelta(days=30)
STATUS = {"public": 5, "hidden": 7, "reviewing": 4, "withdrawn": 2}
DEAD = {"missing": 2190002, "unknown": 2190002, "killed": 2190002, "replaced": 2190002, "expired": 2190008}
WORDS = {2190002: "access_token无效", 2190008: "access_token过期,请刷新或重新授权"}
OPEN_IDS = ("_000a1b2c-3d4e-5f60-7182-93a4b5c6d7e8",)


class Douyin(DouyinFigures, StandIn):
    """open.douyin.com."""

    free = frozenset({f"/oauth/{name}" for name in ("access_token", "refresh_token", "renew_refresh_token")})

    def __init__(self, clock: Clock | None = None, open_ids: tuple[str, ...] = OPEN_IDS) -> None:
        super().__init__(clock)
        self.accounts = {one: VideoAccount(self.clock, at) for at, one in enumerate(open_ids, 1)}
        self.account = self.accounts[open_ids[0]]
        self.client_key, self.client_secret = "aw0standin", "douyin-secret-standin"
        self.withdrawn_vanish = False
        self.renewals: dict[str, int] = {}

    # errors

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        return Answer({"data": {"error_code": code, "description": words}, "extra": self._extra(code, words)})

    def _extra(self, code: int = 0, words: str = "") -> Document:
        told: Document = {"error_code": code, "description": words, "sub_error_code": 0, "sub_description": ""}
        return told | {"logid": f"2026112009000001{len(self.log):08d}", "now": self.clock.unix * 1000}

    def good(self, data: Document, items: Place = (), more: Document | None = None) -> Answer:
        """A well answer around `data`; `items` and `more` are told relative to it."""
        whole = {"data": {"error_code": 0, "description": "", **data}, "extra": self._extra()}
        places = tuple((("data", name), value) for name, value in (more or {}).items())
        return Answer(whole, items=("data", *items) if items else (), more=places)

    def token_dead(self, asked: Asked) -> Answer:
        return self.refusal(2190008, WORDS[2190008], asked)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refusal(2190001, "quota已用完", asked)

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        state = self.tokens.state(asked.token)
        if state != "good":
            return self.refusal(DEAD[state], WORDS[DEAD[state]], asked)
        if asked.said("open_id") != self.tokens.holder(asked.token):
            return self.refusal(2100005, "参数不合法", asked)
        account = self.of(asked)
        if path in account.denied:
            return self.refusal(2190004, "应用未获得该能力, 请去https://open.douyin.com申请", asked)
        within = self.spent.take(f"{account.number} {path}", account.limits.get(path))
        return None if within and self.spent_on != self.clock.day else self.quota_out(asked)

    def lasting(self) -> set[str]:
        return {self.client_secret}

    def citizens(self) -> set[str]:
        return {word for account in self.accounts.values() for word in account.citizens()}

    def of(self, asked: Asked) -> VideoAccount:
        return self.accounts[self.tokens.holder(asked.token)]

    # tokens

    def open_id(self, account: VideoAccount | None = None) -> str:
        wanted = account or self.account
        return next(one for one, held in self.accounts.items() if held is wanted)

    def grant(self, account: VideoAccount | None = None) -> Document:
        """What the owner's consent gives: both tokens."""
        who = self.open_id(account)
        access, refresh = self.tokens.give(who, LIFE), self.tokens.give(who, REFRESH_LIFE, "refresh")
        told: Document = {"access_token": access.words, "expires_in": int(LIFE.total_seconds()), "open_id": who}
        told |= {"refresh_token": refresh.words, "refresh_expires_in": int(REFRESH_LIFE.total_seconds())}
        return told | {"scope": "user_info,video.list.bind,fans.data.bind"}

    def token(self, account: VideoAccount | None = None) -> str:
        return str(self.grant(account)["access_token"])

    def code(self, account: VideoAccount | None = None) -> str:
        return self.tokens.give(self.open_id(account), timedelta(minutes=10), "code").words

    @route("POST", "/oauth/access_token")
    def access_token(self, asked: Asked) -> Answer:
        if (asked.said("client_key"), asked.said("client_secret")) != (self.client_key, self.client_secret):
            return self.refusal(10003, "client_key错误", asked)
        if self.tokens.state(asked.said("code")) != "good":
            return self.refusal(10007, "授权码过期", asked)
        held = self.tokens.given[asked.said("code")]
        held.ended = "used"
        return self.good(self.grant(self.accounts[held.holder]))

    @route("POST", "/oauth/refresh_token")
    def refresh_token(self, asked: Asked) -> Answer:
        words = asked.said("refresh_token")
        if self.tokens.state(words) != "good":
            return self.refusal(10010, "refresh_token过期", asked)
        held = self.tokens.given[words]
        access = self.tokens.replace(held.holder, LIFE)
        left = int((held.until - self.clock.now).total_seconds())
        told: Document = {"access_token": access.words, "expires_in": int(LIFE.total_seconds())}
        return self.good(
            told | {"refresh_token": words, "refresh_expires_in": left, "open_id": held.holder, "scope": ""}
        )

    @route("POST", "/oauth/renew_refresh_token")
    def renew_refresh_token(self, asked: Asked) -> Answer:
        words = asked.said("refresh_token")
        if self.tokens.state(words) != "good":
            return self.refusal(10010, "refresh_token过期", asked)
        held = self.tokens.given[words]
        self.renewals[held.holder] = self.renewals.get(held.holder, 0) + 1
        if self.renewals[held.holder] > 5:
            return self.refusal(10020, "refresh_token更新次数用完", asked)  # the number is invented
        fresh = self.tokens.replace(held.holder, REFRESH_LIFE, "refresh")
        return self.good({"refresh_token": fresh.words, "expires_in": int(REFRESH_LIFE.total_seconds())})

    # works

    def item_id(self, video: Video) -> str:
        """An id as the platform makes them for each application: no number at all."""
        seed = hashlib.sha384(f"{video.account.number}/{video.number}".encode()).digest()
        return f"@{base64.b64encode(seed[:-2] + bytes([251, 239])).decode()}/+=="

    def listed(self, account: VideoAccount) -> list[Video]:
        states = [name for name in STATUS if name != "withdrawn" or not self.withdrawn_vanish]
        return account.listed(*states)

    @route("GET", "/api/douyin/v1/video/video_list")
    def video_list(self, asked: Asked) -> Answer:
        count, cursor = asked.number("count", 10), asked.number("cursor", 0)
        if not 1 <= count <= 20:
            return self.refusal(2100005, "参数不合法", asked)
        held = [one for one in self.listed(self.of(asked)) if cursor == 0 or one.place < cursor]
        page = held[:count]
        told: Document = {"list": [self._video(one) for one in page], "has_more": len(held) > count}
        told["cursor"] = page[-1].place if page else cursor
        return self.good(told, ("list",), {"has_more": True})

    @route("POST", "/api/douyin/v1/video/video_basic_info", "/api/douyin/v1/video/video_data")
    def video_basic_info(self, asked: Asked) -> Answer:
        """Named works; `item_ids` in the body. What is gone is left out."""
        wanted = asked.words().get("item_ids") or []
        if not isinstance(wanted, list) or len(wanted) > 20:
            return self.refusal(2100005, "参数不合法", asked)
        found = [self._video(one) for one in self.listed(self.of(asked)) if self.item_id(one) in wanted]
        return self.good({"list": found}, ("list",))

    def _video(self, video: Video) -> Document:
        told: Document = {"item_id": self.item_id(video), "video_id": str(7_100_000_000_000_000_000 + video.number)}
        told |= {"title": video.title, "cover": "https://p3.example/cover.jpeg", "create_time": unix(video.at)}
        told |= {"is_top": video.pinned, "is_reviewed": video.state != "reviewing", "media_type": 4}
        told |= {"video_status": STATUS[video.state], "share_url": f"https://www.iesdouyin.com/share/{video.number}"}
        figures = video.figures
        counts = {"play_count": figures["plays"], "digg_count": figures["likes"], "forward_count": 0}
        counts |= {"comment_count": figures["comments"] or len(video.remarks), "share_count": figures["shares"]}
        return told | {"statistics": counts | {"download_count": figures["downloads"]}}

    def work(self, asked: Asked) -> Video | None:
        """The work that a request names, if it stands."""
        wanted = asked.said("item_id")
        return next((one for one in self.listed(self.of(asked)) if self.item_id(one) == wanted), None)

    # comments

    @route("GET", "/item/comment/list")
    def comments(self, asked: Asked) -> Answer:
        work = self.work(asked)
        return self._remarks(asked, work.standing() if work else [])

    @route("GET", "/item/comment/reply/list")
    def replies(self, asked: Asked) -> Answer:
        work = self.work(asked)
        remarks = work.remarks if work else []
        number = next((one.number for one in remarks if f"@c{one.number}==" == asked.said("comment_id")), 0)
        return self._remarks(asked, work.standing(number) if work and number else [])

    def _remarks(self, asked: Asked, held: list[VideoRemark]) -> Answer:
        start, count = asked.number("cursor", 0), min(max(asked.number("count", 10), 1), 50)
        page = held[start : start + count]
        told: Document = {"list": [self._remark(asked, one) for one in page]}
        told |= {"cursor": start + len(page), "has_more": start + count < len(held)}
        return self.good(told, ("list",), {"has_more": True})

    def _remark(self, asked: Asked, one: VideoRemark) -> Document:
        told: Document = {"comment_id": f"@c{one.number}==", "content": one.text, "create_time": unix(one.at)}
        told |= {"comment_user_id": one.author or asked.said("open_id"), "digg_count": one.likes, "top": False}
        return told | {"reply_comment_total": len(one.video.standing(one.number))}
