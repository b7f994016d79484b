"""The way of a draft: which step is open where, and who is barred."""

import pytest

from plumbline.workflow.draft import CLASSES, DRAFT, URGENT_HOURS, barred, hours
from plumbline.workflow.graph import NotNow


@pytest.mark.parametrize(
    ("step", "state"),
    [("approve", "writing"), ("approve", "returned"), ("approve", "approved"), ("publish", "review"),
     ("publish", "writing"), ("edit", "published"), ("submit", "review"), ("withdraw", "published")],
)  # fmt: skip
def test_steps_out_of_turn_are_refused(step: str, state: str) -> None:
    with pytest.raises(NotNow):
        DRAFT.step(step, state)


def test_any_edit_leads_back_to_the_beginning() -> None:
    assert {DRAFT.step("edit", state).target for state in ("writing", "returned", "review", "approved")} == {"writing"}


def test_what_is_published_or_withdrawn_stays_so() -> None:
    assert [state for state in DRAFT.states if DRAFT.ended(state)] == ["published", "withdrawn"]


def test_urgent_drafts_have_less_time_in_every_class() -> None:
    assert all(hours(kind, urgent=True) == URGENT_HOURS < hours(kind, urgent=False) for kind in CLASSES)


@pytest.mark.parametrize(("who", "why"), [(1, "author"), (2, "editor"), (3, "twice"), (4, "")])
def test_writers_editors_and_earlier_deciders_are_barred(who: int, why: str) -> None:
    assert barred(who, 1, [1, 2], [3]) == why
