"""What an office changes in the shipped lexicons: terms added, switched off, excused; with reasons and dates."""

from pathlib import Path

import pytest

from plumbline.domain.errors import RulebookError
from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge
from plumbline.rulebook.lexicons import lexicon_of
from plumbline.rulebook.load import load
from plumbline.rulebook.model import Rulebook
from plumbline.text.reading import Reading


def book(folder: Path, changes: str) -> Rulebook:
    office = folder / "office"
    office.mkdir()
    head = "name: office\ntitle: {zh: 清溪县, en: Qingxi}\ncalendar: cn\nextends: cn-2019\n"
    (office / "book.yml").write_text(head, "utf-8")
    (office / "lexicons.yml").write_text(f"lexicons:\n{changes}", "utf-8")
    return load(office)


def found(office: Rulebook, text: str, **said: str) -> list[tuple[str, str]]:
    reading = Reading(Utterance(text, **said), lexicon_of(office))
    return [(hit.group, hit.term) for hit in reading.hits("abuse") if hit.group == "local"]


def flagged(office: Rulebook, text: str, **said: str) -> list[str | None]:
    judged = DraftJudge(office, ["safety.protected_term"]).judge(Utterance(text, **said))
    assert not judged.failures
    return [fault.suggestion for fault in judged.faults]


def test_a_term_in_a_new_group_is_found_on_the_days_it_holds(tmp_path: Path) -> None:
    office = book(
        tmp_path,
        "  abuse:\n    local:\n      reason: {zh: 本地骂人话, en: local insults}\n"
        "      add: {憨包佬: {reason: 本地方言, since: '2026-01-01', until: '2026-12-31'}}\n"
        "      excuse: {憨包佬山: 地名}\n",
    )
    assert found(office, "你个憨·包·佬！", said_on="2026-05-01") == [("local", "憨包佬")]
    assert found(office, "你个憨包佬！", said_on="2027-01-01") == []
    assert found(office, "今日憨包佬山景区开放", said_on="2026-05-01") == []


def test_a_term_that_is_switched_off_is_not_found(tmp_path: Path) -> None:
    office = book(tmp_path, "  spam:\n    adult:\n      off: {约炮加: 误报}\n")
    shipped, changed = lexicon_of(load("cn-2019"))("spam"), lexicon_of(office)("spam")
    assert "约炮加" in shipped.groups["adult"].terms
    assert "约炮加" not in changed.groups["adult"].terms


def test_what_does_not_ship_cannot_be_switched_off_and_a_new_group_needs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    office = book(tmp_path / "one", "  spam:\n    adult:\n      off: {没有这个词: 误报}\n")
    with pytest.raises(RulebookError, match="没有这个词"):
        lexicon_of(office)("spam")
    (tmp_path / "two").mkdir()
    other = book(tmp_path / "two", "  spam:\n    own:\n      add: {某词: {reason: 试}}\n")
    with pytest.raises(RulebookError, match="reason"):
        lexicon_of(other)("spam")


def test_slips_in_the_offices_own_names_are_found_while_the_names_hold(tmp_path: Path) -> None:
    office = book(
        tmp_path,
        "  organs:\n    names:\n"
        "      add: {清溪县云水产业服务中心: {reason: 本县机构, since: '2025-01-01', until: '2026-12-31'}}\n",
    )
    slip = "清溪县云水产业服物中心今日揭牌。"
    assert flagged(office, slip, said_on="2026-05-01") == ["清溪县云水产业服务中心"]
    assert flagged(office, slip, said_on="2027-05-01") == []
    assert flagged(office, "清溪县云水产业服务中心今日揭牌。", said_on="2026-05-01") == []
    assert flagged(load("cn-2019"), slip, said_on="2026-05-01") == []
