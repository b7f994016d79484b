"""An office under another country's book: other working days, no limit of silence, no notice before closing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from office import Clock, World

from plumbline.server.cases.due import COUNTDOWN
from plumbline.server.notices.models import Message
from plumbline.server.register.rules import notice_period, objections
from plumbline.server.register.services.filing import due
from plumbline.server.reviews.levels import levels
from plumbline.server.reviews.reconciling import reconciled
from plumbline.server.work.models import Due
from plumbline.server.work.services import plan
from plumbline.server.work.worker import work_off


@pytest.fixture(autouse=True)
def american(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The book of the federal agencies, and a dossier that is not there; nothing read of it is kept for others."""
    settings.RULEBOOK, settings.DATA, settings.DOSSIER = "us-federal", tmp_path, tmp_path / "dossier"
    settings.DOSSIER.mkdir()
    notice_period.cache_clear()
    levels.cache_clear()
    yield
    notice_period.cache_clear()
    levels.cache_clear()


def test_a_filing_is_due_after_the_working_days_of_the_book() -> None:
    assert due(date(2026, 6, 30)).date() == date(2026, 7, 8)  # 3 July is kept for the 4th
    assert due(date(2026, 9, 29)).date() == date(2026, 10, 6)  # China would rest until 8 October


def test_no_notice_is_asked_for_before_an_account_is_closed(world: World) -> None:
    assert world.weibo.notice_on is None
    assert not [one for one in objections("close", world.weibo, {}, world.city) if one.code == "no_notice"]


def test_a_draft_needs_its_author_and_one_other_where_the_book_asks_for_no_review() -> None:
    assert {levels(sort) for sort in ("A", "B", "C", "unclassed")} == {("reviewer",)}


def test_posts_are_still_held_against_what_was_approved(world: World) -> None:
    assert reconciled(world.weibo) == []


def test_nobody_is_told_of_a_limit_of_silence_that_the_book_does_not_know(world: World, clock: Clock) -> None:
    plan(COUNTDOWN, key="1", due_at=clock.now)
    work_off()
    assert not Message.objects.filter(kind="countdown").exists()
    assert Due.objects.get(kind=COUNTDOWN, key="1").state == "done"
