"""Four whole stories, told in a real browser by the people who live them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from face_browser import TEXT, Tabs, launched, press, published, says
from office import Clock, World, person
from playwright.sync_api import Browser, expect

from plumbline.server.inspections.dossier import lay_down
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Role
from plumbline.server.register.models import Account
from plumbline.server.work.services import plan
from plumbline.server.work.worker import work_off

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with launched(chromium) as found:
        yield found


@pytest.fixture
def tabs(browser: Browser, live_server: Any, signed_in: Callable[[Person], Client]) -> Iterator[Tabs]:
    with closing(Tabs(browser, live_server.url, signed_in)) as found:
        yield found
        assert found.faults == []


@pytest.fixture
def dossier(tmp_path: Path, settings: Any) -> Path:
    """Where the collector puts what it sees."""
    settings.DATA, settings.DOSSIER, settings.RUNS = tmp_path, tmp_path / "dossier", tmp_path / "runs"
    settings.DOSSIER.mkdir()
    found: Path = settings.DOSSIER
    return found


def fleet(silent: dict[Account, int]) -> dict[Account, int]:
    """All accounts, published until yesterday but for those named."""
    return dict.fromkeys(Account.objects.all(), 0) | silent


def inspected(tabs: Tabs, by: Person) -> None:
    """Somebody asks for an inspection and waits for it."""
    tab = tabs.see(by, "/desk/inspections/")
    press(tab, "发起检查")
    tab.get_by_label("单位（含下级）").select_option(label="云川市")
    press(tab, "开始")
    says(tab, "排队中")
    place = tab.url
    tab.goto("about:blank")  # the page that watches would share the tests' one connection with the worker
    work_off()
    tab.goto(place)
    says(tab, "监测时间点")


def first_finding(tabs: Tabs, by: Person, title: str) -> None:
    """Open a finding from the list of findings."""
    tabs.see(by, "/desk/findings/").locator("article", has_text=title).get_by_role("link").first.click()


def test_a_dormant_account_from_the_warning_to_the_case_to_mended(
    world: World, tabs: Tabs, dossier: Path, clock: Clock
) -> None:
    published(dossier, fleet({world.weibo: 6}), until=date(2026, 11, 22))
    lay_down()
    plan("cases.countdown", key="seven", due_at=clock.now)
    work_off()
    says(tabs.see(world.operator, "/desk/messages/"), "云川发布 已 7 天未更新，再过 7 天将触及单项否决")
    clock.advance(days=10)
    published(dossier, fleet({world.weibo: 16}), until=date(2026, 12, 2))
    inspected(tabs, world.supervisor)
    for by, told in ((world.inspector, "一人确认，待第二人复核"), (world.supervisor, "已确认")):
        first_finding(tabs, by, "未更新")
        press(tabs.of(by), "确认")
        says(tabs.of(by), told)
    tabs.see(world.supervisor, "/desk/").get_by_role("link", name="发整改通知").click()
    press(tabs.of(world.supervisor), "发出整改通知")
    says(tabs.of(world.supervisor), "已通知，待签收", "2026-12-08 18:00")
    tab = tabs.see(world.operator, "/desk/")
    tab.get_by_role("link", name="整改：云川发布").click()
    press(tab, "签收")
    says(tab, "整改中")
    tab.get_by_label("办理情况或者理由").fill("已恢复更新，并安排专人值守。")
    press(tab, "报送整改结果")
    says(tab, "已整改，待复核")
    tab = tabs.see(world.supervisor, f"/desk/cases/{tab.url.rstrip('/').rsplit('/', 1)[1]}/")
    press(tab, "销号")
    says(tab, "整改后尚未经检查复核")
    clock.advance(days=2)
    published(dossier, fleet({}), until=date(2026, 12, 4))
    case = tab.url
    inspected(tabs, world.supervisor)
    tab.goto(case)
    says(tab, "机器复核：问题已消失")
    press(tab, "销号")
    says(tab, "已销号")
    says(tabs.see(world.operator, "/desk/"), "今天没有到期事项")


def test_an_insult_in_a_draft_is_returned_and_what_was_altered_live_is_found(
    world: World, tabs: Tabs, dossier: Path, clock: Clock
) -> None:
    head = person("head", Role.FINAL_REVIEWER, world.city)
    tab = tabs.see(world.operator, "/desk/drafts/")
    press(tab, "撰写稿件")
    tab.get_by_label("信息类别").select_option("C")
    tab.get_by_label("正文").fill("今晚有暴雨，请勿外出。你脑子有病吧，滚远点。")
    expect(tab.locator("#said mark").first).to_be_visible()
    tab.get_by_label("标题").fill("暴雨应对提示")
    press(tab, "保存")
    press(tab, "提交审核")
    says(tab, "请修改或者说明理由")
    tab.get_by_label("存在严重问题仍需提交的理由").fill("引用网民原话")
    press(tab, "提交审核")
    says(tab, "审核中")
    draft = tab.url.removeprefix(tabs.origin)
    review = tabs.see(world.reviewer, "/desk/")
    review.get_by_role("link", name="暴雨应对提示").first.click()
    assert review.locator("main mark").count() >= 1
    review.get_by_label("意见（退回须填写）").fill("不得使用侮辱性语言，请删除。")
    review.get_by_label("所指内容（可不填）").fill("你脑子有病吧，滚远点。")
    press(review, "退回修改")
    says(review, "已退回")
    text = "今晚8时起有暴雨，请市民朋友尽量减少外出，注意防范城市内涝。"
    tabs.see(world.operator, draft)
    press(tab, "修改")
    tab.get_by_label("正文").fill(text)
    press(tab, "保存")
    says(tab, "未发现问题")
    assert tab.get_by_role("button", name="同意").count() == 0, "the author does not approve"
    press(tab, "提交审核")
    for by in (world.reviewer, world.final_reviewer, head):
        tabs.see(by, draft)
        press(tabs.of(by), "同意")
        says(tabs.of(by), "已办理")
    tabs.see(world.operator, draft)
    says(tab, "审核通过")
    tab.get_by_label("发布链接").fill("https://weibo.com/5044281001/Q1")
    press(tab, "登记发布")
    says(tab, "已发布")
    clock.advance(hours=3)
    post = {"account_id": "weibo:5044281001", "post_id": "Q1", "posted_at": clock.now, "kind": "post"}
    published(dossier, fleet({}), until=date(2026, 11, 22), more=[{**post, "text": text.replace("8时", "10时")}])
    clock.advance(days=1)
    inspected(tabs, world.supervisor)
    first_finding(tabs, world.supervisor, "不一致")
    says(tabs.of(world.supervisor), "审核通过的稿件", "暴雨")
    live = tabs.see(world.supervisor, f"/desk/drafts/of/{world.weibo.pk}/live/")
    altered = live.locator("article", has_text="改动字数")
    expect(altered.locator("del")).to_have_text("8")
    expect(altered.locator("ins")).to_have_text("10")


def test_an_abusive_reply_from_the_incident_to_the_apology(
    world: World, tabs: Tabs, dossier: Path, clock: Clock
) -> None:
    reply = {"account_id": "weibo:5044281001", "post_id": "R9", "posted_at": clock.now, "kind": "reply",
             "text": "你脑子有病吧，滚远点。", "in_reply_to": "用户"}  # fmt: skip
    clock.advance(hours=2)
    published(dossier, fleet({}), until=date(2026, 11, 22), more=[reply])
    inspected(tabs, world.supervisor)
    for by in (world.inspector, world.supervisor):
        first_finding(tabs, by, "辱骂")
        tab = tabs.of(by)
        assert tab.locator("mark", has_text="脑子有病").count() >= 1
        if tab.get_by_role("button", name="确认", exact=True).count() and "已确认" not in tab.inner_text("main"):
            press(tab, "确认")
    says(tabs.of(world.supervisor), "已确认")
    tab = tabs.see(world.operator, "/desk/")
    expect(tab.locator(".tasks li").first).to_contain_text("紧急")
    tab.locator(".tasks a").first.click()
    told = tab.get_by_label("办理情况或者理由")
    told.fill("已删除该回复，并停用外包人员权限。")
    press(tab, "报告已删除")
    press(tab, "报送致歉或者更正链接")
    says(tab, "请填写致歉或者更正内容的链接")
    tab.get_by_label("致歉或者更正内容链接").fill("https://weibo.com/5044281001/R10")
    press(tab, "报送致歉或者更正链接")
    for words, name in (("外包人员误用账号。", "说明原因"), ("收回外包权限，回复须经审核。", "报送整改措施")):
        told.fill(words)
        press(tab, name)
    says(tab, "已落实措施，待销号")
    last = tabs.see(world.supervisor, tab.url.removeprefix(tabs.origin))
    says(last, "weibo.com/5044281001/R10", "外包人员误用账号。")
    press(last, "销号")
    says(last, "已销号")
    assert "用户" not in last.locator("main").inner_text(), "no citizen is named"


def test_a_citizen_checks_a_fake_account(world: World, tabs: Tabs) -> None:
    tab = tabs.see(None, "/")
    for asked, told in (
        ("https://weibo.com/u/5044281001", "官方账号"),
        ("https://weibo.com/u/5044289999", "非官方账号"),
        ("云川发步", "非官方账号"),
        ("https://weibo.com@evil.example/u/5044281001", "请勿打开"),
    ):
        tab.get_by_label("账号主页链接").fill(asked)
        press(tab, "核验")
        says(tab, told)
        if asked == "云川发步":
            says(tab, "容易与之混淆的登记账号", "云川发布")
    assert TEXT not in tab.content()
    assert tab.context.cookies() == [one for one in tab.context.cookies() if one["name"] == "plumbline_lang"]
