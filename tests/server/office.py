"""A small province with its people, and a clock that stands: what the fixtures of the office are made of."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.rights import Role
from plumbline.server.register.models import Account

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, nine in the morning in Beijing."""


@dataclass
class Clock:
    """Stands until it is told to go on."""

    now: datetime = START

    def advance(self, **span: float) -> None:
        """Go on by days, hours, minutes."""
        self.now += timedelta(**span)


@dataclass
class World:
    """`province` above `city` (with `county` below it) and `other` (a city of its own). Accounts: `weibo` and `wechat`
    of the city, `county_weibo`, `foreign` of the other city. People: `people[role]` over the city and below it (the
    operator over `weibo` alone), `strangers[role]` the same over the other city (`foreign`)."""

    province: Unit
    city: Unit
    county: Unit
    other: Unit
    weibo: Account
    wechat: Account
    county_weibo: Account
    foreign: Account
    people: dict[str, Person] = field(default_factory=dict)
    strangers: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """``world.operator`` is ``world.people["operator"]``."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def unit(unit_id: str, name: str, parent: Unit | None, level: str) -> Unit:
    """A unit."""
    return Unit.objects.create(unit_id=unit_id, name=name, parent=parent, level=level)


def account(account_id: str, name: str, owner: Unit) -> Account:
    """An account in use, opened two years ago."""
    platform, _, number = account_id.partition(":")
    url = f"https://weibo.com/u/{number}" if platform == "weibo" else ""
    return Account.objects.create(
        account_id=account_id, platform=platform, platform_id=number, name=name, url=url, unit=owner,
        opened_on=date(2024, 11, 1), filed_on=date(2024, 11, 5), filing_no=f"备{number}", verified=True,
    )  # fmt: skip


def person(username: str, role: Role, over: Unit, only: Account | None = None) -> Person:
    """Somebody with one role."""
    made = Person.objects.create(username=username, name=username.replace("_", " ").title(), language="zh")
    Assignment.objects.create(person=made, role=role, unit=over, account=only, since=START - timedelta(days=100))
    return made
