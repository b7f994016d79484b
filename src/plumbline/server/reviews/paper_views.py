"""Approved texts as files, and live texts held against them."""

import io
import json
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from docx import Document

from plumbline.reports.cells import plain
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import Forbidden, may
from plumbline.server.register.views import account_of
from plumbline.server.reviews.models import Decision, Draft
from plumbline.server.reviews.reconciling import reconciled
from plumbline.server.reviews.selectors import decisions
from plumbline.server.reviews.terms import DECISIONS, LIVE
from plumbline.server.reviews.views import draft_of
from plumbline.server.site.desk import desk
from plumbline.server.site.language import lang, say
from plumbline.server.site.pages import page
from plumbline.workflow.draft import LEVELS

KINDS = {
    "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8", "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@desk(Action.DRAFT_EXPORT)
def export(request: HttpRequest, key: Any, form: str) -> HttpResponse:
    """The approved text: bare (.txt), with its record (.json), on paper (.docx)."""
    draft = draft_of(request, key)
    if form not in KINDS or draft.state not in {"approved", "published"}:
        raise Http404
    if not may(request.user, Action.DRAFT_EXPORT, account=draft.account):
        raise Forbidden(str(Action.DRAFT_EXPORT))
    body = {"txt": _text, "md": _markdown, "json": _json, "docx": _docx}[form](draft)
    answer = HttpResponse(body, content_type=KINDS[form])
    name = f"{draft.title[:60]}.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@desk(Action.DRAFT_READ)
def reconcile(request: HttpRequest, key: Any) -> HttpResponse:
    """Live texts of an account beside what was approved."""
    account = account_of(request, key)
    if not may(request.user, Action.DRAFT_READ, account=account):
        raise Forbidden(str(Action.DRAFT_READ))
    rows = [(one, LIVE[one.state]) for one in reconciled(account)]
    return page(request, "reviews/reconcile.html", {"account": account, "rows": rows})


def _text(draft: Draft) -> bytes:
    return draft.text.encode("utf-8", "replace")


def _markdown(draft: Draft) -> bytes:
    """The text as it is, and its record below a line."""
    rows = "\n".join(f"- {line}" for line in record_lines(draft))
    return f"# {draft.title}\n\n{draft.text}\n\n---\n\n{rows}\n".encode("utf-8", "replace")


def record_lines(draft: Draft) -> list[str]:
    """Who did what when about exactly this text, and its hash."""
    told = []
    for row in _counting(draft):
        level = f" {LEVELS[row.level].of(lang())}" if row.level in LEVELS else ""
        instead = f"（{say('for', '代')} {row.instead_of.name}）" if row.instead_of else ""
        at = f"{localtime(row.at):%Y-%m-%d %H:%M}"
        told.append(f"{at} {row.by.name}{instead}{level} {DECISIONS[row.name].of(lang())}")
    kind = say("class", "信息类别")
    return [*told, f"{draft.account.account_id} · {kind} {draft.content_class} · SHA-256 {draft.sha256}"]


def _counting(draft: Draft) -> "QuerySet[Decision]":
    """What counts for the text as it stands: handed in, approved, published."""
    return decisions(draft).filter(
        standing=True, sha256=draft.sha256, name__in=("submit", "approve", "publish"), at__gte=_last_submitted(draft)
    )


def _last_submitted(draft: Draft) -> datetime:
    row = decisions(draft).filter(name="submit").last()
    return row.at if row else draft.made_at


def _json(draft: Draft) -> bytes:
    steps = [
        {"person": row.by.name, "level": row.level, "decision": row.name, "at": row.at.isoformat(),
         "instead_of": row.instead_of.name if row.instead_of else None}
        for row in _counting(draft)
    ]  # fmt: skip
    told = {
        "draft_id": str(draft.pk), "account_id": draft.account.account_id, "title": draft.title, "text": draft.text,
        "sha256": draft.sha256, "class": draft.content_class, "steps": steps,
        "approved_at": draft.approved_at.isoformat() if draft.approved_at else None,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _docx(draft: Draft) -> bytes:
    paper = Document()
    paper.add_heading(plain(draft.title), 1)
    for line in draft.text.split("\n"):
        paper.add_paragraph(plain(line))
    paper.add_heading(say("Record of review", "审核记录"), 2)
    for line in record_lines(draft):
        paper.add_paragraph(plain(line))
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()
