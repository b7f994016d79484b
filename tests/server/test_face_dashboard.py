"""The first page of the desk: what is due today comes first, whatever the size of the fleet."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from office import START, Clock, World

from plumbline.rulebook.model import Text
from plumbline.server.inspections.models import Inspection
from plumbline.server.people.models import Person
from plumbline.server.register.models import Account, Filing
from plumbline.server.site.dashboard import heaped
from plumbline.server.site.tasks import Task
from plumbline.server.site.templatetags.plumbline import away, weekday

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]


def task(name: str, due_at: datetime | None, *, urgent: bool = False) -> Task:
    return Task(Text(zh=name, en=name), f"/{name}/", "cases", due_at, urgent)


def filed(world: World, name: str, due_at: datetime) -> Filing:
    return Filing.objects.create(
        kind="open", unit=world.city, proposed={"name": name, "platform": "weibo"}, why="新设", filed_by=world.operator,
        filed_at=START - timedelta(days=5), due_at=due_at,
    )  # fmt: skip


def test_tasks_lie_in_heaps_by_day_and_the_urgent_first(clock: Clock) -> None:
    late, evening, week = (START + timedelta(hours=hours) for hours in (-20, 8, 100))
    found = heaped([
        task("evening", evening), task("week", week), task("late", late), task("someday", None),
        task("now", None, urgent=True), task("far", START + timedelta(days=30)), task("fire", evening, urgent=True),
    ])  # fmt: skip
    assert {heap: [one.title.en for one in tasks] for heap, tasks in found.items()} == {
        "today": ["fire", "now", "evening"], "late": ["late"], "week": ["week"], "later": ["far", "someday"],
    }  # fmt: skip


def test_a_deadline_tells_how_far_off_it_is_in_the_offices_days(clock: Clock) -> None:
    spans = {hours: START + timedelta(hours=hours) for hours in (-30, -1, 2, 16, 60)}
    with translation.override("en"):
        assert [away(moment) for moment in spans.values()] == [
            "1 day overdue", "overdue today", "today", "in 1 day", "in 2 days",
        ]  # fmt: skip
        assert (away(None), weekday(date(2026, 11, 23))) == ("", "Monday")
    with translation.override("zh-hans"):
        assert [away(moment) for moment in spans.values()] == [
            "逾期 1 天",
            "今天逾期",
            "今天",
            "还有 1 天",
            "还有 2 天",
        ]


def test_the_dashboard_shows_today_before_what_is_late_and_before_the_numbers(
    world: World, signed_in: SignedIn
) -> None:
    filed(world, "迟来发布", START - timedelta(days=2))
    filed(world, "今日发布", START + timedelta(hours=6))
    page = signed_in(world.supervisor).get("/desk/").content.decode()
    places = [page.index(word) for word in ("今日发布", "已逾期", "迟来发布", "本单位概况", "在用账号")]
    assert places == sorted(places)
    assert "逾期 2 天" in page
    assert "今日发布" not in signed_in(world.strangers["supervisor"]).get("/desk/").content.decode()


def test_nothing_due_is_said_and_what_is_late_is_not_hidden_by_it(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    assert "今天没有到期事项。" in desk.get("/desk/").content.decode()
    filed(world, "迟来发布", START - timedelta(days=2))
    assert "但有逾期事项未办" in desk.get("/desk/").content.decode()


def test_a_long_heap_is_folded_after_the_first_ten(world: World, signed_in: SignedIn) -> None:
    for number in range(12):
        filed(world, f"新设{number:02}号", START + timedelta(hours=2, minutes=number))
    page = signed_in(world.supervisor).get("/desk/").content.decode()
    assert (
        page.index("新设09号") < page.index("<summary>显示其余 2 项") < page.index("新设10号") < page.index("新设11号")
    )


def test_of_many_verifications_that_end_the_number_is_told(world: World, signed_in: SignedIn) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(verified_until=date(2026, 11, 20))
    assert "云川发布 的平台认证已于 2026-11-20 到期" in signed_in(world.supervisor).get("/desk/").content.decode()
    Account.objects.bulk_create(
        Account(account_id=f"weibo:9{number}", platform="weibo", name=f"某某{number}", unit=world.city,
                verified_until=date(2026, 11, 25))
        for number in range(4)
    )  # fmt: skip
    page = signed_in(world.supervisor).get("/desk/").content.decode()
    assert "5 个账号的平台认证到期或者即将到期" in page
    assert "云川发布 的平台认证" not in page


def test_five_thousand_accounts_need_no_more_questions_than_three(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get("/desk/").status_code == 200
        return len(found)

    few = [filed(world, f"新设{number}", START) for number in range(2)] and asked()
    Account.objects.bulk_create(
        Account(account_id=f"weibo:9{number:06}", platform="weibo", platform_id=f"9{number:06}", name=f"某某{number}",
                unit=world.county, verified_until=date(2026, 11, 25))
        for number in range(5000)
    )  # fmt: skip
    for number in range(40):
        filed(world, f"又设{number}", START + timedelta(hours=number))
    assert asked() <= few + 1, "one more counts the verifications that end"


def test_who_watches_an_inspection_is_shown_the_result_when_it_is_there(world: World, signed_in: SignedIn) -> None:
    run = Inspection.objects.create(unit=world.city, rulebook="cn-2019", asked_at=START, state="running")
    desk, place = signed_in(world.inspector), f"/desk/inspections/{run.pk}/"
    assert 'hx-trigger="every 2s"' in desk.get(place).content.decode()
    part = desk.get(place, HTTP_HX_REQUEST="true")
    assert part.content.decode().startswith('<div class="card" id="progress"')
    Inspection.objects.filter(pk=run.pk).update(state="done", done_at=START)
    assert desk.get(place, HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"
    assert "监测时间点" in desk.get(place).content.decode()


def test_the_settings_page_shows_what_is_known_of_oneself(world: World, signed_in: SignedIn) -> None:
    Person.objects.filter(pk=world.operator.pk).update(email="li@example.test")
    page: Any = signed_in(world.operator).get("/desk/me/").content.decode()
    assert 'value="li@example.test"' in page
    assert 'value="Operator"' in page
