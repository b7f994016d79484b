"""The business interfaces of the Weibo stand-in (a paid contract; `account.contract = False` answers 10014)."""

import json
from datetime import timedelta
from typing import Any

from .clock import beijing_day, days, unix
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .weibo_account import Post, Remark, WeiboAccount
from .weibo_shapes import citizen

AGES = ("0-17", "18-24", "25-29", "30-34", "35-39", "40-49", "50-59", "60-")  # the last is invented
PATHS = frozenset(
    f"/2/{path}"
    for path in (
        *("statuses/user_timeline/biz", "statuses/user_timeline/other", "statuses/count/biz"),
        *("comments/show/all", "comments/by_me/biz", "comments/to_me/biz", "comments/show_batch"),
        *("comments/tree/root_list", "media_statuses/count_sp/biz", "friendships/followers/biz"),
        *("friendships/followers/all/ids", "friendships/followers/age_group_count"),
        "friendships/followers/trend_count",
    )
)


class Business(StandIn):
    """Mixed into the Weibo server."""

    accounts: dict[int, WeiboAccount]
    business_window: int

    def of(self, asked: Asked) -> WeiboAccount:
        raise NotImplementedError

    def timeline(self, asked: Asked, account: WeiboAccount, posts: list[Post], most: int = 100) -> Answer:
        raise NotImplementedError

    def remarks(self, asked: Asked, held: list[Remark]) -> Answer:
        raise NotImplementedError

    @route("GET", "/2/statuses/user_timeline/biz")
    def timeline_biz(self, asked: Asked) -> Answer:
        return self.timeline(asked, self.of(asked), self.of(asked).standing()[: self.business_window])

    @route("GET", "/2/statuses/user_timeline/other")
    def timeline_other(self, asked: Asked) -> Answer:
        """A named account's posts in a span of time, 25 a page."""
        account = self.accounts.get(asked.number("uid", 0))
        if account is None:
            return self.refusal(20003, "User does not exists!", asked)
        first, last = asked.number("start_time", 0), asked.number("end_time", 1 << 40)
        held = [one for one in account.standing() if first <= unix(one.at) <= last and not one.gone]
        return self.timeline(asked, account, held, 25)

    @route("GET", "/2/statuses/count/biz")
    def count_biz(self, asked: Asked) -> Answer:
        return self._counts(asked, ("comments", "reposts", "attitudes"))

    @route("GET", "/2/media_statuses/count_sp/biz")
    def count_sp(self, asked: Asked) -> Answer:
        """Reads too, for accounts of the media class only."""
        if not self.of(asked).media_class:
            return self.refusal(10014, "Insufficient app permissions!", asked)
        return self._counts(asked, ("comments", "reposts", "attitudes", "reads"))

    def _counts(self, asked: Asked, names: tuple[str, ...]) -> Answer:
        ids = asked.said("ids").split(",")
        if len(ids) > 100:
            return self.refusal(10008, "param error, see doc for more info.", asked)
        posts = [one for one in self.of(asked).standing() if str(one.number) in ids]
        rows = []
        for one in posts:
            counts = {"comments": len(one.standing()), "reposts": one.reposts}
            counts |= {"attitudes": one.attitudes, "reads": one.reads}
            rows.append({"id": one.number, **{name: counts[name] for name in names}})
        return _bare(rows)

    @route("GET", "/2/comments/show_batch")
    def show_batch(self, asked: Asked) -> Answer:
        cids = asked.said("cids").split(",")
        if len(cids) > 50:
            return self.refusal(10008, "param error, see doc for more info.", asked)
        return self.remarks(asked, [one for one in self._standing() if str(one.number) in cids])

    @route("GET", "/2/comments/tree/root_list")
    def root_list(self, asked: Asked) -> Answer:
        number = asked.number("id", 0)
        return self.remarks(
            asked, [one for one in self._standing() if one.post.number == number and one.answers is None]
        )

    def _standing(self) -> list[Remark]:
        posts = [post for account in self.accounts.values() for post in account.posts if not post.gone]
        return [one for post in posts for one in post.standing()]

    @route("GET", "/2/friendships/followers/biz")
    def followers_biz(self, asked: Asked) -> Answer:
        """Followers back in time, `bucket` (≤ 200) at once, older than `max_time`."""
        before, size = asked.number("max_time", 0) or (1 << 40), min(asked.number("bucket", 50), 200)
        held = [one for one in self.of(asked).present() if unix(one.since) < before]
        page = held[:size]
        told: Document = {"users": [_fan(one.person) | {"follow_time": unix(one.since)} for one in page]}
        told |= {"next_cursor": unix(page[-1].since) if len(held) > size else 0, "uid": self.of(asked).uid}
        return Answer(told, items=("users",), more=((("next_cursor",), 1),))

    @route("GET", "/2/friendships/followers/all/ids")
    def followers_ids(self, asked: Asked) -> Answer:
        start, size = asked.number("cursor", 0), min(asked.number("bucket", 5000), 10_000)
        held = [one.person.uid for one in self.of(asked).present()]
        after = start + size if start + size < len(held) else 0
        return Answer({"ids": held[start : start + size], "next_cursor": after}, items=("ids",))

    @route("GET", "/2/friendships/followers/age_group_count")
    def age_group_count(self, asked: Asked) -> Answer:
        """Of the day before; who hides the age is in no bucket and not in the total; counts are strings."""
        account, limit = self.of(asked), self.clock.yesterday
        told = [one.person.age for one in account.present() if one.person.age and beijing_day(one.since) <= limit]
        ages = [{"count": str(told.count(age)), "age": age} for age in AGES]
        return Answer({"uid": account.uid, "result": {"total_count": str(len(told)), "ages": ages}})

    @route("GET", "/2/friendships/followers/trend_count")
    def trend_count(self, asked: Asked) -> Answer:
        """The last 30 days; `follower_count_online` is the right one, `follower_count` lags behind."""
        account, last = self.of(asked), self.clock.yesterday
        rows = [
            {"days": day.isoformat(), "follower_count": str(account.total(day) * 99 // 100)}
            | {"follower_count_online": str(account.total(day)), "active_follower": "0", "loyal_follower": "0"}
            for day in days(last - timedelta(days=29), last)
        ]
        return Answer({"uid": account.uid, "result": rows}, items=("result",))


def _fan(person: Any) -> Document:
    told = {name: citizen(person)[name] for name in ("id", "gender", "province", "city")}
    return told | {"age_group": person.age or "", "type": 0}


def _bare(rows: list[Document]) -> Answer:
    return Answer(body=json.dumps(rows, ensure_ascii=False).encode())
