"""Review before publication: more ways round it, old forms, deputies, pages, deadlines, live texts."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from office import START, Clock, World, person

from plumbline.domain.tables import TABLES
from plumbline.provenance.approval_steps import way
from plumbline.server.notices.models import Message
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.reviews import services
from plumbline.server.reviews.deputing import end_deputy, may_name_for, name_deputy
from plumbline.server.reviews.due import LATE
from plumbline.server.reviews.entitlement import could_decide
from plumbline.server.reviews.judging import unseen
from plumbline.server.reviews.models import Decision, Draft
from plumbline.server.reviews.reconciling import reconciled
from plumbline.server.reviews.selectors import approvals_table, dashboard
from plumbline.server.work.services import plan
from plumbline.server.work.worker import work_off

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
GOOD = "明天上午九时至十一时，石桥路施工，请绕行。"


def handed_in(world: World, kind: str = "B", text: str = GOOD, title: str = "施工提示") -> Draft:
    draft = services.begin(world.operator, world.weibo, content_class=kind, title=title, text=text)
    return services.submit(world.operator, draft, shown=draft.seal)


def approved(world: World, text: str = GOOD) -> Draft:
    draft = handed_in(world, text=text)
    draft = services.approve(world.reviewer, draft, shown=draft.seal)
    return services.approve(world.final_reviewer, draft, shown=draft.seal)


def other_operator(world: World) -> Person:
    return person("operator2", Role.OPERATOR, world.city, world.weibo)


def edited(by: Person, draft: Draft, **new: Any) -> Draft:
    old: dict[str, Any] = {"text": draft.text, "title": draft.title, "content_class": draft.content_class}
    return services.edit(by, draft, **(old | {"urgent": draft.urgent} | new))


@pytest.mark.parametrize("new", [{"title": "另一个标题"}, {"content_class": "A"}, {"text": GOOD + "\u200b"}])
def test_a_form_shown_before_the_title_the_class_or_the_text_changed_decides_nothing(
    new: dict[str, str], world: World
) -> None:
    draft = handed_in(world)
    old = draft.seal
    again = edited(world.operator, draft, **new)
    services.submit(world.operator, again, shown=again.seal)
    with pytest.raises(services.Stale):
        services.approve(world.reviewer, draft, shown=old)
    with pytest.raises(services.Stale):
        services.send_back(world.reviewer, draft, shown=old, remarks="改")


def test_who_edited_an_earlier_text_never_reviews_the_draft(world: World) -> None:
    helper = other_operator(world)
    draft = services.begin(world.operator, world.weibo, content_class="B", title="x", text="初稿")
    draft = edited(helper, draft, text=GOOD)
    draft = edited(world.operator, draft, text=GOOD + "谢谢。")
    Assignment.objects.create(person=helper, role=Role.REVIEWER, unit=world.city, since=START)
    draft = services.submit(world.operator, draft, shown=draft.seal)
    with pytest.raises(Forbidden, match="修改过本稿"):
        services.approve(helper, draft, shown=draft.seal)


def test_a_reviewer_of_an_earlier_round_is_not_the_final_reviewer_of_a_later_one(world: World) -> None:
    Assignment.objects.create(person=world.reviewer, role=Role.FINAL_REVIEWER, unit=world.city, since=START)
    second = person("reviewer2", Role.REVIEWER, world.city)
    draft = handed_in(world)
    draft = services.approve(world.reviewer, draft, shown=draft.seal)
    draft = services.send_back(world.final_reviewer, draft, shown=draft.seal, remarks="时间有误")
    draft = edited(world.operator, draft, text=GOOD.replace("九", "十"))
    draft = services.submit(world.operator, draft, shown=draft.seal)
    draft = services.approve(second, draft, shown=draft.seal)
    with pytest.raises(Forbidden, match="多个审级"):
        services.approve(world.reviewer, draft, shown=draft.seal)
    assert services.approve(world.final_reviewer, draft, shown=draft.seal).state == "approved"


def test_a_refusal_says_who_could_decide_instead(world: World) -> None:
    Assignment.objects.create(person=world.operator, role=Role.REVIEWER, unit=world.city, since=START)
    draft = handed_in(world)
    with pytest.raises(Forbidden, match="可办理复审的人员：Reviewer"):
        services.approve(world.operator, draft, shown=draft.seal)
    assert could_decide(draft) == [world.reviewer]


def test_a_deputy_of_the_author_has_no_more_right_than_the_author(world: World, clock: Clock) -> None:
    Assignment.objects.create(person=world.operator, role=Role.FINAL_REVIEWER, unit=world.city, since=START)
    friend = person("friend", Role.AUDITOR, world.city)
    name_deputy(world.operator, world.operator, friend, since=clock.now, until=clock.now + timedelta(days=1))
    draft = handed_in(world)
    with pytest.raises(Forbidden, match="被代理人"):
        services.approve(friend, draft, shown=draft.seal)


def test_nobody_but_a_supervisor_names_deputies_for_others(world: World, clock: Clock) -> None:
    friend, span = person("friend", Role.AUDITOR, world.city), {"since": clock.now, "until": START + timedelta(days=1)}
    for cheat in (world.reviewer, world.operator, world.strangers["supervisor"]):
        with pytest.raises(Forbidden):
            name_deputy(cheat, world.final_reviewer, friend, **span)
    made = name_deputy(world.supervisor, world.final_reviewer, friend, **span)
    assert set(may_name_for(world.supervisor)) == {world.reviewer, world.final_reviewer}
    assert list(may_name_for(world.reviewer)) == [world.reviewer]
    with pytest.raises(Refused):
        name_deputy(world.supervisor, world.operator, friend, **span)
    end_deputy(world.supervisor, made)
    with pytest.raises(Forbidden):
        services.approve(friend, handed_in(world), shown="x")


def test_what_cannot_be_seen_in_a_text_is_named_to_the_approver(world: World, signed_in: SignedIn) -> None:
    assert unseen("一\u200b二\u202e三\u200b\n") == {"U+200B": 2, "U+202E": 1}
    draft = handed_in(world, text=GOOD + "\u202e")
    answer = signed_in(world.reviewer).get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert "不可见字符" in answer
    assert "U+202E" in answer
    assert "不可见字符" not in signed_in(world.reviewer).get(f"/desk/drafts/{handed_in(world).pk}/").content.decode()


def test_html_in_title_text_and_remarks_is_shown_as_letters(world: World, signed_in: SignedIn) -> None:
    bad = "<img src=x onerror=alert(1)>"
    draft = handed_in(world, text=GOOD + bad, title=bad)
    reviewer = signed_in(world.reviewer)
    place = f"/desk/drafts/{draft.pk}/"
    reviewer.post(f"{place}return/", {"seal": draft.seal, "remarks": bad + "\0", "quote": bad})
    row = Decision.objects.get(name="return")
    assert (row.remarks, row.quote, row.quote_at) == (bad, bad, len(GOOD))
    for address in (place, "/desk/drafts/"):
        answer = reviewer.get(address).content.decode()
        assert "<img src=x" not in answer
        assert "&lt;img" in answer


def test_pages_refuse_an_old_form_and_a_foreign_address_and_compare_versions(world: World, signed_in: SignedIn) -> None:
    draft = handed_in(world)
    place, desk = f"/desk/drafts/{draft.pk}/", signed_in(world.operator)
    form = {"content_class": "B", "title": "施工提示", "seal": draft.seal}
    assert desk.post(f"{place}edit/", form | {"text": GOOD + "二"}).status_code == 302
    assert desk.post(f"{place}edit/", form | {"text": GOOD + "三"}).status_code == 400, "somebody saved meanwhile"
    draft.refresh_from_db()
    desk.post(f"{place}edit/", form | {"text": GOOD + "四", "seal": draft.seal})
    draft.refresh_from_db()
    told = desk.get(f"{place}?from=1&to=3").content.decode()
    assert "<ins>四</ins>" in told
    desk.post(f"{place}submit/", {"seal": draft.seal})
    for who in (world.reviewer, world.final_reviewer):
        signed_in(who).post(f"{place}approve/", {"seal": draft.seal})
    desk.post(f"{place}publish/", {"url": "javascript:alert(1)"})
    draft.refresh_from_db()
    assert (draft.state, draft.published_url) == ("approved", "")
    desk.post(f"{place}publish/", {"url": "https://weibo.com/5044281001/Q1"})
    draft.refresh_from_db()
    assert draft.state == "published"
    paper = desk.get(f"{place}text.md").content.decode()
    assert draft.sha256 in paper
    assert [name in paper for name in ("Reviewer 复审 同意", "Final Reviewer 终审 同意")] == [True, True]
    assert "Operator" in paper


def test_the_record_for_inspections_names_every_writer_and_each_level_in_order(world: World) -> None:
    helper = other_operator(world)
    draft = services.begin(helper, world.weibo, content_class="B", title="x", text="初稿")
    draft = edited(world.operator, draft, text=GOOD)
    draft = services.submit(world.operator, draft, shown=draft.seal)
    for who in (world.reviewer, world.final_reviewer):
        draft = services.approve(who, draft, shown=draft.seal)
    table = approvals_table()
    assert table.schema == {name: TABLES["approvals"].schema[name] for name in table.columns}
    read = way(table["steps"][0], "Asia/Shanghai")
    assert read is not None
    assert {step.person for step in read.authors} == {"operator2", "operator"}
    assert [(step.person, step.role) for step in read.standing] == [
        ("reviewer", "reviewer"), ("final_reviewer", "final_reviewer"),
    ]  # fmt: skip
    assert read.content_class == "B"


def test_late_steps_are_told_once_to_those_who_could_decide_and_to_supervisors(world: World, clock: Clock) -> None:
    stand_in = person("wu", Role.AUDITOR, world.city)
    draft = handed_in(world)
    clock.advance(days=2)
    name_deputy(world.supervisor, world.reviewer, stand_in, since=clock.now, until=clock.now + timedelta(days=1))
    for key in ("1", "2"):
        plan(LATE, key=key, due_at=clock.now)
    work_off()
    told = Message.objects.filter(key__startswith=f"late:{draft.pk}")
    names = sorted(told.values_list("person__username", flat=True))
    assert names == ["reviewer", "supervisor", "wu"]


def test_what_waits_and_what_came_back_stands_on_the_dashboard(world: World) -> None:
    draft = handed_in(world)
    assert [task.url for task in dashboard(world.reviewer)] == [f"/desk/drafts/{draft.pk}/"]
    assert list(dashboard(world.operator)) == []
    services.send_back(world.reviewer, draft, shown=draft.seal, remarks="改")
    assert list(dashboard(world.reviewer)) == []
    assert [task.url for task in dashboard(other_operator(world))] == [f"/desk/drafts/{draft.pk}/"]


def test_live_texts_stand_beside_what_was_approved(world: World, clock: Clock, tmp_path: Path, settings: Any) -> None:
    settings.DOSSIER = tmp_path
    clock.advance(days=-1)
    approved(world)
    approved(world, "今晚八时起有暴雨，请市民朋友尽量减少外出，注意防范城市内涝。")
    clock.advance(days=1)
    early = clock.now - timedelta(days=3)
    live = [
        ("a", GOOD, clock.now, "post"),
        ("late", GOOD, early, "post"),
        ("b", "无人审核的一条信息，谁发的？", clock.now, "post"),
        ("c", "今晚十时起有暴雨，请市民朋友尽量减少外出，注意防范城市内涝。", clock.now, "post"),
        ("r", "回复", clock.now, "reply"),
    ]
    rows = [
        {"account_id": "weibo:5044281001", "post_id": key, "posted_at": at.isoformat(), "kind": kind, "text": text}
        for key, text, at, kind in live
    ]
    rows.append({**rows[0], "account_id": "weibo:5044281003", "post_id": "of another"})
    (tmp_path / "posts.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    accounts = [{"account_id": key, "platform": "weibo"} for key in ("weibo:5044281001", "weibo:5044281003")]
    pl.DataFrame(accounts).write_csv(tmp_path / "accounts.csv")
    found = {one.post_id: one for one in reconciled(world.weibo)}
    assert {key: one.state for key, one in found.items()} == {
        "a": "approved", "late": "late", "b": "unapproved", "c": "altered",
    }  # fmt: skip
    assert found["c"].steps == 1
    assert "八时" in found["c"].approved


def test_drafts_are_found_by_word_and_by_author(world: World, signed_in: SignedIn) -> None:
    handed_in(world, title="暴雨提示")
    services.begin(other_operator(world), world.weibo, content_class="A", title="放假通知", text="文")
    desk = signed_in(world.operator)
    assert "放假通知" not in desk.get("/desk/drafts/?mine=1").content.decode()
    assert "暴雨提示" not in desk.get("/desk/drafts/?q=放假").content.decode()
    assert "放假通知" in desk.get("/desk/drafts/?q=放假").content.decode()


def test_supervisors_name_and_end_deputies_on_the_page(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.supervisor)
    form = {"person": "reviewer", "deputy": "inspector", "since": "2026-11-23T09:00", "until": "2026-11-25T09:00"}
    assert desk.post("/desk/drafts/deputies/", form).status_code == 302
    draft = handed_in(world)
    draft = services.approve(world.inspector, draft, shown=draft.seal)
    row = world.reviewer.deputies.get()
    assert desk.post(f"/desk/drafts/deputies/{row.pk}/end/").status_code == 302
    stranger = signed_in(world.strangers["supervisor"])
    assert stranger.post(f"/desk/drafts/deputies/{row.pk}/end/").status_code == 404
    assert stranger.post("/desk/drafts/deputies/", form).status_code == 400
    row.refresh_from_db()
    assert row.until == START
