"""Review before publication: the whole way, and every shortcut that is tried."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from office import START, Clock, World, person

from plumbline.server.audit.selectors import broken
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.rights import Forbidden, Role
from plumbline.server.people.services import Refused
from plumbline.server.reviews import services
from plumbline.server.reviews.deputing import name_deputy
from plumbline.server.reviews.models import Decision, Draft
from plumbline.server.reviews.selectors import approvals_table, waiting_for
from plumbline.workflow.graph import NotNow

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
GOOD = "明天上午九时至十一时，石桥路施工，请绕行。"
INSULT = "你脑子有病吧，滚远点。"


def begun(world: World, text: str = GOOD, kind: str = "B") -> Draft:
    return services.begin(world.operator, world.weibo, content_class=kind, title="施工提示", text=text)


def handed_in(world: World, kind: str = "B") -> Draft:
    draft = begun(world, kind=kind)
    return services.submit(world.operator, draft, shown=draft.seal)


def give(who: Person, role: Role, world: World) -> Person:
    Assignment.objects.create(person=who, role=role, unit=world.city, since=START)
    return who


def test_three_people_approve_one_text(world: World) -> None:
    draft = handed_in(world)
    draft = services.approve(world.reviewer, draft, shown=draft.seal)
    assert draft.state == "review"
    draft = services.approve(world.final_reviewer, draft, shown=draft.seal)
    assert draft.state == "approved"
    (row,) = approvals_table().iter_rows(named=True)
    assert (row["text"], row["account_id"]) == (GOOD, "weibo:5044281001")
    assert [word in row["steps"] for word in ("operator", "reviewer", "final_reviewer")] == [True] * 3
    assert broken() == []


def test_who_wrote_it_does_not_review_it_in_another_role_either(world: World) -> None:
    give(world.operator, Role.REVIEWER, world)
    give(world.operator, Role.FINAL_REVIEWER, world)
    draft = handed_in(world)
    with pytest.raises(Forbidden, match="作者"):
        services.approve(world.operator, draft, shown=draft.seal)


def test_one_person_with_two_roles_decides_at_one_level_only(world: World) -> None:
    give(world.reviewer, Role.FINAL_REVIEWER, world)
    draft = handed_in(world)
    draft = services.approve(world.reviewer, draft, shown=draft.seal)
    with pytest.raises(Forbidden, match="多个审级"):
        services.approve(world.reviewer, draft, shown=draft.seal)


def test_a_deputy_is_another_person_too(world: World, clock: Clock) -> None:
    until = clock.now + timedelta(days=3)
    stand_in = person("wu", Role.AUDITOR, world.city)
    name_deputy(world.reviewer, world.reviewer, stand_in, since=clock.now, until=until)
    name_deputy(world.final_reviewer, world.final_reviewer, stand_in, since=clock.now, until=until)
    name_deputy(world.final_reviewer, world.final_reviewer, world.operator, since=clock.now, until=until)
    draft = handed_in(world)
    draft = services.approve(stand_in, draft, shown=draft.seal)
    for cheat in (stand_in, world.operator):
        with pytest.raises(Forbidden):
            services.approve(cheat, draft, shown=draft.seal)
    assert Decision.objects.get(name="approve").instead_of == world.reviewer


def test_a_deputys_time_ends(world: World, clock: Clock) -> None:
    stand_in = person("wu", Role.AUDITOR, world.city)
    name_deputy(world.reviewer, world.reviewer, stand_in, since=clock.now, until=clock.now + timedelta(hours=1))
    draft = handed_in(world)
    clock.advance(hours=2)
    with pytest.raises(Forbidden):
        services.approve(stand_in, draft, shown=draft.seal)


@pytest.mark.parametrize("text", [GOOD + "谢谢。", GOOD.replace("九", "十"), GOOD + "\u200b"])
def test_any_edit_voids_what_was_approved(text: str, world: World) -> None:
    draft = handed_in(world)
    services.approve(world.reviewer, draft, shown=draft.seal)
    edited = services.edit(world.operator, draft, text=text, title="施工提示", content_class="B", urgent=False)
    assert (edited.state, edited.level) == ("writing", 0)
    assert not Decision.objects.filter(name="approve", standing=True).exists()
    again = services.submit(world.operator, edited, shown=edited.seal)
    assert services.approve(world.reviewer, again, shown=again.seal).level == 1


def test_a_lower_class_after_approval_is_an_edit(world: World) -> None:
    draft = handed_in(world, "C")
    services.approve(world.reviewer, draft, shown=draft.seal)
    edited = services.edit(world.operator, draft, text=GOOD, title="施工提示", content_class="A", urgent=False)
    assert edited.level == 0


def test_an_old_form_approves_nothing(world: World) -> None:
    draft = handed_in(world)
    old = draft.seal
    edited = services.edit(world.operator, draft, text=GOOD + "（更正）", title="x", content_class="B", urgent=False)
    services.submit(world.operator, edited, shown=edited.seal)
    with pytest.raises(services.Stale):
        services.approve(world.reviewer, draft, shown=old)


def test_an_insult_is_not_handed_in_without_a_reason_and_comes_back(world: World) -> None:
    draft = begun(world, INSULT)
    with pytest.raises(Refused):
        services.submit(world.operator, draft, shown=draft.seal)
    draft = services.submit(world.operator, draft, shown=draft.seal, why="引用网友原话")
    with pytest.raises(Refused):
        services.approve(world.reviewer, draft, shown=draft.seal)
    with pytest.raises(Refused):
        services.send_back(world.reviewer, draft, shown=draft.seal, remarks="")
    back = services.send_back(world.reviewer, draft, shown=draft.seal, remarks="删去", quote="你脑子有病")
    assert back.state == "returned"
    with pytest.raises(NotNow):
        services.approve(world.reviewer, back, shown=back.seal)


def test_reviewers_of_another_city_neither_see_nor_decide(world: World, signed_in: SignedIn) -> None:
    draft = handed_in(world)
    stranger = world.strangers["reviewer"]
    with pytest.raises(Forbidden):
        services.approve(stranger, draft, shown=draft.seal)
    assert signed_in(stranger).get(f"/desk/drafts/{draft.pk}/").status_code == 404
    assert list(waiting_for(stranger)) == []
    assert list(waiting_for(world.reviewer)) == [draft]


def test_the_class_decides_how_many_levels(world: World) -> None:
    draft = handed_in(world, "A")
    assert services.approve(world.reviewer, draft, shown=draft.seal).state == "approved"
    grave = handed_in(world, "C")
    grave = services.approve(world.reviewer, grave, shown=grave.seal)
    grave = services.approve(world.final_reviewer, grave, shown=grave.seal)
    assert grave.state == "review"
    head = person("head", Role.FINAL_REVIEWER, world.city)
    assert services.approve(head, grave, shown=grave.seal).state == "approved"


def test_the_desk_shows_the_text_escaped_marks_words_and_exports_it(world: World, signed_in: SignedIn) -> None:
    desk = signed_in(world.operator)
    said = desk.post("/desk/drafts/check/", {"text": "<script>alert(1)</script>" + INSULT}).content.decode()
    assert "<script>alert" not in said
    assert "<mark>" in said
    assert not Draft.objects.exists(), "what is being written is not kept"
    answer = desk.post("/desk/drafts/write/", {
        "account": str(world.weibo.pk), "content_class": "A", "title": "提示", "text": "第一行\r\n第二行",
    })  # fmt: skip
    place = answer.headers["Location"]
    draft = Draft.objects.get()
    assert draft.text == "第一行\n第二行"
    assert desk.get(f"{place}text.txt").status_code == 404, "not approved yet"
    assert desk.post(f"{place}submit/", {"seal": draft.seal}).status_code == 302
    reviewer = signed_in(world.reviewer)
    assert "第二行" in reviewer.get(place).content.decode()
    reviewer.post(f"{place}approve/", {"seal": draft.seal})
    assert desk.get(f"{place}text.txt").content.decode() == "第一行\n第二行"
    assert desk.get(f"{place}text.json").json()["sha256"] == draft.sha256
    assert desk.get(f"{place}text.docx").content[:2] == b"PK"


def test_very_long_drafts_are_taken_and_longer_ones_refused(world: World) -> None:
    assert begun(world, "字" * 100_000).texts.count() == 1
    with pytest.raises(Refused):
        begun(world, "字" * (services.LONGEST + 1))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_only_one_takes_the_level(world: World) -> None:
    other = person("reviewer2", Role.REVIEWER, world.city)
    draft = handed_in(world)
    outcomes: list[str] = []

    def approve(who: Person) -> None:
        try:
            services.approve(who, draft, shown=draft.seal)
            outcomes.append("approved")
        except Forbidden:
            outcomes.append("forbidden")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(who,)) for who in (world.reviewer, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft.refresh_from_db()
    assert sorted(outcomes) == ["approved", "forbidden"]
    assert draft.level == 1
