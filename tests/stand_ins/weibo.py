"""Weibo: the Open API (`{base}/2/…`) and, in `weibo_business`, the business API (`{base}/c/2/…`, also under /2/).

    with Weibo(clock) as server:
        account = server.account                     # Weibo(clock, uids=(7000000001, 7000000002))
        token = server.token(account)                # as if the owner had agreed; or walk the OAuth way with a code
        account.post("今日雨转晴", at="2026-11-19 08:00")
        GET {server.base}/2/statuses/user_timeline.json?access_token=…&count=100&page=1

100 calls a day of a user (`server.daily`), reaching back over the latest 200 posts (`server.window`). An owner's
list shows hidden posts (visible.type 1); deleted and withdrawn ones are gone, and a look-up answers 20101.
Invented: the HTTP status beside each error (`server.error_status`, None = 200 for all), that a withdrawn post answers
like a deleted one (`server.withdrawn_code`), 20112 for a hidden post looked up by somebody else, the window of 2 000
of the business list. Not built: commercial/push.
"""

from datetime import timedelta
from typing import Any

from .clock import Clock, unix
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .weibo_account import Numbers, Post, Remark, WeiboAccount
from .weibo_business import PATHS, Business
from .weibo_shapes import citizen, remark, status, user

LIFE = timedelta(days=30)
FIRST_PAGE = 20
MORE = 99_999


class Weibo(Business, StandIn):
    """api.weibo.com and c.api.weibo.com."""

    prefixes = ("", "/c")
    free = frozenset({"/oauth2/access_token", "/oauth2/get_token_info", "/2/account/rate_limit_status"})

    def __init__(self, clock: Clock | None = None, uids: tuple[int, ...] = (7000000001,)) -> None:
        super().__init__(clock)
        self.numbers = Numbers()
        self.accounts = {uid: WeiboAccount(self.clock, self.numbers, uid) for uid in uids}
        self.account = self.accounts[uids[0]]
        self.daily, self.window, self.business_window, self.followers_page = 100, 200, 2000, 200
        self.withdrawn_code, self.withdrawn_words = 20101, "target weibo does not exist!"
        self.error_status: dict[int, int] | None = {1: 403, 2: 400}
        self.app_key, self.app_secret = "1234567890", "weibo-app-secret-standin"

    # errors

    def refusal(self, code: int, words: str, asked: Asked) -> Answer:
        beside = 200
        if self.error_status is not None:
            beside = 401 if 21301 <= code <= 21334 else self.error_status.get(code // 10_000, 400)
        return Answer({"request": asked.path, "error_code": code, "error": words}, status=beside)

    def lost(self, asked: Asked) -> Answer:
        return Answer({"request": asked.path, "error_code": 10020, "error": "request api not found!"}, status=404)

    def token_dead(self, asked: Asked) -> Answer:
        return self.refusal(21327, "expired_token", asked)

    def quota_out(self, asked: Asked) -> Answer:
        return self.refusal(10023, "User requests out of rate limit!", asked)

    def stopped(self, path: str, asked: Asked) -> Answer | None:
        asked.token = asked.token.removeprefix("OAuth2 ")
        state = self.tokens.state(asked.token)
        if state == "missing":
            return self.refusal(10006, "source paramter (appkey) is missing", asked)
        if state != "good":
            dead = state == "expired" and self.token_dead(asked)
            return dead or self.refusal(21332, "invalid_access_token", asked)
        if self.spent_on == self.clock.day:
            return self.quota_out(asked)
        account = self.of(asked)
        if path in PATHS:
            return None if account.contract else self.refusal(10014, "Insufficient app permissions!", asked)
        return None if self.spent.take(str(account.uid), self.daily) else self.quota_out(asked)

    def lasting(self) -> set[str]:
        return {self.app_secret}

    def citizens(self) -> set[str]:
        posts = [post for account in self.accounts.values() for post in account.posts]
        people = [one.author for post in posts for one in post.remarks if one.author]
        people += [one.person for account in self.accounts.values() for one in account.fans]
        return {word for person in people for word in (str(person.uid), person.name)}

    # tokens

    def token(self, account: WeiboAccount | None = None, life: timedelta = LIFE) -> str:
        """A token as the owner's consent gives it."""
        return self.tokens.give(str((account or self.account).uid), life).words

    def code(self, account: WeiboAccount | None = None) -> str:
        """The code with which the owner's browser comes back from /oauth2/authorize."""
        return self.tokens.give(str((account or self.account).uid), timedelta(minutes=1), "code").words

    def of(self, asked: Asked) -> WeiboAccount:
        return self.accounts[int(self.tokens.holder(asked.token))]

    @route("POST", "/oauth2/access_token")
    def access_token(self, asked: Asked) -> Answer:
        if (asked.said("client_id"), asked.said("client_secret")) != (self.app_key, self.app_secret):
            return self.refusal(21324, "invalid_client", asked)
        code = asked.said("code")
        if asked.said("grant_type") != "authorization_code" or self.tokens.state(code) != "good":
            return self.refusal(21325, "invalid_grant", asked)
        uid = self.tokens.holder(code)
        self.tokens.given[code].ended = "used"
        left = int(LIFE.total_seconds())
        given = {"access_token": self.token(self.accounts[int(uid)]), "remind_in": str(left), "expires_in": left}
        return Answer(given | {"uid": uid, "isRealName": "true"})

    @route("POST", "/oauth2/get_token_info")
    def get_token_info(self, asked: Asked) -> Answer:
        if self.tokens.state(asked.token) in ("unknown", "missing"):
            return self.refusal(21332, "invalid_access_token", asked)
        held = self.tokens.given[asked.token]
        left = int((held.until - self.clock.now).total_seconds())
        told = {"uid": int(held.holder), "appkey": self.app_key, "scope": "all"}
        return Answer(told | {"create_at": unix(held.until - LIFE), "expire_in": left})

    @route("GET", "/2/account/rate_limit_status")
    def rate_limit_status(self, asked: Asked) -> Answer:
        uid = self.tokens.holder(asked.token)
        told = {"user_limit": self.daily, "remaining_user_hits": self.daily - self.spent.of(uid)}
        return Answer(told | {"ip_limit": 15_000, "remaining_ip_hits": 14_000, "limit_time_unit": "HOURS"})

    # posts

    @route("GET", "/2/statuses/user_timeline")
    def user_timeline(self, asked: Asked) -> Answer:
        if self._other(asked):
            return self.refusal(21335, "request uid's value must be the current user", asked)
        return self.timeline(asked, self.of(asked), self.of(asked).standing()[: self.window])

    def timeline(self, asked: Asked, account: WeiboAccount, posts: list[Post], most: int = 100) -> Answer:
        """A page of these posts; `total_number` counts also what lies outside the window."""
        page = _page(asked, [one for one in posts if _within(asked, one.number)], FIRST_PAGE, most)
        trim = asked.number("trim_user", 0) == 1
        told: Document = {"statuses": [status(one, trim=trim) for one in page], "hasvisible": False}
        told |= {"previous_cursor": 0, "next_cursor": 0, "total_number": len(account.standing())}
        return Answer(told, items=("statuses",), more=((("total_number",), MORE),))

    def _other(self, asked: Asked) -> bool:
        """Whether the request names somebody else than the token's owner."""
        own = self.of(asked)
        return asked.said("uid", str(own.uid)) != str(own.uid) or asked.said("screen_name", own.name) != own.name

    @route("GET", "/2/statuses/show")
    def show(self, asked: Asked) -> Answer:
        post = self.post(asked)
        if post is None or post.gone == "deleted":
            return self.refusal(20101, "target weibo does not exist!", asked)
        if post.gone == "withdrawn":
            return self.refusal(self.withdrawn_code, self.withdrawn_words, asked)
        if post.gone == "hidden" and post.account is not self.of(asked):
            return self.refusal(20112, "Permission Denied!", asked)
        return Answer(status(post, whole=asked.number("isGetLongText", 0) == 1))

    def post(self, asked: Asked, name: str = "id") -> Post | None:
        """The post that a request names, of whichever account."""
        number = asked.number(name, 0)
        return next(filter(None, (account.found(number) for account in self.accounts.values())), None)

    # comments

    @route("GET", "/2/comments/show", "/2/comments/show/all")
    def comments(self, asked: Asked) -> Answer:
        post = self.post(asked)
        if post is None or post.gone in ("deleted", "withdrawn"):
            return self.refusal(20101, "target weibo does not exist!", asked)
        return self.remarks(asked, post.standing())

    @route("GET", "/2/comments/by_me", "/2/comments/by_me/biz")
    def by_me(self, asked: Asked) -> Answer:
        """Comments written by the account: the record of its answers."""
        return self.remarks(asked, [one for one in self._all(asked) if one.author is None])

    @route("GET", "/2/comments/to_me", "/2/comments/to_me/biz")
    def to_me(self, asked: Asked) -> Answer:
        return self.remarks(asked, [one for one in self._all(asked) if one.author is not None])

    def _all(self, asked: Asked) -> list[Remark]:
        held = [one for post in self.of(asked).posts if not post.gone for one in post.standing()]
        return sorted(held, key=lambda one: one.number, reverse=True)

    def remarks(self, asked: Asked, held: list[Remark]) -> Answer:
        """A page of comments, the newest first."""
        page = _page(asked, [one for one in held if _within(asked, one.number)], 50, 200)
        told: Document = {"comments": [remark(one) for one in page], "hasvisible": False}
        told |= {"previous_cursor": 0, "next_cursor": 0, "total_number": len(held)}
        return Answer(told, items=("comments",), more=((("total_number",), MORE),))

    # people

    @route("GET", "/2/users/show")
    def users_show(self, asked: Asked) -> Answer:
        """Of another uid the description and the counts are hidden (here: left out)."""
        account = self.accounts.get(asked.number("uid", self.of(asked).uid))
        if account is None:
            return self.refusal(20003, "User does not exists!", asked)
        told = user(account)
        if account is not self.of(asked):
            for name in ("description", "followers_count", "friends_count", "statuses_count"):
                del told[name]
        return Answer(told)

    @route("GET", "/2/users/counts")
    def users_counts(self, asked: Asked) -> Answer:
        named = [self.accounts[int(uid)] for uid in asked.said("uids").split(",") if int(uid or 0) in self.accounts]
        rows = [user(account) for account in named]
        kept = ("id", "followers_count", "friends_count", "statuses_count")
        return Answer(body=_list([{name: row[name] for name in kept} for row in rows]))

    @route("GET", "/2/friendships/followers")
    def followers(self, asked: Asked) -> Answer:
        """The latest followers: at most 30 % of all and never more than 500."""
        if self._other(asked):
            return self.refusal(21335, "request uid's value must be the current user", asked)
        account = self.of(asked)
        cap = min(500, account.total() * 3 // 10)
        start, most = asked.number("cursor", 0), min(asked.number("count", 50), self.followers_page)
        page = account.present()[:cap][start : start + most]
        after = start + len(page) if start + len(page) < min(cap, len(account.present())) else 0
        told: Document = {"users": [citizen(one.person) for one in page], "next_cursor": after}
        told |= {"previous_cursor": max(0, start - most), "total_number": account.total()}
        return Answer(
            told | {"display_total_number": cap}, items=("users",), more=((("next_cursor",), start + most + 1),)
        )


def _within(asked: Asked, number: int) -> bool:
    return asked.number("since_id", 0) < number <= (asked.number("max_id", 0) or number)


def _page(asked: Asked, held: list[Any], usual: int, most: int) -> list[Any]:
    size = max(1, min(asked.number("count", usual), most))
    start = (max(1, asked.number("page", 1)) - 1) * size
    return held[start : start + size]


def _list(rows: list[Document]) -> bytes:
    """Some interfaces answer with a bare list."""
    return Answer({"list": rows}).bytes().removeprefix(b'{"list":').removesuffix(b"}")
