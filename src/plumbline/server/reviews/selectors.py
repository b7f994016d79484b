"""Reading drafts."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from plumbline.domain.tables import TABLES
from plumbline.rulebook.model import Text
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import accounts_with, may
from plumbline.server.reviews.entitlement import Rights, entitled
from plumbline.server.reviews.models import Decision, Deputy, Draft
from plumbline.server.site.clock import now
from plumbline.server.site.tasks import Task

ASKED = ("state", "account", "q", "mine")
"""By what the list of drafts is narrowed."""
MOST = 300
"""So many drafts in review are looked through for one person; the first due come first."""


def drafts_of(reader: Person) -> "QuerySet[Draft]":
    """The drafts a person may read: of their accounts, and of those in whose place they may decide."""
    mine = accounts_with(reader, Action.DRAFT_READ, prefix="account__")
    for row in standing_in_for(reader):
        mine |= accounts_with(row.person, Action.DRAFT_READ, prefix="account__")
    return Draft.objects.filter(mine).select_related("account__unit", "author")


def filtered(rows: "QuerySet[Draft]", reader: Person, asked: Mapping[str, str]) -> "QuerySet[Draft]":
    """Those with a state, of an account, with a word in title or account name, or the reader's own."""
    rows = rows.filter(state=asked["state"]) if asked["state"] else rows
    rows = rows.filter(account__account_id=asked["account"]) if asked["account"] else rows
    rows = rows.filter(Q(title__icontains=asked["q"]) | Q(account__name__icontains=asked["q"])) if asked["q"] else rows
    return rows.filter(author=reader) if asked["mine"] else rows


def standing_in_for(deputy: Person) -> "QuerySet[Deputy]":
    """For whom a person may decide now."""
    moment = now()
    rows = Deputy.objects.filter(deputy=deputy, since__lte=moment, until__gt=moment, person__is_active=True)
    return rows.select_related("person")


def decisions(draft: Draft) -> "QuerySet[Decision]":
    """What was done, in order."""
    return Decision.objects.filter(draft=draft).select_related("by", "instead_of")


def waiting_for(person: Person) -> Iterator[Draft]:
    """The drafts that this person may decide now, the most urgent first."""
    if not (may(person, Action.DRAFT_REVIEW) or standing_in_for(person).exists()):
        return
    rights, waiting = Rights(person), drafts_of(person).filter(state="review").order_by("due_at", "pk")
    for draft in waiting.prefetch_related("decisions", "texts")[:MOST]:
        if entitled(person, draft, rights)[0]:
            yield draft


def approvals_table() -> pl.DataFrame:
    """Approvals as the dossier's table: every text that was approved to the last level."""
    found = Draft.objects.exclude(approved_at=None).select_related("account", "author")
    found = found.prefetch_related("decisions__by", "texts__by").order_by("made_at", "pk")
    rows = [_approval(draft) for draft in found]
    schema = TABLES["approvals"].schema
    return pl.DataFrame(rows, schema={name: schema[name] for name in _COLUMNS}) if rows else pl.DataFrame(schema=schema)


_SAID = {"submit": "submitted", "approve": "approved"}
_COLUMNS = ("account_id", "draft_id", "text", "approved_at", "steps")


def _approval(draft: Draft) -> dict[str, Any]:
    """Persons by their sign-in name, which is theirs alone."""
    wrote = [("author", "edited", row.by, row.at) for row in draft.texts.all()]
    rows = [row for row in draft.decisions.all() if row.standing and row.sha256 == draft.sha256]
    decided = [(row.level, _SAID[row.name], row.by, row.at) for row in rows if row.name in _SAID]
    steps = [
        {"person": by.username, "level": level, "at": at.isoformat(), "decision": said, "class": draft.content_class}
        for level, said, by, at in [*wrote, *decided]
    ]
    return {
        "account_id": draft.account.account_id, "draft_id": str(draft.pk), "text": draft.text,
        "approved_at": draft.approved_at, "steps": json.dumps(steps, ensure_ascii=False),
    }  # fmt: skip


def dashboard(person: Person) -> Iterator[Task]:
    """Drafts to review, drafts that came back, approved ones to publish."""
    for draft in waiting_for(person):
        yield _task(draft, "审核", "Review", urgent=draft.urgent)
    if may(person, Action.DRAFT_WRITE):
        mine = Draft.objects.filter(accounts_with(person, Action.DRAFT_WRITE, prefix="account__"))
        mine = mine.select_related("account")
        for draft in mine.filter(state="returned")[:50]:
            yield _task(draft, "修改退回稿件", "Mend the returned draft", urgent=draft.urgent)
        for draft in mine.filter(state="approved")[:50]:
            yield _task(draft, "发布审定稿", "Publish", urgent=draft.urgent)


def _task(draft: Draft, zh: str, en: str, *, urgent: bool) -> Task:
    title = Text(zh=f"{zh}：{draft.account} · {draft.title}", en=f"{en}: {draft.account} · {draft.title}")
    return Task(title, f"/desk/drafts/{draft.pk}/", "reviews", draft.due_at, urgent=urgent)
