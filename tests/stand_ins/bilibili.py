"""Bilibili open platform (the official one, not the web interface), after other people's code.

    with Bilibili(clock) as server:
        token = server.token()
        headers = server.signed(token)               # what a right client sends; the stand-in checks all of it
        GET {server.base}/arcopen/fn/archive/viewlist?pn=1&ps=20&status=all

Each call carries six x-bili- headers, sorted, `name:value`, joined by newlines, signed with HMAC-SHA256 under the
application's secret into `Authorization`; x-bili-content-md5 is of the body; the time may be 600 s off; a nonce serves
once. Codes seen: 4002 signature, 4003 time, 4004 nonce, 4005 method, 4006 version, 4012 md5, 127001 token out of date,
127009 rate, 127011 no such right. Webhooks are not built.
Invented: the code of a work that is gone (`server.gone_code`), all states of addit_info but 0 (open).
"""

import hashlib
import hmac
import json
from datetime import timedelta

from .clock import Clock, unix
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .video_account import Video, VideoAccount

LIFE, REFRESH_LIFE = timedelta(days=30), timedelta(days=180)
SIGNED = ("accesskeyid", "content-md5", "signature-method", "signature-nonce", "signature-version", "timestamp")
STATES = {
    "public": (0, "开放浏览"),
    "reviewing": (-30, "审核中"),
    "withdrawn": (-4, "已锁定"),
    "hidden": (-50, "仅UP主可见"),
}
STATUS = {"all": tuple(STATES), "pubed": ("public", "hidden"), "not_pubed": ("withdrawn",), "is_pubing": ("reviewing",)}


class Bilibili(StandIn):
    """member.bilibili.com, and of api.bilibili.com the way to refresh a token."""

    free = frozenset({"/x/account-oauth2/v1/token", "/x/account-oauth2/v1/refresh_token"})

    def __init__(self, clock: Clock | None = None, open_ids: tuple[str, ...] = ("bili-open-1",)) -> None:
        super().__init__(clock)
        self.accounts = {one: VideoAccount(self.clock, at) for at, one in enumerate(open_ids, 1)}
        self.account = self.accounts[open_ids[0]]
        self.client_id, self.app_secret = "bili0standin", "bilibili-secret-standin"
        self.gone_code, self.nonces = 122012, set[str]()
        self.articles: dict[int, list[Document]] = {}

    # errors

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        told = {"code": code, "message": words, "ttl": 1, "request_id": f"req{len(self.log):08d}"}
        return Answer(told | {"data": None})

    def good(self, data: Document, items: tuple[str, ...] = ()) -> Answer:
        told = {"code": 0, "message": "0", "ttl": 1, "request_id": f"req{len(self.log):08d}", "data": data}
        return Answer(told, items=("data", *items) if items else (), more=((("data", "page", "total"), 99_999),))

    def token_dead(self, asked: Asked) -> Answer:
        return self.refusal(127001, "access_token已过期", asked)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refusal(127009, "请求过于频繁", asked)

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        asked.token = asked.headers.get("access-token", "")
        trouble = self._unsigned(asked)
        if trouble:
            return self.refusal(*trouble, asked)
        if self.tokens.state(asked.token) != "good":
            return self.token_dead(asked)
        account = self.of(asked)
        if path in account.denied:
            return self.refusal(127011, "scope未授权", asked)
        within = self.spent.take(f"{account.number} {path}", account.limits.get(path))
        return None if within and self.spent_on != self.clock.day else self.quota_out(asked)

    def _unsigned(self, asked: Asked) -> tuple[int, str] | None:
        """What is wrong with the signature; None if nothing."""
        told = {name: asked.headers.get(f"x-bili-{name}", "") for name in SIGNED}
        if told["accesskeyid"] != self.client_id:
            return 4001, "应用无效"
        if told["signature-method"] != "HMAC-SHA256":
            return 4005, "签名method异常"
        if told["signature-version"] != "2.0":
            return 4006, "版本异常"
        if told["content-md5"] != _md5(asked.body):
            return 4012, "MD5校验失败"
        if not told["timestamp"].isdigit() or abs(int(told["timestamp"]) - self.clock.unix) > 600:
            return 4003, "请求过期"
        if not hmac.compare_digest(self._sign(told), asked.headers.get("authorization", "")):
            return 4002, "签名异常"
        if told["signature-nonce"] in self.nonces:
            return 4004, "重复请求"
        self.nonces.add(told["signature-nonce"])
        return None

    def _sign(self, told: dict[str, str]) -> str:
        lines = "\n".join(f"x-bili-{name}:{told[name]}" for name in SIGNED)
        return hmac.new(self.app_secret.encode(), lines.encode(), hashlib.sha256).hexdigest()

    def signed(self, token: str, body: bytes = b"", nonce: str = "") -> dict[str, str]:
        """The headers that a right client sends."""
        told = {"accesskeyid": self.client_id, "content-md5": _md5(body), "signature-method": "HMAC-SHA256"}
        told |= {"signature-nonce": nonce or f"nonce-{len(self.log)}-{len(self.nonces)}", "signature-version": "2.0"}
        told["timestamp"] = str(self.clock.unix)
        named = {f"x-bili-{name}": value for name, value in told.items()}
        return named | {"Authorization": self._sign(told), "access-token": token, "Content-Type": "application/json"}

    # tokens

    def lasting(self) -> set[str]:
        return {self.app_secret}

    def citizens(self) -> set[str]:
        return {word for account in self.accounts.values() for word in account.citizens()}

    def of(self, asked: Asked) -> VideoAccount:
        return self.accounts[self.tokens.holder(asked.token)]

    def grant(self, account: VideoAccount | None = None) -> Document:
        """What the owner's consent gives; `expires_in` is a moment, not a span (seen so; some say a span)."""
        who = next(one for one, held in self.accounts.items() if held is (account or self.account))
        access, refresh = self.tokens.give(who, LIFE), self.tokens.give(who, REFRESH_LIFE, "refresh")
        told: Document = {"access_token": access.words, "refresh_token": refresh.words}
        return told | {"expires_in": unix(access.until), "scopes": ["USER_INFO", "ARC_BASE", "ARC_DATA", "USER_DATA"]}

    def token(self, account: VideoAccount | None = None) -> str:
        return str(self.grant(account)["access_token"])

    @route("POST", "/x/account-oauth2/v1/refresh_token")
    def refresh_token(self, asked: Asked) -> Answer:
        if (asked.said("client_id"), asked.said("client_secret")) != (self.client_id, self.app_secret):
            return self.refusal(122000, "client_id无效", asked)
        words = asked.said("refresh_token")
        if self.tokens.state(words) != "good":
            return self.refusal(122007, "refresh_token无效", asked)
        held = self.tokens.given[words]
        for kind in ("access", "refresh"):
            self.tokens.replace(held.holder, timedelta(), kind)
        return self.good(self.grant(self.accounts[held.holder]))

    # works

    def resource_id(self, video: Video) -> str:
        return f"BV1sTaNd{video.account.number}{video.number:03d}"

    @route("GET", "/arcopen/fn/archive/viewlist")
    def viewlist(self, asked: Asked) -> Answer:
        size, page, status = asked.number("ps", 20), asked.number("pn", 1), asked.said("status", "all")
        if not 1 <= size <= 50 or page < 1 or status not in STATUS:
            return self.refusal(4000, "参数错误", asked)
        held = self.of(asked).listed(*STATUS[status])
        told = [self._work(one) for one in held[(page - 1) * size : page * size]]
        return self.good({"list": told, "page": {"pn": page, "ps": size, "total": len(held)}}, ("list",))

    @route("GET", "/arcopen/fn/archive/view")
    def view(self, asked: Asked) -> Answer:
        work = self.work(asked)
        return self.good(self._work(work)) if work else self.refusal(self.gone_code, "稿件不存在", asked)

    def work(self, asked: Asked) -> Video | None:
        """The work that a request names, if it stands."""
        standing = self.of(asked).listed(*STATES)
        return next((one for one in standing if self.resource_id(one) == asked.said("resource_id")), None)

    def _work(self, video: Video) -> Document:
        state, words = STATES[video.state]
        told: Document = {"resource_id": self.resource_id(video), "title": video.title, "desc": "", "tag": "清溪"}
        told |= {"tid": 229, "ctime": unix(video.at) - 60, "ptime": unix(video.at), "copyright": 1, "no_reprint": 1}
        told |= {"cover": "http://i0.example/c.jpg"}
        told["addit_info"] = {"state": state, "state_desc": words, "reject_reason": video.reason}
        url = f"https://www.bilibili.com/video/{self.resource_id(video)}"
        return told | {"video_info": {"cid": 100 + video.number, "filename": "f", "duration": 60, "share_url": url}}

    @route("GET", "/arcopen/fn/article/list")
    def article_list(self, asked: Asked) -> Answer:
        held, size = self.articles.get(self.of(asked).number, []), min(max(asked.number("ps", 20), 1), 50)
        page = max(asked.number("pn", 1), 1)
        told = held[(page - 1) * size : page * size]
        return self.good({"list": told, "page": {"pn": page, "ps": size, "total": len(held)}}, ("list",))

    # figures

    @route("GET", "/arcopen/fn/data/user/stat")
    def user_stat(self, asked: Asked) -> Answer:
        account = self.of(asked)
        told = {"following": 12, "follower": account.total(), "arc_passed_total": len(account.listed("public"))}
        return self.good(told)

    @route("GET", "/arcopen/fn/user/account/info")
    def account_info(self, asked: Asked) -> Answer:
        told = {"name": self.of(asked).name, "face": "https://i0.example/f.jpg"}
        return self.good(told | {"openid": self.tokens.holder(asked.token)})

    @route("GET", "/arcopen/fn/data/arc/stat")
    def arc_stat(self, asked: Asked) -> Answer:
        work = self.work(asked)
        if work is None:
            return self.refusal(self.gone_code, "稿件不存在", asked)
        named = {"view": "plays", "reply": "comments", "like": "likes", "share": "shares", "coin": "coins"}
        named |= {"favorite": "favourites", "danmaku": "danmaku"}
        told = {name: work.figures[held] for name, held in named.items()}
        return self.good(told | {"title": work.title, "ptime": unix(work.at)})


def _md5(body: bytes) -> str:
    return hashlib.md5(body, usedforsecurity=False).hexdigest()


def as_body(told: Document) -> bytes:
    """A JSON body as it is signed and sent."""
    return json.dumps(told, ensure_ascii=False).encode()
