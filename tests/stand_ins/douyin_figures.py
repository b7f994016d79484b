"""The figures of the Douyin stand-in: by day, by work, and of the followers."""

from collections import Counter
from datetime import timedelta

from .clock import days
from .messages import Answer, Asked, Document, Place
from .server import StandIn, route
from .video_account import Video, VideoAccount

USER_DAYS = {
    "item": ("new_issue", "new_play", "total_issue"),
    "like": ("new_like",),
    "comment": ("new_comment",),
    "share": ("new_share",),
    "profile": ("profile_uv",),
}
ITEM_DAYS = {"play": "plays", "like": "likes", "comment": "comments", "share": "shares"}
DISTRIBUTIONS = ("gender", "age", "geographical", "active_days", "device", "interest")


class DouyinFigures(StandIn):
    """Mixed into the Douyin server."""

    def of(self, asked: Asked) -> VideoAccount:
        raise NotImplementedError

    def good(self, data: Document, items: Place = (), more: Document | None = None) -> Answer:
        raise NotImplementedError

    def work(self, asked: Asked) -> Video | None:
        raise NotImplementedError

    def _span(self, asked: Asked, allowed: tuple[int, ...] = (7, 15)) -> list[str] | Answer:
        back = asked.number("date_type", 0)
        if back not in allowed:
            return self.refusal(2100005, "参数不合法", asked)
        last = self.clock.yesterday
        return [day.isoformat() for day in days(last - timedelta(days=back - 1), last)]

    @route("GET", *(f"/data/external/user/{name}" for name in USER_DAYS))
    def user_by_day(self, asked: Asked) -> Answer:
        span = self._span(asked)
        if isinstance(span, Answer):
            return span
        names = USER_DAYS[asked.path.removesuffix("/").rsplit("/", 1)[-1]]
        by_day = {day.isoformat(): figures for day, figures in self.of(asked).by_day.items()}
        rows = [{"date": day, **{name: by_day.get(day, Counter())[name] for name in names}} for day in span]
        return self.good({"result_list": rows}, ("result_list",))

    @route("GET", "/data/external/user/fans")
    def fans_by_day(self, asked: Asked) -> Answer:
        span = self._span(asked)
        if isinstance(span, Answer):
            return span
        account, last = self.of(asked), self.clock.yesterday
        rows = [
            {"date": day.isoformat(), "total_fans": account.total(day), "new_fans": account.came(day)}
            for day in days(last - timedelta(days=len(span) - 1), last)
        ]
        return self.good({"result_list": rows}, ("result_list",))

    @route("GET", "/data/external/item/base")
    def item_base(self, asked: Asked) -> Answer:
        work = self.work(asked)
        if work is None:
            return self.refusal(2100005, "参数不合法", asked)
        told = {f"total_{name}": work.figures[ITEM_DAYS[name]] for name in ITEM_DAYS}
        return self.good({"result": told | {"avg_play_duration": 7.5}})

    @route("GET", *(f"/data/external/item/{name}" for name in ITEM_DAYS))
    def item_by_day(self, asked: Asked) -> Answer:
        """Invented: that all figures of a work fall on the last day."""
        span = self._span(asked)
        work = self.work(asked)
        if isinstance(span, Answer) or work is None:
            return span if isinstance(span, Answer) else self.refusal(2100005, "参数不合法", asked)
        name = asked.path.removesuffix("/").rsplit("/", 1)[-1]
        rows = [{"date": day, name: work.figures[ITEM_DAYS[name]] if day == span[-1] else 0} for day in span]
        return self.good({"result_list": rows}, ("result_list",))

    @route("GET", "/api/douyin/v1/user/fans_data")
    def fans_data(self, asked: Asked) -> Answer:
        """Followers by age and so on, only from a hundred followers on (the refusal's number is invented)."""
        account = self.of(asked)
        if account.total() <= 100:
            return self.refusal(2100006, "粉丝数不足", asked)
        told: Document = {"all_fans_num": account.total(), "flow_contributions": []}
        for name in DISTRIBUTIONS:
            shares = account.audience.get(name, {})
            told[f"{name}_distributions"] = [{"item": item, "value": value} for item, value in shares.items()]
        return self.good({"fans_data": told})

    @route("GET", "/fans/list")
    def fans_list(self, asked: Asked) -> Answer:
        """Who follows, at most 5 000, with all that must never be kept."""
        account = self.of(asked)
        start, count = asked.number("cursor", 0), min(max(asked.number("count", 10), 1), 20)
        held = list(reversed(account.present()))[:5000]
        page = [_citizen(one.who) for one in held[start : start + count]]
        told: Document = {"list": page, "cursor": start + len(page), "has_more": start + count < len(held)}
        return self.good(told | {"total": account.total()}, ("list",), {"has_more": True})


def _citizen(who: str) -> Document:
    told: Document = {"open_id": who, "union_id": f"union-{who}", "nickname": f"抖音网友{who}"}
    return (
        told
        | {"avatar": f"https://p3.example/{who}.jpeg", "city": "杭州", "province": "浙江"}
        | {
            "country": "中国",
            "gender": 2,
        }
    )
