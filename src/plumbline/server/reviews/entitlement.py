"""Who may decide about a draft now: by right or as a deputy, and always another person than who wrote or decided."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from plumbline.server.people.actions import Role
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, may
from plumbline.server.people.selectors import holders
from plumbline.server.reviews.levels import ACTIONS, ROLES, levels
from plumbline.server.reviews.models import Deputy, Draft
from plumbline.server.site.clock import now
from plumbline.workflow.draft import LEVELS, barred

WHY: Mapping[str, tuple[str, str]] = {
    "author": ("who has written a draft does not review it", "作者不得审核本人稿件"),
    "editor": ("who has edited this text does not review it", "修改过本稿的人员不得审核本稿"),
    "twice": ("one person decides at one level only", "同一人不得在多个审级作出决定"),
    "principal": ("the person you stand in for may not decide either", "被代理人本人亦不得审核本稿"),
}


class Rights:
    """What one person may decide, asked of the database once for each account."""

    def __init__(self, person: Person) -> None:
        moment = now()
        rows = Deputy.objects.filter(deputy=person, since__lte=moment, until__gt=moment, person__is_active=True)
        self.person = person
        self.principals = [row.person for row in rows.select_related("person").order_by("since", "pk")]
        self._known: dict[tuple[UUID, str, UUID], bool] = {}

    def ways(self, draft: Draft) -> Sequence[Person | None]:
        """By which right the person could decide at the level that is due: their own (None), or in whose place."""
        mine: list[Person | None] = [None] if self._may(self.person, draft) else []
        return [*mine, *(one for one in self.principals if self._may(one, draft))]

    def _may(self, who: Person, draft: Draft) -> bool:
        action = ACTIONS[due_level(draft)]
        key = (who.pk, str(action), draft.account_id)
        if key not in self._known:
            self._known[key] = may(who, action, account=draft.account)
        return self._known[key]


def due_level(draft: Draft) -> str:
    """The level that is to decide next."""
    needed = levels(draft.content_class)
    return needed[min(draft.level, len(needed) - 1)]


def entitled(person: Person, draft: Draft, rights: Rights | None = None) -> tuple[bool, str]:
    """Whether a person may decide now, and if not why (a key of `WHY`, empty for a missing right)."""
    if draft.state != "review":
        return False, ""
    ways = (rights or Rights(person)).ways(draft)
    if not ways:
        return False, ""
    reason = reason_against(person, draft) or ("" if _open(ways, draft) else "principal")
    return not reason, reason


def require_decider(by: Person, draft: Draft) -> tuple[str, Person | None]:
    """The level at which a person decides now, and for whom as a deputy. Forbidden, saying why and who could."""
    ways = Rights(by).ways(draft)
    if not ways:
        raise Forbidden(str(ACTIONS[due_level(draft)]))
    open_ways = _open(ways, draft)
    reason = reason_against(by, draft) or ("" if open_ways else "principal")
    if reason:
        names = "、".join(one.name for one in could_decide(draft)) or "—"
        level = LEVELS[due_level(draft)]
        en, zh = WHY[reason]
        raise Forbidden(f"{en}; {level.en} could be done by: {names} / {zh}；可办理{level.zh}的人员：{names}")
    return due_level(draft), _nearest(open_ways, draft)


def could_decide(draft: Draft) -> list[Person]:
    """Who is to take the step that is due: holders of its role and their deputies, save those barred; where there is
    none of them, final reviewers."""
    if draft.state != "review":
        return []
    return _able(ROLES[due_level(draft)], draft) or _able(Role.FINAL_REVIEWER, draft)


def _able(role: str, draft: Draft) -> list[Person]:
    unit = draft.account.unit
    able = list(holders(role, unit.path)) if unit else []
    moment = now()
    rows = Deputy.objects.filter(person__in=able, since__lte=moment, until__gt=moment, deputy__is_active=True)
    found = {one.pk: one for one in [*able, *(row.deputy for row in rows.select_related("deputy"))]}
    return sorted((one for one in found.values() if entitled(one, draft)[0]), key=lambda one: one.username)


def reason_against(person: Person, draft: Draft) -> str:
    """Why this person may not decide (a key of `WHY`): by person, over all texts and rounds of this draft.

    Whoever approved at one level in any round does not decide at another one later.
    """
    rows = list(draft.decisions.all())
    editors = [row.by_id for row in draft.texts.all()]
    editors += [row.by_id for row in rows if row.name in {"submit", "edit"}]
    due = due_level(draft)
    approvals = [row for row in rows if row.name == "approve" and (row.standing or row.level != due)]
    decided = [key for row in approvals for key in (row.by_id, row.instead_of_id) if key]
    return barred(person.pk, draft.author_id, editors, decided)


def _nearest(ways: Sequence[Person | None], draft: Draft) -> Person | None:
    """One's own right first; of those whose deputy one is, who holds the very role of the level."""
    role = ROLES[due_level(draft)]
    return min(ways, key=lambda one: 0 if one is None else 1 if one.assignments.filter(role=role).exists() else 2)


def _open(ways: Sequence[Person | None], draft: Draft) -> list[Person | None]:
    return [one for one in ways if one is None or not reason_against(one, draft)]
