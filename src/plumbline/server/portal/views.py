"""Public pages. No cookie is set, nobody signs in."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.views.decorators.http import require_safe

from plumbline.addresses.address import NoAddress
from plumbline.server.people.models import Unit
from plumbline.server.portal.answers import LONGEST, NO_ADDRESS
from plumbline.server.portal.export import export
from plumbline.server.portal.keys import public_id, public_pem
from plumbline.server.portal.register import answer
from plumbline.server.register.models import Account
from plumbline.server.site.language import lang
from plumbline.server.site.pages import page

SHOWN = 500
SLOT, ANSWER = "\ue000", "\ue001"
"""Letters that stand for the question and for the answer in a page kept in parts."""


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Is this account official?"""
    return _cached(page(request, "portal/look_up.html", _asked(request) | {"key_id": public_id()}))


def quick_look_up(request: HttpRequest) -> HttpResponse:
    """The same page for somebody without any cookie: what stands around the answer is not made anew."""
    context = _asked(request)
    fillings = {
        SLOT: escape(context["q"]), ANSWER: render_to_string("portal/answer.html", context),
        quote_plus(SLOT): quote_plus(context["q"]),
    }  # fmt: skip
    told = _cached(HttpResponse("".join(fillings.get(part, part) for part in _parts(lang(), public_id()))))
    told.headers["X-Frame-Options"] = "DENY"
    told.headers["Content-Language"] = "zh-hans" if lang() == "zh" else "en"
    return told


@lru_cache(maxsize=8)
def _parts(_lang: str, key_id: str) -> tuple[str, ...]:
    """The page of one language in parts: between them the question (as text, and in links) and the answer."""
    empty = HttpRequest()
    empty.GET = QueryDict(f"q={quote_plus(SLOT)}")
    whole = render_to_string("portal/look_up.html", {"q": SLOT, "slot": ANSWER, "key_id": key_id}, request=empty)
    return tuple(re.split(f"({SLOT}|{ANSWER}|{quote_plus(SLOT)})", whole))


def _asked(request: HttpRequest) -> dict[str, Any]:
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = answer(text) if text else None
    told = NO_ADDRESS.get(found.reason) if found and found.reason else None
    return {"q": text, "found": found, "told": told, "disguised": found and found.reason == NoAddress.DISGUISED}


@require_safe
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    """One account of the register."""
    row = Account.objects.select_related("unit").filter(account_id=_key(account_id)).first()
    if row is None:
        raise Http404
    return _cached(page(request, "portal/account.html", {"account": row}))


@require_safe
def unit(request: HttpRequest, unit_id: str) -> HttpResponse:
    """One unit and its accounts."""
    row = Unit.objects.select_related("parent").filter(unit_id=_key(unit_id)).first()
    if row is None:
        raise Http404
    context = {"unit": row, "accounts": row.accounts.order_by("account_id")[:SHOWN],
               "children": row.children.order_by("name")[:SHOWN]}  # fmt: skip
    return _cached(page(request, "portal/unit.html", context))


@require_safe
def signed_register(request: HttpRequest) -> FileResponse:
    """The signed register as one file."""
    answer = FileResponse(export().open("rb"), content_type="application/json")
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key for the signed register."""
    answer = HttpResponse(public_pem(), content_type="application/x-pem-file")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _key(text: str) -> str:
    """The key in an address; 404 for one that no database takes."""
    if "\x00" in text:
        raise Http404
    return text


def _cached(told: HttpResponse) -> HttpResponse:
    told.headers["Cache-Control"] = "public, max-age=60"
    told.headers["Vary"] = "Accept-Language, Cookie"
    return told
