"""Public pages. No cookie is set, nobody signs in."""

from functools import lru_cache
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
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
from plumbline.server.site.pages import everywhere, page

SHOWN, SLOT = 500, "\ue000"


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Is this account official?"""
    return _cached(page(request, "portal/look_up.html", _asked(request) | {"key_id": public_id()}))


def quick_look_up(request: HttpRequest) -> HttpResponse:
    """The same page for somebody without any cookie: what stands around the answer is not made anew."""
    context = _asked(request)
    before, between, after = _around(lang(), public_id())
    told = render_to_string("portal/answer.html", context)
    answer_page = _cached(HttpResponse(f"{before}{escape(context['q'])}{between}{told}{after}"))
    answer_page.headers["X-Frame-Options"] = "DENY"
    answer_page.headers["Content-Language"] = "zh-hans" if lang() == "zh" else "en"
    return answer_page


def _asked(request: HttpRequest) -> dict[str, Any]:
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = answer(text) if text else None
    told = NO_ADDRESS.get(found.reason) if found and found.reason else None
    return {"q": text, "found": found, "told": told, "disguised": found and found.reason == NoAddress.DISGUISED}


@lru_cache(maxsize=8)
def _around(_lang: str, key_id: str) -> tuple[str, str, str]:
    """The page before the question, between question and answer, and after the answer; one for each language."""
    whole = render_to_string(
        "portal/look_up.html", {**everywhere(HttpRequest()), "q": SLOT, "slot": SLOT, "key_id": key_id}
    )
    before, between, after = whole.split(SLOT)
    return before, between, after


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
