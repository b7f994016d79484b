"""Pages of the register: the filing table (备案表) in and out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from plumbline.server.people.actions import Action
from plumbline.server.people.rights import units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.forms import UploadForm
from plumbline.server.register.models import Account
from plumbline.server.register.selectors import accounts_of, as_tables
from plumbline.server.register.services import importing
from plumbline.server.register.services.exporting import filing_table
from plumbline.server.register.services.reading import Sent
from plumbline.server.register.services.uploads import KEPT_SECONDS, keep, kept
from plumbline.server.register.views import asked_for, me
from plumbline.server.site.clock import today
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
SHOWN = 200
SALT = "register.upload"


@desk(Action.REGISTER_EXPORT)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The filing table with Chinese headers, of the accounts that are asked for."""
    if form not in KINDS:
        raise Http404
    asked = asked_for(request)
    rows = accounts_of(me(request), **asked.filters)
    answer = HttpResponse(filing_table(as_tables(rows), form), content_type=KINDS[form])
    name = f"政务新媒体备案表{today():%Y%m%d}.{form}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@desk(Action.REGISTER_IMPORT, methods=("GET", "POST"))
def upload(request: HttpRequest) -> HttpResponse:
    """Send a filing table: what it would change is shown first."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        data = file.read()
        try:
            sent = importing.read_file(file.name, data)
            _within(request, sent.accounts, sent.units)
        except Refused as refused:
            form.add_error("table", say(refused.en, refused.zh))
        else:
            return _shown(request, sent, Path(file.name).suffix.lower(), data, form.cleaned_data["why"])
    return page(request, "register/upload.html", {"form": form}, status=400 if form.errors else 200)


def _shown(request: HttpRequest, sent: Sent, kind: str, data: bytes, why: str) -> HttpResponse:
    found = importing.compare(sent.accounts, sent.units, places=sent.places)
    wrong = [*sent.faults, *found.refused]
    token = signing.dumps(
        {"file": keep(data), "kind": kind, "who": str(me(request).pk), "why": why, "seen": found.fingerprint()},
        salt=SALT,
    )
    effect = bool(found.new or found.changed or found.units)
    context = {
        "found": found,
        "wrong": wrong,
        "unknown": sent.unknown,
        "token": token,
        "shown": SHOWN,
        "effect": effect,
    }
    return page(request, "register/compared.html", context)


@desk(Action.REGISTER_IMPORT, methods=("POST",))
def apply(request: HttpRequest) -> HttpResponse:
    """Take in what was shown, if it still has the same effect."""
    token, place = _shown_before(request)
    data = place.read_bytes()
    try:
        sent = importing.read_file(f"table{token['kind']}", data)
        _within(request, sent.accounts, sent.units)
        if importing.compare(sent.accounts, sent.units).fingerprint() != token["seen"]:
            told = say("The register has changed meanwhile: look again.", "登记册已有变动，请重新核对后确认。")
            messages.warning(request, told)
            return _shown(request, sent, token["kind"], data, token["why"])
        found = importing.take_in(sent.accounts, sent.units, who=me(request), why=token["why"], source=data)
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
        return redirect("register:upload")
    place.unlink(missing_ok=True)
    told = say(
        f"{len(found.new)} new, {len(found.changed)} changed.",
        f"新增 {len(found.new)} 个，变更 {len(found.changed)} 个。",
    )
    messages.success(request, told)
    return redirect("register:accounts")


def _shown_before(request: HttpRequest) -> tuple[Mapping[str, Any], Path]:
    """The file that was shown to this person, not long ago. 404."""
    try:
        told = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    place = kept(told["file"])
    if told["who"] != str(me(request).pk) or place is None:
        raise Http404
    return told, place


def _within(request: HttpRequest, accounts: pl.DataFrame, units: pl.DataFrame) -> None:
    """A table may only speak of accounts and units in which the person may import. Refused."""
    mine = units_with(request.user, Action.REGISTER_IMPORT)
    if mine.filter(parent=None).exists():
        return
    known = set(mine.values_list("unit_id", flat=True))
    above = {row["unit_id"]: row.get("parent_id") for row in units.iter_rows(named=True)}
    owners = dict(Account.objects.values_list("account_id", "unit__unit_id"))
    for row in accounts.iter_rows(named=True):
        account_id, new = row["account_id"], row.get("unit_id")
        old = owners.get(account_id)
        free = account_id not in owners or old in known
        if not (free and _below(new or old, known, above)):
            raise Refused(f"outside your units: {account_id}", f"超出本人管理范围：{account_id}")


def _below(unit: str | None, known: set[str], above: Mapping[str, str | None]) -> bool:
    """Whether a unit is one of those known, or new and put below one of them."""
    seen: set[str] = set()
    while unit and unit not in known and unit not in seen:
        seen.add(unit)
        unit = above.get(unit)
    return unit in known
