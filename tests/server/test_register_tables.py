"""The filing table in and out: shown first, nothing lost on the way round."""

import csv
import io
from collections.abc import Callable

import openpyxl
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from office import World, person

from plumbline.server.audit.models import Entry
from plumbline.server.audit.selectors import broken
from plumbline.server.people.models import Assignment, Person, Unit
from plumbline.server.people.rights import Role
from plumbline.server.register.models import Account
from plumbline.server.register.revision import current
from plumbline.server.register.selectors import as_tables
from plumbline.server.register.services import importing
from plumbline.server.register.services.filing import file
from plumbline.server.register.services.hand_over import begin

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
    sent = importing.read_file("table.xlsx", answer.content)
    found = importing.compare(sent.accounts, sent.units)
    assert (found.new, found.changed, found.same, found.units, sent.faults) == ([], [], 3, [], [])


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


def test_what_cannot_be_taken_is_named_by_row_and_column_and_the_rest_is_taken(
    world: World, signed_in: SignedIn
) -> None:
    desk = signed_in(world.supervisor)
    head = "账号名称,平台类型,平台账号ID,主办单位,开设日期,备案编号\n"
    page = sent(desk, f"{head}甲,微博,11,云川市,第三天,\n乙,微博,12,云川市,,{'9' * 120}\n丙,微博,13,云川市,,A1\n")
    assert "第2行" in page
    assert "第三天" in page
    assert "第3行" in page
    assert "超过100个字" in page
    assert "该单位在同一平台有多个账号" in page
    desk.post("/desk/accounts/import/apply/", {"token": token(page)})
    assert {one.name for one in Account.objects.filter(platform_id__in=("11", "12", "13"))} == {"甲", "丙"}


def test_a_closed_account_does_not_come_back_by_a_table(world: World, signed_in: SignedIn) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(status="closed")
    page = sent(
        signed_in(world.supervisor), "账号名称,平台类型,平台账号ID,运行状态\n云川发布,微博,5044281001,正常运行\n"
    )
    assert "重新启用" in page
    assert "token" not in page.split("</header>")[-1].replace("csrfmiddlewaretoken", "")


def test_every_account_of_an_import_has_its_own_entry_and_the_import_its_counts(world: World) -> None:
    accounts = pl.DataFrame(
        [["douyin:1", "douyin", "云川融媒", "c"], ["weibo:5044281001", "weibo", "云川台", "c"]],
        schema=["account_id", "platform", "name", "unit_id"], orient="row",
    )  # fmt: skip
    before = current()
    importing.take_in(accounts, pl.DataFrame({"unit_id": [], "name": []}), who=None, why="试", source=b"x")
    told = {entry.action: entry.change for entry in Entry.objects.order_by("seq")}
    assert told["register.taken_in"]["unit"] == [None, "云川市"]
    assert told["register.imported"] == {"name": ["云川发布", "云川台"]}
    assert told["register.import"]["new"] == [None, 1]
    assert len(told["register.import"]["sha256"][1]) == 64
    assert broken() == []
    assert current() == before + 1


def test_formulas_leave_the_office_defused_and_come_back_as_they_were(world: World, signed_in: SignedIn) -> None:
    Account.objects.filter(pk=world.weibo.pk).update(name="=1+1", mission="@所有人")
    answer = signed_in(world.supervisor).get("/desk/accounts/table.csv")
    text = answer.content.decode("utf-8-sig")
    assert '"\'=1+1"' in text
    sent_back = importing.read_file("table.csv", answer.content)
    assert "=1+1" in sent_back.accounts["name"].to_list()
    assert importing.compare(sent_back.accounts, sent_back.units).changed == []


def test_the_export_holds_what_is_looked_for_and_names_units(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(world.supervisor).get("/desk/accounts/table.csv", {"unit": "石桥县"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["账号名称"], row["主办单位"], row["上级单位"]) for row in rows] == [("石桥发布", "石桥县", "云川市")]


def test_a_spreadsheet_that_reaches_too_far_is_refused_before_it_is_opened(world: World, signed_in: SignedIn) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "账号名称", "x"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("a.xlsx", out.getvalue())
    page = signed_in(world.supervisor).post("/desk/accounts/import/", {"table": file, "why": "试"})
    assert page.status_code == 400
    assert "表格内容过大" in page.content.decode()


def test_when_the_register_has_changed_meanwhile_it_is_shown_again(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    page = sent(desk, HEAD + "云川之声,微博,5044281001,云川市,\n")
    Account.objects.filter(pk=world.weibo.pk).update(name="云川新声")
    again = desk.post("/desk/accounts/import/apply/", {"token": token(page)})
    assert again.status_code == 200
    assert Account.objects.get(pk=world.weibo.pk).name == "云川新声"
    assert desk.post("/desk/accounts/import/apply/", {"token": token(again.content.decode())}).status_code == 302
    assert Account.objects.get(pk=world.weibo.pk).name == "云川之声"


def test_a_unit_moves_with_all_below_it_and_the_register_counts_as_changed(world: World, signed_in: SignedIn) -> None:
    root = person("root", Role.ADMINISTRATOR, world.province)
    before = current()
    desk = signed_in(root)
    told = {"name": "云川市", "parent": "o", "level": "city", "must_open": "unknown", "why": "区划调整"}
    assert desk.post(f"/desk/units/{world.city.pk}/change/", told).status_code == 302
    assert set(world.other.subtree().values_list("unit_id", flat=True)) == {"o", "c", "cc"}
    assert current() == before + 1
    assert desk.post(f"/desk/units/{world.other.pk}/change/", told | {"parent": "cc"}).status_code == 400


def test_all_pages_of_the_register_open(world: World, signed_in: SignedIn) -> None:
    boss = person("boss", Role.SUPERVISOR, world.province)
    hand = begin(boss, world.weibo, giver=world.operator, taker=world.reviewer, why="调岗")
    filing = file(world.operator, "change", unit=world.city, account=world.weibo, proposed={"name": "云川"}, why="改名")
    key = world.weibo.pk
    places = ["accounts/", "accounts/?q=云川&unit=c&lack=keeper", "accounts/open/", "accounts/filings/",
              f"accounts/filings/{filing.pk}/", f"accounts/{key}/", f"accounts/{key}/history/?field=name",
              f"accounts/{key}/suspend/", f"accounts/{key}/hand-over/", f"accounts/{key}/verify/",
              f"accounts/hand-overs/{hand.pk}/",
              "accounts/import/", "units/", f"units/{world.city.pk}/"]  # fmt: skip
    for language in ("zh", "en"):
        for place in places:
            mark = "&" if "?" in place else "?"
            assert signed_in(boss).get(f"/desk/{place}{mark}lang={language}").status_code == 200, place
