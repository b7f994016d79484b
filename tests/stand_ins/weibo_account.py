"""The state behind the Weibo stand-in: accounts with posts, comments, followers.

    post = account.post("今日雨转晴", at="2026-11-19 08:00")
    account.post("转发微博", repost_of=post)
    post.edit("今日雨"); post.delete(); post.withdraw(); post.hide()       # hide = only the owner sees it
    comment = post.comment(7111111111, "几点？"); comment.reply("九点"); comment.delete()
    account.follow(7111111111, age="25-29"); account.follow(7222222222)     # no age = the follower hides it
    account.unfollow(7111111111)

Ids are made as the platform makes them: seconds since its own beginning, times 2^22. These have 16 digits, one more
than a spreadsheet keeps, and stay below 2^53 until 2054; `server.numbers.lift = 1 << 54` tries what comes then.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from .clock import BEIJING, Clock, beijing_day, unix

BEGINNING = 515483463


@dataclass
class Numbers:
    """Ids of posts and comments: the moment in the high bits, a running number in the low ones."""

    given: int = 0
    lift: int = 0

    def give(self, when: datetime) -> int:
        self.given += 1
        return ((unix(when) - BEGINNING) << 22) + self.given + self.lift


@dataclass
class Person:
    """Somebody who comments or follows; a citizen, whose name must stand nowhere in a dossier."""

    uid: int
    age: str | None = None
    gender: str = "f"
    province: str = "33"
    city: str = "1"

    @property
    def name(self) -> str:
        return f"网友阿{self.uid}"


@dataclass
class Remark:
    """A comment; `author` None is the account itself."""

    post: "Post"
    number: int
    author: Person | None
    text: str
    at: datetime
    answers: Self | None = None
    deleted: bool = False

    def reply(self, text: str, at: str | None = None) -> "Remark":
        """The account answers this comment."""
        return self.post.add(None, text, at, self)

    def delete(self) -> None:
        self.deleted = True

    @property
    def root(self) -> int:
        return self.answers.root if self.answers else self.number


@dataclass
class Post:
    """One weibo."""

    account: "WeiboAccount"
    number: int
    text: str
    at: datetime
    source: str = "微博 weibo.com"
    pictures: tuple[str, ...] = ()
    repost_of: Self | None = None
    remarks: list[Remark] = field(default_factory=list)
    reposts: int = 0
    attitudes: int = 0
    reads: int = 0
    edits: int = 0
    gone: str = ""  # "deleted", "withdrawn", "hidden"

    def edit(self, text: str) -> None:
        """The interface says nothing of an edit: only the words differ."""
        self.text, self.edits = text, self.edits + 1

    def delete(self) -> None:
        self.gone = "deleted"

    def withdraw(self) -> None:
        self.gone = "withdrawn"

    def hide(self) -> None:
        self.gone = "hidden"

    def show(self) -> None:
        """Visible again."""
        self.gone = ""

    def comment(self, uid: int, text: str, at: str | None = None) -> Remark:
        return self.add(Person(uid), text, at, None)

    def add(self, author: Person | None, text: str, at: str | None, answers: Remark | None) -> Remark:
        when = self.account.clock.at(at)
        self.remarks.append(Remark(self, self.account.numbers.give(when), author, text, when, answers))
        return self.remarks[-1]

    def standing(self) -> list[Remark]:
        """Comments that stand, the newest first."""
        return sorted((one for one in self.remarks if not one.deleted), key=lambda one: one.number, reverse=True)


@dataclass
class Fan:
    person: Person
    since: datetime
    until: datetime | None = None


@dataclass
class WeiboAccount:
    """One account with a contract (or none) for the business interfaces."""

    clock: Clock
    numbers: Numbers
    uid: int
    name: str = "清溪发布"
    posts: list[Post] = field(default_factory=list)
    fans: list[Fan] = field(default_factory=list)
    older_fans: int = 0  # counted, not to be listed
    contract: bool = True
    media_class: bool = True
    verified_type: int = 1  # government

    def post(
        self,
        text: str,
        at: str | None = None,
        source: str = "微博 weibo.com",
        pictures: tuple[str, ...] = (),
        repost_of: Post | None = None,
    ) -> Post:
        when = self.clock.at(at)
        self.posts.append(Post(self, self.numbers.give(when), text, when, source, pictures, repost_of))
        if repost_of is not None:
            repost_of.reposts += 1
        return self.posts[-1]

    def follow(self, uid: int, at: str | None = None, age: str | None = None) -> None:
        self.fans.append(Fan(Person(uid, age), self.clock.at(at)))

    def unfollow(self, uid: int, at: str | None = None) -> None:
        held = next(one for one in self.fans if one.person.uid == uid and one.until is None)
        held.until = self.clock.at(at)

    def present(self) -> list[Fan]:
        """Who follows now, the latest first."""
        return sorted((one for one in self.fans if one.until is None), key=lambda one: one.since, reverse=True)

    def total(self, day: date | None = None) -> int:
        """Followers now, or at the end of a day."""
        if day is None:
            return self.older_fans + len(self.present())
        held = (one for one in self.fans if beijing_day(one.since) <= day)
        return self.older_fans + sum(one.until is None or beijing_day(one.until) > day for one in held)

    def standing(self) -> list[Post]:
        """Posts that the owner's list shows, the newest id first."""
        shown = (one for one in self.posts if one.gone in ("", "hidden"))
        return sorted(shown, key=lambda one: one.number, reverse=True)

    def found(self, number: int) -> Post | None:
        return next((one for one in self.posts if one.number == number), None)


def weibo_time(when: datetime) -> str:
    """`Tue May 31 17:46:55 +0800 2011`, whatever the locale of the machine."""
    here = when.astimezone(BEIJING)
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[here.weekday()]
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day} {months[here.month - 1]} {here.day:02d} {here:%H:%M:%S} +0800 {here.year}"
