"""Public pages. No cookie is set, nobody signs in."""

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plumbline.addresses.address import NoAddress
from plumbline.server.people.models import Unit
from plumbline.server.portal.answers import LONGEST, NO_ADDRESS, looked_up
from plumbline.server.portal.export import export, public_pem
from plumbline.server.register.models import Account
from plumbline.server.site.pages import page

SHOWN = 500


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Is this account official?"""
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = looked_up(text) if text else None
    told = NO_ADDRESS.get(found.reason) if found and found.reason else None
    disguised = bool(found and found.reason == NoAddress.DISGUISED)
    context = {"q": text, "found": found, "told": told, "disguised": disguised, "counts": _counts()}
    return _cached(page(request, "portal/look_up.html", context))


@require_safe
def account(request: HttpRequest, account_id: str) -> HttpResponse:
    """One account of the register."""
    row = Account.objects.select_related("unit").filter(account_id=account_id).first()
    if row is None:
        raise Http404
    return _cached(page(request, "portal/account.html", {"account": row}))


@require_safe
def unit(request: HttpRequest, unit_id: str) -> HttpResponse:
    """One unit and its accounts."""
    row = Unit.objects.select_related("parent").filter(unit_id=unit_id).first()
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


def _counts() -> dict[str, int]:
    rows = Account.objects.values_list("status").annotate(n=Count("pk", filter=Q())).order_by()
    return dict(rows)


def _cached(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer
