"""The statistics of the WeChat stand-in (/datacube/…): days are Beijing days, the last one is yesterday.

61500 is a date that is none, 61501 a span that is not allowed (all of one day, user figures of seven), as in the
documents. Invented: that yesterday is missing before 08:00 and `is_delay` says so; that figures of detail_list are
sums since publication; the inner fields of read_user_source and read_jump_position.
"""

from datetime import date, timedelta

from .clock import BEIJING, days
from .messages import Answer, Asked, Document
from .server import StandIn, route
from .wechat_account import Article, Part, PublicAccount

FIRST_DAY = date(2025, 11, 1)
DETAIL_DAYS = 30
SUMS = (
    *("read_user", "share_user", "read_subscribe_user", "zaikan_user", "like_user"),
    *("comment_count", "collection_user"),
)


class Datacube(StandIn):
    """Mixed into the WeChat server."""

    def of(self, asked: Asked) -> PublicAccount:
        raise NotImplementedError

    def address(self, account: PublicAccount, article: Article, at: int) -> str:
        raise NotImplementedError

    def known_until(self) -> date:
        """The last day whose figures are there."""
        early = self.clock.now.astimezone(BEIJING).hour < 8
        return self.clock.yesterday - timedelta(days=1 if early else 0)

    def _span(self, asked: Asked, most: int, first: date = date(2014, 12, 1)) -> tuple[date, date] | Answer:
        try:
            begin, end = (date.fromisoformat(asked.said(name)) for name in ("begin_date", "end_date"))
        except ValueError:
            return self.refusal(61500, "date format error", asked)
        if begin > end or (end - begin).days >= most or end > self.clock.yesterday or begin < first:
            return self.refusal(61501, "date range error", asked)
        return begin, end

    @route("POST", "/datacube/getarticletotaldetail")
    def getarticletotaldetail(self, asked: Asked) -> Answer:
        """Everything published on one day, by 发布 and by 群发."""
        span = self._span(asked, 1, FIRST_DAY)
        if isinstance(span, Answer):
            return span
        account = self.of(asked)
        told = [
            self._detail(account, article, at, part)
            for article in account.articles
            if article.day == span[0] and article.day <= self.known_until()
            for at, part in enumerate(article.parts, 1)
        ]
        return Answer({"list": told, "is_delay": self.known_until() < self.clock.yesterday}, items=("list",))

    def _detail(self, account: PublicAccount, article: Article, at: int, part: Part) -> Document:
        last = min(article.day + timedelta(days=DETAIL_DAYS - 1), self.known_until())
        told: Document = {"ref_date": article.day.isoformat(), "msgid": f"{article.mid}_{at}"}
        told |= {"publish_type": 1 if article.way == "publish" else 0, "title": part.title}  # seen in a foreign test
        told |= {"content_url": self.address(account, article, at)}
        return told | {"detail_list": [_figures(part, day) for day in days(article.day, last)]}

    @route("POST", "/datacube/getarticleread")
    def getarticleread(self, asked: Asked) -> Answer:
        return self._of_a_day(asked, "read_user", {"read_user_source": []})

    @route("POST", "/datacube/getarticleshare")
    def getarticleshare(self, asked: Asked) -> Answer:
        return self._of_a_day(asked, "share_user", {})

    def _of_a_day(self, asked: Asked, name: str, beside: Document) -> Answer:
        span = self._span(asked, 1, FIRST_DAY)
        if isinstance(span, Answer):
            return span
        told = [
            {"ref_date": span[0].isoformat(), "msgid": f"{article.mid}_{at}", "title": part.title}
            | {"detail": {name: part.figures[span[0]][name], **beside}}
            for article in self.of(asked).articles
            for at, part in enumerate(article.parts, 1)
            if span[0] in part.figures
        ]
        return Answer({"list": told, "is_delay": False}, items=("list",))

    @route("POST", "/datacube/getbizsummary")
    def getbizsummary(self, asked: Asked) -> Answer:
        span = self._span(asked, 30, FIRST_DAY)
        if isinstance(span, Answer):
            return span
        parts = [part for article in self.of(asked).articles for part in article.parts]
        told = []
        for day in days(*span):
            sums = {name: sum(part.figures[day][name] for part in parts if day in part.figures) for name in SUMS}
            told.append({"ref_date": day.isoformat(), "user_source": 0, **sums})
        return Answer({"list": told, "is_delay": False}, items=("list",))

    @route("POST", "/datacube/getusersummary")
    def getusersummary(self, asked: Asked) -> Answer:
        """New and lost followers by day and way in; days on which nothing happened have a row of zeros."""
        span = self._span(asked, 7)
        if isinstance(span, Answer):
            return span
        account = self.of(asked)
        rows = [
            {"ref_date": day.isoformat(), "user_source": source, "new_user": new, "cancel_user": gone}
            for day in days(*span)
            for source, new, gone in _sources(account.came(day), account.left(day))
        ]
        return Answer({"list": rows}, items=("list",))

    @route("POST", "/datacube/getusercumulate")
    def getusercumulate(self, asked: Asked) -> Answer:
        span = self._span(asked, 7)
        if isinstance(span, Answer):
            return span
        account = self.of(asked)
        rows = [
            {"ref_date": day.isoformat(), "user_source": 0, "cumulate_user": account.total(day)} for day in days(*span)
        ]
        return Answer({"list": rows}, items=("list",))

    @route("POST", "/datacube/getarticlesummary", "/datacube/getarticletotal")
    def retired_figures(self, asked: Asked) -> Answer:
        """Only reached by a test that takes them out of `retired`."""
        return Answer({"list": []}, items=("list",))


def _figures(part: Part, day: date) -> Document:
    sums = part.until(day)
    told: Document = {"stat_date": day.isoformat(), **{name: sums[name] for name in SUMS}}
    told |= {"read_user_source": [{"scene_desc": "全部", "user_count": sums["read_user"]}], "praise_money": 0}
    told |= {"read_delivery_rate": 0.1, "read_finish_rate": 0.5, "read_avg_activetime": 21.5}
    return told | {"read_jump_position": [{"position": 1, "rate": 0.2}]}


def _sources(came: int, left: int) -> list[tuple[int, int, int]]:
    """The day's figures split over two ways in (0 other, 1 search), which add up."""
    return [(0, came - came // 2, left), (1, came // 2, 0)]
