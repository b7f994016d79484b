"""Findings over the runs: who sees them, what reopens them, what is gone, what excepts them, how often checks err."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from office import START, Clock, World, person

from plumbline.cli.main import main
from plumbline.reports import records
from plumbline.reports.dossier_files import write_table
from plumbline.reports.report import prepare
from plumbline.server.inspections.models import Exemption, Finding, Inspection, Judgement, VerdictRow
from plumbline.server.inspections.rates import veiled
from plumbline.server.inspections.selectors import compared, confirmed, course, dashboard, error_rates, findings_of
from plumbline.server.inspections.services import exempting, judging, running
from plumbline.server.notices.models import Message
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.work.worker import work_off

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
FINE = "今日天气晴，请注意防晒。"
INSULT = "你算什么东西？不爱看就滚，没人求你来。"
ALL = ("weibo:5044281001", "wechat:1002", "weibo:5044281003", "weibo:5044281004")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the records are written, no pages, letters and tables."""
    monkeypatch.setattr(
        running, "write_reports", lambda result, folder, *, lang: records.write(prepare(result, lang), folder)
    )


@pytest.fixture(autouse=True)
def dossier(world: World, tmp_path: Path, settings: Any) -> Path:
    settings.DATA, settings.DOSSIER, settings.RUNS = tmp_path, tmp_path / "dossier", tmp_path / "runs"
    settings.DOSSIER.mkdir()
    Account.objects.update(interaction=["comments"])
    folder: Path = settings.DOSSIER
    return folder


def published(folder: Path, said: str = FINE, *, silent: int = 0, until: date = date(2026, 11, 22)) -> None:
    """A post a day of every account; the city's weibo is silent for some days, its last post says something else."""
    end = datetime.combine(until, datetime.min.time(), UTC) + timedelta(hours=2)
    days = {one: range(silent if one == ALL[0] else 0, 60) for one in ALL}
    rows = [(one, f"{one}-{day}", end - timedelta(days=day), FINE) for one in ALL for day in days[one]]
    rows.append((ALL[0], "said", end - timedelta(days=silent, hours=1), said))
    frame = pl.DataFrame(rows, schema=["account_id", "post_id", "posted_at", "text"], orient="row")
    write_table(frame, folder / "posts.csv", "posts", form="csv", headers="en", timezone="Asia/Shanghai")


def inspected(world: World, as_of: str = "2026-11-22", **of: Any) -> Inspection:
    row = running.ask(world.supervisor, of.pop("unit", world.city), rulebook="cn-2019", as_of=as_of)
    work_off()
    row.refresh_from_db()
    assert row.state == "done", row.error
    return row


def made(world: World) -> Finding:
    """A finding as a run would have left it."""
    run = Inspection.objects.create(
        unit=world.city, rulebook="cn-2019", asked_at=START, state="done", done_at=START, moment=START
    )
    return Finding.objects.create(
        finding_id="0123456789abcdef", account=world.weibo, account_ref=world.weibo.account_id, unit=world.city,
        check_name="tone.abusive_language", clause="CN19-X", severity="major", confidence="high", reader="inspector",
        status="new", first=run, last=run,
    )  # fmt: skip


def insult() -> Finding:
    return Finding.objects.get(check_name="tone.abusive_language")


def test_words_are_marked_where_they_stand_in_the_text(
    world: World, dossier: Path, signed_in: SignedIn, clock: Clock
) -> None:
    published(dossier, f"市民您好。{INSULT}")
    inspected(world)
    page = signed_in(world.inspector).get(f"/desk/findings/{insult().pk}/").content.decode()
    assert "市民您好。<mark>" in page
    assert "<code>CN" in page or "依据" in page
    assert signed_in(world.inspector).get(f"/desk/findings/of/{ALL[0]}/").status_code == 200
    assert signed_in(world.strangers["inspector"]).get(f"/desk/findings/of/{ALL[0]}/").status_code == 404


def test_a_citizens_number_is_not_copied_out_of_the_dossier(world: World, dossier: Path) -> None:
    number = "110101199003074610"
    published(dossier, f"{INSULT}张先生身份证号{number}、手机13900001111。")
    inspected(world)
    for one in Finding.objects.all():
        assert number not in json.dumps([one.context, one.evidence, one.facts, one.told], ensure_ascii=False)
    assert veiled("拨打13900001111或致信a@b.cn，@张三") == "拨打00000000000或致信0@0.00，@某某"
    assert veiled("12345热线，2026年，第110条") == "12345热线，2026年，第110条"


def test_the_operator_reads_what_was_confirmed_or_asked_and_other_roles_read_all(world: World) -> None:
    found = made(world)
    assert found in findings_of(world.inspector)
    assert found not in findings_of(world.operator)
    judging.judge(world.inspector, found, "ask", why="是否账号被盗？")
    assert found in findings_of(world.operator)
    assert Message.objects.get(person=world.operator).kind == "question"
    judging.answer(world.operator, found, why="不是")
    assert found in findings_of(world.operator), "what one has answered stays in sight"
    assert found not in findings_of(world.strangers["operator"])
    Assignment.objects.create(person=world.operator, role=Role.INSPECTOR, unit=world.other, since=START)
    assert not findings_of(world.operator).filter(account=world.weibo, reader="inspector", judged="open").exclude(
        pk=found.pk
    ).exists(), "a role elsewhere opens nothing here"  # fmt: skip


def test_nobody_judges_the_account_that_they_keep(world: World) -> None:
    found = made(world)
    Assignment.objects.create(
        person=world.inspector, role=Role.OPERATOR, unit=world.city, account=world.weibo, since=START
    )
    with pytest.raises(Forbidden):
        judging.judge(world.inspector, found, "reject", why="我写的")
    assert not judging.may_judge(world.inspector, found)
    assert judging.may_judge(world.supervisor, found)


def test_an_empty_answer_is_none(world: World) -> None:
    judging.judge(world.inspector, made(world), "ask", why="？")
    with pytest.raises(Refused):
        judging.answer(world.operator, insult(), why="  ")


def test_other_grounds_open_a_judged_finding_again_and_passing_days_do_not(
    world: World, dossier: Path, clock: Clock
) -> None:
    published(dossier, INSULT, silent=20)
    inspected(world)
    silence = Finding.objects.get(check_name="activity.stale_account")
    for one in (insult(), silence):
        for by in (world.inspector, world.supervisor):
            if one.judged != "rejected":
                one = judging.judge(by, one, "reject", why="系统升级")
    clock.advance(days=1)
    inspected(world, "2026-11-23")
    silence.refresh_from_db()
    assert silence.facts["days"] == 21
    assert (silence.judged, insult().judged) == ("rejected", "rejected")
    Finding.objects.filter(pk=insult().pk).update(judged_grounds="of other words")
    inspected(world, "2026-11-23")
    silence.refresh_from_db()
    assert (silence.judged, insult().judged) == ("rejected", "open")
    assert Judgement.objects.get(kind="reopen").by is None


def test_what_is_mended_is_gone_and_what_could_not_be_seen_is_not(world: World, dossier: Path, clock: Clock) -> None:
    published(dossier, silent=20)
    first = inspected(world)
    found = Finding.objects.get(check_name="activity.stale_account")
    clock.advance(days=1)
    span = (ALL[0], datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC), "blind")
    looked = pl.DataFrame([span], schema=["account_id", "started_at", "ended_at", "outcome"], orient="row")
    write_table(looked, dossier / "coverage.csv", "coverage", form="csv", headers="en", timezone="Asia/Shanghai")
    blind = inspected(world, "2026-11-23")
    found.refresh_from_db()
    assert found.standing
    told = compared(world.inspector, blind)
    assert told is not None
    assert ([one.pk for one in told.unsure], told.gone) == ([found.pk], [])
    (dossier / "coverage.csv").unlink()
    clock.advance(days=1)
    published(dossier, until=date(2026, 11, 24))
    mended = inspected(world, "2026-11-24")
    found.refresh_from_db()
    assert not found.standing
    assert [status for _, status in course(found)] == ["new", "unknown", "gone"]
    assert (first.previous, blind.previous, mended.previous) == (None, first, blind)
    beside = compared(world.inspector, mended)
    assert beside is not None
    changed = {one.account_ref: (before, one.verdict) for one, before in beside.changed}
    assert (found.pk in [one.pk for one in beside.gone], found in beside.new) == (False, False)
    assert changed[ALL[0]] == ("unknown", "pass")
    assert not [task for task in dashboard(world.inspector) if str(found.pk) in task.url]


def test_a_look_back_changes_nothing_that_is_known_today(world: World, dossier: Path, clock: Clock) -> None:
    published(dossier, INSULT, silent=20)
    inspected(world)
    before = (insult().last_id, insult().standing)
    row = inspected(world, "2026-10-20")
    assert (insult().last_id, insult().standing) == before
    assert row.previous is None, "no run is compared with one about a later day"
    assert VerdictRow.objects.filter(inspection=row).exists()


def test_an_exception_needs_two_people_and_spares_the_account_for_its_time(
    world: World, dossier: Path, clock: Clock
) -> None:
    published(dossier, silent=20)
    inspected(world)
    asked = exempting.ask(
        world.operator, check="activity.stale_account", account=world.weibo, unit=world.city, reason="平台审核",
        until=date(2026, 12, 1),
    )  # fmt: skip
    with pytest.raises(Forbidden):
        exempting.decide(world.inspector, asked, "approve")
    with pytest.raises(Forbidden):
        exempting.decide(world.strangers["supervisor"], asked, "approve")
    exempting.decide(world.supervisor, asked, "approve")
    row = inspected(world, "2026-11-23")
    assert VerdictRow.objects.get(inspection=row, account=world.weibo).verdict == "pass"
    assert Finding.objects.get(check_name="activity.stale_account").status == "excepted"
    asked.refresh_from_db()
    exempting.end(world.supervisor, asked, why="审核已完成")
    row = inspected(world, "2026-11-23")
    assert VerdictRow.objects.get(inspection=row, account=world.weibo).verdict == "fail"


def test_nobody_approves_ones_own_exception_and_none_is_for_ever(world: World) -> None:
    said: dict[str, Any] = {
        "check": "activity.stale_account",
        "account": world.weibo,
        "unit": world.city,
        "reason": "x",
    }
    mine = exempting.ask(world.supervisor, **said, until=date(2026, 12, 1))
    with pytest.raises(Refused):
        exempting.decide(world.supervisor, mine, "approve")
    for until in (date(2026, 11, 1), date(2028, 1, 1)):
        with pytest.raises(Refused):
            exempting.ask(world.supervisor, **said, until=until)
    with pytest.raises(Refused):
        exempting.ask(world.supervisor, **{**said, "reason": " "}, until=date(2026, 12, 1))
    with pytest.raises(Forbidden):
        exempting.ask(world.strangers["operator"], **said, until=date(2026, 12, 1))
    assert Exemption.objects.get().state == "asked"


def test_the_pages_of_exceptions_do_what_they_say(world: World, signed_in: SignedIn) -> None:
    found = made(world)
    desk = signed_in(world.inspector)
    assert "申请例外" in desk.get(f"/desk/findings/{found.pk}/").content.decode()
    desk.post(f"/desk/findings/{found.pk}/except/", {"reason": "平台审核", "until": "2026-12-01"})
    row = Exemption.objects.get()
    chief = signed_in(world.supervisor)
    assert "平台审核" in chief.get("/desk/inspections/exceptions/").content.decode()
    assert [task.url for task in dashboard(world.supervisor) if "exceptions" in task.url]
    chief.post(f"/desk/inspections/exceptions/{row.pk}/approve/")
    row.refresh_from_db()
    assert row.state == "approved"
    other = signed_in(world.strangers["supervisor"])
    assert other.post(f"/desk/inspections/exceptions/{row.pk}/end/", {"why": "x"}).status_code == 404


def test_labels_are_read_by_evaluate_and_rates_say_since_when(
    world: World, dossier: Path, signed_in: SignedIn, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    published(dossier, INSULT)
    row = inspected(world)
    judging.judge(world.inspector, insult(), "confirm")
    assert [one.finding_id for one in confirmed(row)] == [insult().pk]
    (rate,) = [one for one in error_rates() if one["check"] == "tone.abusive_language"]
    assert (rate["confirmed"], rate["precision"], rate["since"]) == (1, None, clock.now)
    assert rate["rulebooks"][0].startswith("cn-2019 ")
    lines = signed_in(world.inspector).get("/desk/findings/labels/tone.abusive_language.jsonl").content
    assert json.loads(lines) == {"text": INSULT, "kind": "post", "label": 1}
    (tmp_path / "labels.jsonl").write_bytes(lines)
    assert main(["evaluate", "tone.abusive_language", "--data", str(tmp_path / "labels.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert signed_in(world.operator).get("/desk/inspections/error-rates/").status_code == 200
    assert signed_in(world.operator).get("/desk/findings/labels/tone.abusive_language.jsonl").status_code == 403


def test_reports_for_a_city_hold_that_city_alone(world: World, dossier: Path, signed_in: SignedIn) -> None:
    published(dossier, INSULT, silent=20)
    row = inspected(world)
    desk = signed_in(world.supervisor)
    for name in ("verdicts.csv", "findings.jsonl", "abstentions.jsonl", "run.json"):
        told = b"".join(desk.get(f"/desk/inspections/{row.pk}/files/{name}")).decode()
        assert ALL[3] not in told, name
    assert json.loads(told)["counts"]["accounts"] == 3
    chief = person("chief", Role.SUPERVISOR, world.province)
    whole = b"".join(signed_in(chief).get(f"/desk/inspections/{row.pk}/files/verdicts.csv?whole=1")).decode()
    assert ALL[3] in whole
    assert desk.get(f"/desk/inspections/{row.pk}/files/rulebook.json").status_code == 404
