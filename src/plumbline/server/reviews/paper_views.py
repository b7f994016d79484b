"""Approved texts as files, and live texts held against them."""

import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from docx import Document

from plumbline.reports.cells import plain
from plumbline.server.people.actions import Action
from plumbline.server.people.rights import Forbidden, may
from plumbline.server.register.views import account_of
from plumbline.server.reviews.models import Draft
from plumbline.server.reviews.reconciling import reconciled
from plumbline.server.reviews.selectors import decisions
from plumbline.server.reviews.terms import LIVE
from plumbline.server.reviews.views import draft_of
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page

KINDS = {
    "txt": "text/plain; charset=utf-8", "json": "application/json",
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
    body = {"txt": _text, "json": _json, "docx": _docx}[form](draft)
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


def _json(draft: Draft) -> bytes:
    steps = [
        {"person": row.by.name, "level": row.level, "decision": row.name, "at": row.at.isoformat()}
        for row in decisions(draft).filter(standing=True, sha256=draft.sha256)
    ]
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
    paper.add_heading("审核记录", 2)
    for row in decisions(draft).filter(standing=True, sha256=draft.sha256):
        paper.add_paragraph(f"{row.at:%Y-%m-%d %H:%M} {row.by.name} {row.level} {row.name}")
    paper.add_paragraph(f"SHA-256 {draft.sha256}")
    held = io.BytesIO()
    paper.save(held)
    return held.getvalue()
