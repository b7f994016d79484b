"""The state behind the WeChat stand-in: public accounts with articles, comments and followers.

account.publish("标题", "<p>正文</p>")      # 发布: shows in freepublish/batchget
account.send("标题", "<p>正文</p>")         # 群发: never shows there, only in getarticletotaldetail
article.edit(content=…), article.delete(), article.withdraw()          # withdraw = blocked by the platform
comment = article.part.comment("oSomebody", "几点上班？")
comment.reply("九点"), article.part.comments.remove(comment)
account.follow("oSomebody"), account.unfollow("oSomebody")
article.part.read("2026-11-19", read_user=120, like_user=3)
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from .clock import Clock, beijing_day
from .messages import Document

FIRST_MID = 2650000001


@dataclass
class Comment:
    """A comment with at most one answer of the account."""

    clock: Clock
    number: int
    openid: str
    content: str
    at: datetime
    elected: int = 0
    answer: Document | None = None

    def reply(self, content: str, at: str | None = None) -> None:
        self.answer = {"content": content, "create_time": int(self.clock.at(at).timestamp())}


@dataclass
class Part:
    """One of the up to eight articles of a publication; its address names mid and idx."""

    clock: Clock
    title: str
    content: str
    author: str = ""
    digest: str = ""
    is_deleted: bool = False
    comments: list[Comment] = field(default_factory=list)
    figures: dict[date, Counter[str]] = field(default_factory=dict)

    def comment(self, openid: str, content: str, at: str | None = None, elected: int = 0) -> Comment:
        number = max((one.number for one in self.comments), default=0) + 1
        self.comments.append(Comment(self.clock, number, openid, content, self.clock.at(at), elected))
        return self.comments[-1]

    def read(self, day: str, **figures: int) -> None:
        """Adds to the figures of a day: read_user, share_user, like_user, zaikan_user, comment_count …"""
        self.figures.setdefault(date.fromisoformat(day), Counter()).update(figures)

    def until(self, day: date) -> Counter[str]:
        """All figures up to and with a day."""
        total: Counter[str] = Counter()
        for when, figures in self.figures.items():
            if when <= day:
                total += figures
        return total


@dataclass
class Article:
    """One publication with its parts."""

    clock: Clock
    number: int
    way: str  # "publish" (发布) or "send" (群发)
    parts: list[Part]
    published_at: datetime
    updated_at: datetime
    status: int = 0  # publish_status: 5 deleted by the account, 6 blocked by the platform

    @property
    def article_id(self) -> str:
        return f"Art-{self.number:06d}_standin"

    @property
    def publish_id(self) -> str:
        return str(2247480000 + self.number)

    @property
    def mid(self) -> int:
        return FIRST_MID + self.number

    @property
    def part(self) -> Part:
        return self.parts[0]

    @property
    def day(self) -> date:
        return beijing_day(self.published_at)

    def edit(self, title: str | None = None, content: str | None = None, index: int = 0) -> None:
        """Invented: that an edit moves update_time (the documents call it only 'time of the item's last update')."""
        part = self.parts[index]
        part.title, part.content = title or part.title, content or part.content
        self.updated_at = self.clock.now

    def delete(self) -> None:
        """The account deletes the whole publication: is_deleted and publish_status 5."""
        self.status = 5
        for part in self.parts:
            part.is_deleted = True

    def withdraw(self) -> None:
        """The platform blocks it: publish_status 6. Invented: that batchget then says is_deleted too."""
        self.status = 6
        for part in self.parts:
            part.is_deleted = True


@dataclass
class Follower:
    openid: str
    since: datetime
    until: datetime | None = None


@dataclass
class PublicAccount:
    """One 公众号 with its secret and its rights."""

    clock: Clock
    appid: str
    secret: str
    articles: list[Article] = field(default_factory=list)
    followers: list[Follower] = field(default_factory=list)
    older_followers: int = 0  # followed before the stand-in's time: counted, not listed by day
    denied: set[str] = field(default_factory=set)  # paths answered with 48001
    limits: dict[str, int] = field(default_factory=dict)  # calls a day of a path
    comments_allowed: bool = True

    @property
    def biz(self) -> str:
        return f"Mz{self.appid[-6:]}=="

    def publish(self, title: str, content: str, at: str | None = None, also: tuple[Part, ...] = ()) -> Article:
        """Sends by 发布."""
        return self._add("publish", title, content, at, also)

    def send(self, title: str, content: str, at: str | None = None, also: tuple[Part, ...] = ()) -> Article:
        """Sends by 群发: freepublish knows nothing of it."""
        return self._add("send", title, content, at, also)

    def _add(self, way: str, title: str, content: str, at: str | None, also: tuple[Part, ...]) -> Article:
        when = self.clock.at(at)
        parts = [Part(self.clock, title, content), *also]
        self.articles.append(Article(self.clock, len(self.articles) + 1, way, parts, when, when))
        return self.articles[-1]

    def follow(self, openid: str, at: str | None = None) -> None:
        self.followers.append(Follower(openid, self.clock.at(at)))

    def unfollow(self, openid: str, at: str | None = None) -> None:
        held = next(one for one in self.followers if one.openid == openid and one.until is None)
        held.until = self.clock.at(at)

    def present(self) -> list[str]:
        """Openids of those who follow now, in the order in which they came."""
        return [one.openid for one in self.followers if one.until is None]

    def came(self, day: date) -> int:
        return sum(beijing_day(one.since) == day for one in self.followers)

    def left(self, day: date) -> int:
        return sum(one.until is not None and beijing_day(one.until) == day for one in self.followers)

    def total(self, day: date) -> int:
        """Followers at the end of a day."""
        held = (one for one in self.followers if beijing_day(one.since) <= day)
        return self.older_followers + sum(one.until is None or beijing_day(one.until) > day for one in held)

    def listed(self, way: str) -> list[Article]:
        """Publications of a way, the newest first."""
        return sorted((one for one in self.articles if one.way == way), key=lambda one: one.published_at, reverse=True)

    def found(self, article_id: str) -> Article | None:
        return next((one for one in self.articles if one.article_id == article_id), None)
