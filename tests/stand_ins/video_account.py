"""The state behind the stand-ins of the video platforms (Douyin, Kuaishou, Bilibili).

video = account.publish("防汛提示", at="2026-11-18 09:00")
video.edit("防汛提示（更正）"); video.delete(); video.withdraw("涉嫌违规"); video.hide()
video.count(plays=100, likes=3, comments=1, shares=2)
remark = video.comment("user-7", "收到"); remark.reply("谢谢")
account.follow("user-7"); account.unfollow("user-7"); account.audience = {"age": {"1-23": 20, "24-30": 80}}
account.day("2026-11-18", fans=3, likes=12)          # figures of a day
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from .clock import Clock, beijing_day, unix

FIGURES = ("plays", "likes", "comments", "shares", "downloads", "favourites", "coins", "danmaku")


@dataclass
class VideoRemark:
    """A comment; `author` blank is the account itself."""

    video: "Video"
    number: int
    author: str
    text: str
    at: datetime
    answers: int = 0
    likes: int = 0
    deleted: bool = False

    def reply(self, text: str, at: str | None = None) -> "VideoRemark":
        return self.video.add("", text, at, self.number)


@dataclass
class Video:
    """One work of a video account."""

    account: "VideoAccount"
    number: int
    title: str
    at: datetime
    pinned: bool = False
    state: str = "public"  # public, hidden, reviewing, withdrawn, deleted
    reason: str = ""
    figures: Counter[str] = field(default_factory=Counter)
    remarks: list[VideoRemark] = field(default_factory=list)

    @property
    def place(self) -> int:
        """A number that orders works in time, even those of one second."""
        return unix(self.at) * 1000 + self.number % 1000

    def edit(self, title: str) -> None:
        self.title = title

    def delete(self) -> None:
        self.state = "deleted"

    def hide(self) -> None:
        self.state = "hidden"

    def show(self) -> None:
        self.state, self.reason = "public", ""

    def withdraw(self, reason: str = "涉嫌违规") -> None:
        """The platform takes it down."""
        self.state, self.reason = "withdrawn", reason

    def count(self, **figures: int) -> None:
        self.figures.update(figures)

    def comment(self, author: str, text: str, at: str | None = None) -> VideoRemark:
        return self.add(author, text, at, 0)

    def add(self, author: str, text: str, at: str | None, answers: int) -> VideoRemark:
        number = 7_300_000_000_000_000_001 + self.number * 10_000 + len(self.remarks)
        self.remarks.append(VideoRemark(self, number, author, text, self.account.clock.at(at), answers))
        return self.remarks[-1]

    def standing(self, answers: int = 0) -> list[VideoRemark]:
        """Comments (or the answers to one) that stand, the newest first."""
        held = [one for one in self.remarks if one.answers == answers and not one.deleted]
        return sorted(held, key=lambda one: (one.at, one.number), reverse=True)


@dataclass
class VideoFan:
    who: str
    since: datetime
    until: datetime | None = None


@dataclass
class VideoAccount:
    """One account of a video platform."""

    clock: Clock
    number: int
    name: str = "清溪发布"
    videos: list[Video] = field(default_factory=list)
    fans: list[VideoFan] = field(default_factory=list)
    older_fans: int = 0
    audience: dict[str, dict[str, int]] = field(default_factory=dict)
    by_day: dict[date, Counter[str]] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)  # paths for which the capability was not granted
    limits: dict[str, int] = field(default_factory=dict)  # calls a day of a path

    def publish(self, title: str, at: str | None = None, pinned: str = "") -> Video:
        self.videos.append(Video(self, len(self.videos) + 1, title, self.clock.at(at), pinned == "pinned"))
        return self.videos[-1]

    def follow(self, who: str, at: str | None = None) -> None:
        self.fans.append(VideoFan(who, self.clock.at(at)))

    def unfollow(self, who: str, at: str | None = None) -> None:
        held = next(one for one in self.fans if one.who == who and one.until is None)
        held.until = self.clock.at(at)

    def present(self) -> list[VideoFan]:
        return [one for one in self.fans if one.until is None]

    def total(self, day: date | None = None) -> int:
        """Followers now, or at the end of a day."""
        if day is None:
            return self.older_fans + len(self.present())
        held = (one for one in self.fans if beijing_day(one.since) <= day)
        return self.older_fans + sum(one.until is None or beijing_day(one.until) > day for one in held)

    def citizens(self) -> set[str]:
        """Ids of all who ever followed or commented."""
        remarks = {one.author for video in self.videos for one in video.remarks if one.author}
        return remarks | {one.who for one in self.fans}

    def came(self, day: date) -> int:
        return sum(beijing_day(one.since) == day for one in self.fans)

    def day(self, day: str, **figures: int) -> None:
        self.by_day.setdefault(date.fromisoformat(day), Counter()).update(figures)

    def listed(self, *states: str) -> list[Video]:
        """Works in these states, the newest first."""
        return sorted((one for one in self.videos if one.state in states), key=lambda one: one.place, reverse=True)
