"""The filing table in and out: shown first, nothing lost on the way round."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from office import World

from plumbline.server.audit.models import Entry
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.register.models import Account
from plumbline.server.register.selectors import as_tables
from plumbline.server.register.services import importing

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
HEAD = "账号名称,平台类型,平台账号ID,主办单位,主页链接\n"


def sent(desk: Client, text: str) -> str:
    file = SimpleUploadedFile("备案表.csv", text.encode("utf-8-sig"))
    return desk.post("/desk/accounts/import/", {"table": file, "why": "年度核对"}).content.decode()


def token(page: str) -> str:
    return page.split('name="token" value="')[1].split('"')[0]


def test_what_a_table_would_change_is_shown_and_only_then_done(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    page = sent(desk, HEAD + "云川之声,微博,5044281001,云川市,\n云川抖音,抖音,MS4wLjABAAAAx,云川市,\n")
    assert "云川之声" in page
    assert Account.objects.count() == 4
    assert desk.post("/desk/accounts/import/apply/", {"token": token(page)}).status_code == 302
    assert Account.objects.get(account_id="weibo:5044281001").name == "云川之声"
    assert Account.objects.count() == 5
    assert {"register.imported", "register.import"} <= set(Entry.objects.values_list("action", flat=True))


def test_the_exported_table_comes_back_as_it_was(world: World, signed_in: SignedIn) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(
        interaction=["comments", "messages"], mission="=公开信息", main_account=True
    )
    desk = signed_in(world.supervisor)
    answer = desk.get("/desk/accounts/table.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert {"账号名称", "平台类型"} <= {str(cell.value) for cell in sheet[1]}
    accounts, units, faults = importing.read_file("table.xlsx", answer.content)
    found = importing.compare(accounts, units)
    assert (found.new, found.changed, found.same, faults) == ([], [], 3, [])


def test_a_table_about_another_tree_is_refused(world: World, signed_in: SignedIn) -> None:
    page = sent(signed_in(world.supervisor), HEAD + "临江之声,微博,5044281004,临江市,\n")
    assert "超出本人管理范围" in page
    assert Account.objects.get(account_id="weibo:5044281004").name == "临江发布"


def test_a_file_that_is_no_filing_table_is_told(world: World, signed_in: SignedIn) -> None:
    assert "未识别为备案表" in sent(signed_in(world.supervisor), "甲,乙\n1,2\n")


def test_a_foreign_or_forged_token_does_nothing(world: World, signed_in: SignedIn) -> None:
    page = sent(signed_in(world.supervisor), HEAD + "云川之声,微博,5044281001,云川市,\n")
    stranger = signed_in(world.strangers["supervisor"])
    assert stranger.post("/desk/accounts/import/apply/", {"token": token(page)}).status_code == 404
    assert stranger.post("/desk/accounts/import/apply/", {"token": "x"}).status_code == 404


def test_units_come_in_any_order_and_find_their_parents(world: World) -> None:
    tables = as_tables()
    units = tables["units"].sort("unit_id", descending=True)
    Assignment.objects.all().delete()
    Account.objects.all().delete()
    for unit in Unit.objects.order_by("-path"):
        unit.delete()
    found = importing.take_in(tables["accounts"], units, who=None, why="试")
    assert len(found.new) == 4
    assert as_tables()["accounts"].equals(tables["accounts"])
