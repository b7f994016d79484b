"""Who may decide about a draft now: by right or as a deputy, and always another person than who wrote or decided."""

from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, may
from plumbline.server.reviews.levels import ACTIONS, levels
from plumbline.server.reviews.models import Decision, Deputy, Draft, DraftText
from plumbline.server.site.clock import now
from plumbline.workflow.draft import barred

WHY = {
    "author": ("who has written a draft does not review it", "作者不得审核本人稿件"),
    "editor": ("who has edited this text does not review it", "修改过本稿的人员不得审核本稿"),
    "twice": ("one person decides at one level only", "同一人不得在多个审级作出决定"),
}


def entitled(person: Person, draft: Draft) -> tuple[bool, str]:
    """Whether a person may decide now, and if not why (English and Chinese in `WHY`, empty for a missing right)."""
    needed = levels(draft.content_class)
    if draft.state != "review" or draft.level >= len(needed):
        return False, ""
    if not _right(person, draft, needed[draft.level])[0]:
        return False, ""
    reason = reason_against(person, draft)
    return not reason, reason


def require_decider(by: Person, draft: Draft) -> tuple[str, Person | None]:
    """The level at which a person decides now, and for whom as a deputy. Forbidden, saying why."""
    level = levels(draft.content_class)[draft.level]
    right, instead = _right(by, draft, level)
    if not right:
        raise Forbidden(str(ACTIONS[level]))
    reason = reason_against(by, draft)
    if reason:
        raise Forbidden(f"{WHY[reason][0]} / {WHY[reason][1]}")
    if instead is not None and reason_against(instead, draft):
        raise Forbidden("the person you stand in for may not decide either / 被代理人本人亦不得审核")
    return level, instead


def _right(person: Person, draft: Draft, level: str) -> tuple[bool, Person | None]:
    """A right of one's own, or that of somebody whose deputy one is."""
    if may(person, ACTIONS[level], account=draft.account):
        return True, None
    moment = now()
    rows = Deputy.objects.filter(deputy=person, since__lte=moment, until__gt=moment, person__is_active=True)
    for row in rows.select_related("person"):
        if may(row.person, ACTIONS[level], account=draft.account):
            return True, row.person
    return False, None


def reason_against(person: Person, draft: Draft) -> str:
    """Why this person may not decide (a key of `WHY`): by person, over all texts and rounds of this draft."""
    editors = list(DraftText.objects.filter(draft=draft).values_list("by", flat=True))
    submitters = list(Decision.objects.filter(draft=draft, name__in=("submit", "edit")).values_list("by", flat=True))
    standing = Decision.objects.filter(draft=draft, name="approve", standing=True)
    decided = [key for pair in standing.values_list("by", "instead_of") for key in pair if key]
    return barred(person.pk, draft.author_id, [*editors, *submitters], decided)
