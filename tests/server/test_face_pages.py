"""Every main page in a real browser: both languages, phone and desk, keyboard, screen reader, no script, paper."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from face_browser import DESK, PHONE, Tabs, barriers, launched, published
from office import START, World
from playwright.sync_api import Browser

from plumbline.server.inspections.models import Finding, Inspection
from plumbline.server.inspections.services import judging, running
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Role
from plumbline.server.register.models import Account
from plumbline.server.work.worker import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PUBLIC = (
    "/", "/?q=https://weibo.com/u/5044281001", "/?q=云川发步", "/account/weibo:5044281001", "/unit/c", "/nothing-here",
    "/accounts/login/", "/accounts/password/change/", "/accounts/2fa/",
)  # fmt: skip
WIDE = """[...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth)
    .map(one => one.outerHTML.slice(0, 90)).slice(0, 5)"""
LISTS = (
    "/desk/", "/desk/accounts/", "/desk/accounts/open/", "/desk/accounts/filings/", "/desk/accounts/import/",
    "/desk/units/", "/desk/drafts/", "/desk/drafts/write/", "/desk/drafts/deputies/", "/desk/inspections/",
    "/desk/inspections/ask/", "/desk/inspections/error-rates/",
    "/desk/findings/", "/desk/cases/", "/desk/cases/report/", "/desk/calendar/", "/desk/notices/", "/desk/messages/",
    "/desk/people/", "/desk/people/add/", "/desk/audit/", "/desk/audit/check/", "/desk/me/",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as found:
        yield found


@pytest.fixture
def tabs(browser: Browser, live_server: Any, signed_in: Callable[[Person], Client]) -> Iterator[Tabs]:
    with closing(Tabs(browser, live_server.url, signed_in)) as found:
        yield found


@pytest.fixture
def chief(world: World, tmp_path: Path, settings: Any) -> Person:
    """Somebody who may open every page, in an office that has something on each."""
    settings.DATA, settings.DOSSIER, settings.RUNS = tmp_path, tmp_path / "dossier", tmp_path / "runs"
    settings.DOSSIER.mkdir()
    made = Person.objects.create(username="chief", name="赵局长")
    for role in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR):
        Assignment.objects.create(person=made, role=role, unit=world.province, since=START)
    silent = dict.fromkeys(Account.objects.all(), 0) | {world.weibo: 20}
    published(settings.DOSSIER, silent, until=date(2026, 11, 22))
    running.ask(made, world.city, rulebook="cn-2019", as_of="2026-11-23")
    work_off()
    for by in (world.inspector, made):
        judging.judge(by, stale(), "confirm")
    return made


def stale() -> Finding:
    return Finding.objects.get(check_name="activity.stale_account")


def pages(world: World) -> tuple[str, ...]:
    """Addresses of all main pages."""
    found = stale()
    return (
        *PUBLIC, *LISTS, f"/desk/accounts/{world.weibo.pk}/", f"/desk/accounts/{world.weibo.pk}/close/",
        f"/desk/inspections/{Inspection.objects.get().pk}/", f"/desk/findings/{found.pk}/",
        f"/desk/cases/{found.case_link.case.pk}/", f"/desk/people/{world.operator.pk}/",
        f"/desk/units/{world.city.pk}/",
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_main_page_can_be_read_by_everybody(world: World, chief: Person, tabs: Tabs, lang: str) -> None:
    tab, wrong = tabs.of(chief, lang=lang), []
    for path in pages(world):
        tab.set_viewport_size({"width": DESK, "height": 900})
        answer = tab.goto(f"{tabs.origin}{path}")
        wrong += [f"{path} {barrier}" for barrier in barriers(tab, colours=lang == "zh")]
        if answer is None or answer.status != (404 if path == "/nothing-here" else 200):
            wrong.append(f"{path} answers {answer and answer.status}")
        if tab.locator("h1").count() != 1:
            wrong.append(f"{path} has {tab.locator('h1').count()} h1")
        if tab.locator("html").get_attribute("lang") != {"zh": "zh-Hans", "en": "en"}[lang]:
            wrong.append(f"{path} speaks another language")
        tab.set_viewport_size({"width": PHONE, "height": 900})
        if tab.evaluate("document.documentElement.scrollWidth") > PHONE:
            wrong.append(f"{path} is wider than a phone: {tab.evaluate(WIDE)}")
    assert [fault for fault in tabs.faults if "404" not in fault] == []
    assert not wrong, "\n".join(wrong)


def test_in_the_dark_everything_has_contrast_too(world: World, chief: Person, tabs: Tabs) -> None:
    tab = tabs.of(chief)
    tab.emulate_media(color_scheme="dark")
    for path in ("/", "/desk/", "/desk/accounts/", f"/desk/findings/{stale().pk}/"):
        tab.goto(f"{tabs.origin}{path}")
        assert barriers(tab) == [], path


def test_a_phone_without_script_opens_the_menu_and_goes_where_it_leads(world: World, chief: Person, tabs: Tabs) -> None:
    tab = tabs.of(chief, width=PHONE, script=False)
    tab.goto(f"{tabs.origin}/desk/")
    link = tab.locator("nav details").get_by_role("link", name="账号备案")
    assert not link.is_visible()
    tab.get_by_text("菜单", exact=True).click()
    link.click()
    assert tab.locator("h1").inner_text() == "账号备案"
    tab.get_by_role("link", name="English").click()
    assert tab.locator("h1").inner_text() == "Register of accounts"
    tab.goto(f"{tabs.origin}/desk/people/")
    assert tab.locator("h1").inner_text() == "People", "the language that was chosen stays"


def test_the_keyboard_reaches_the_content_and_the_main_action(world: World, chief: Person, tabs: Tabs) -> None:
    tab = tabs.see(chief, "/desk/accounts/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]  # it is there
    tab.keyboard.press("Enter")
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "申请开设":
            break
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "one sees where one is"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/accounts/open/")


def test_on_paper_there_is_no_menu_and_no_button(world: World, chief: Person, tabs: Tabs) -> None:
    tab = tabs.see(chief, f"/desk/cases/{stale().case_link.case.pk}/")
    tab.emulate_media(media="print")
    assert not tab.locator("nav.nav").is_visible()
    assert tab.locator(".button:visible").count() == 0
    assert tab.locator("h1").is_visible()
    assert tab.evaluate("getComputedStyle(document.querySelector('.badge')).color") == "rgb(0, 0, 0)"
