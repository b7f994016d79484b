"""The levels that a class of content needs, as the rulebook says."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings

from plumbline.rulebook.load import load
from plumbline.server.people.actions import Action, Role

ROLES = {
    "first_reviewer": Role.REVIEWER, "reviewer": Role.REVIEWER, "final_reviewer": Role.FINAL_REVIEWER,
    "head": Role.FINAL_REVIEWER,
}  # fmt: skip
ACTIONS = {
    "first_reviewer": Action.DRAFT_REVIEW, "reviewer": Action.DRAFT_REVIEW, "final_reviewer": Action.DRAFT_FINAL,
    "head": Action.DRAFT_FINAL,
}  # fmt: skip
ABOVE: Mapping[int, Sequence[str]] = {
    2: ("reviewer",), 3: ("reviewer", "final_reviewer"), 4: ("reviewer", "final_reviewer", "head"),
}  # fmt: skip
"""By how many levels there are, the author's among them: those above the author."""
_LEAST = 2
"""The author and one other: what holds under a book that asks for no review."""


@cache
def levels(content_class: str) -> Sequence[str]:
    """The levels above the author, in order."""
    rule = load(settings.RULEBOOK).rules.get("review.missing_level")
    count = int(rule.params[f"levels_{content_class.lower()}"].value) if rule else _LEAST
    return ABOVE[min(max(count, _LEAST), 4)]
