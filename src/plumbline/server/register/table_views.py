"""Pages of the register: the filing table in and out, hand-overs."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from plumbline.reports.dossier_files import write_table
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, may, units_with
from plumbline.server.people.services import Refused
from plumbline.server.register.forms import HandOverForm, UploadForm
from plumbline.server.register.models import Account, HandOver
from plumbline.server.register.selectors import accounts_of, as_tables, hand_overs_of
from plumbline.server.register.services import hand_over as services
from plumbline.server.register.services import importing
from plumbline.server.register.views import account_of, me
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page
from plumbline.workflow.account import HAND_OVER

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
KEPT = settings.DATA / "uploads"


@desk(Action.REGISTER_EXPORT)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The filing table with Chinese headers."""
    if form not in KINDS:
        raise Http404
    table = as_tables(accounts_of(me(request)))["accounts"]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"accounts.{form}"
        write_table(table, place, "accounts", form=form, headers="zh", timezone=settings.TIME_ZONE)
        answer = HttpResponse(place.read_bytes(), content_type=KINDS[form])
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"备案表.{form}")
    return answer


@desk(Action.REGISTER_IMPORT, methods=("GET", "POST"))
def upload(request: HttpRequest) -> HttpResponse:
    """Send a filing table: what it would change is shown first."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        data = file.read()
        try:
            accounts, units, faults = importing.read_file(file.name, data)
            _within(request, accounts, units)
        except Refused as refused:
            form.add_error("table", say(refused.en, refused.zh))
        else:
            token = _keep(request, file.name, data, form.cleaned_data["why"])
            found = importing.compare(accounts, units)
            return page(request, "register/compared.html", {"found": found, "faults": faults, "token": token})
    return page(request, "register/upload.html", {"form": form}, status=400 if form.errors else 200)


@desk(Action.REGISTER_IMPORT, methods=("POST",))
def apply(request: HttpRequest) -> HttpResponse:
    """Take in what was shown."""
    try:
        kept = signing.loads(request.POST.get("token", ""), salt="register.upload", max_age=3600)
    except signing.BadSignature:
        raise Http404 from None
    place = KEPT / kept["file"]
    if kept["who"] != str(me(request).pk) or not place.is_file():
        raise Http404
    data = place.read_bytes()
    accounts, units, _ = importing.read_file(kept["name"], data)
    _within(request, accounts, units)
    found = importing.take_in(accounts, units, who=me(request), why=kept["why"], source=data)
    place.unlink(missing_ok=True)
    told = (
        f"{len(found.new)} new, {len(found.changed)} changed.",
        f"新增 {len(found.new)} 个，变更 {len(found.changed)} 个。",
    )
    messages.success(request, say(*told))
    return redirect("register:accounts")


def _keep(request: HttpRequest, name: str, data: bytes, why: str) -> str:
    KEPT.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = Path(tempfile.mkstemp(dir=KEPT)[1])
    place.write_bytes(data)
    return signing.dumps(
        {"file": place.name, "name": name, "who": str(me(request).pk), "why": why}, salt="register.upload"
    )


def _within(request: HttpRequest, accounts: pl.DataFrame, units: pl.DataFrame) -> None:
    """A table may only speak of accounts and units in which the person may import. Refused."""
    mine = units_with(request.user, Action.REGISTER_IMPORT)
    known = set(mine.values_list("unit_id", flat=True))
    above = {row["unit_id"]: row.get("parent_id") for row in units.iter_rows(named=True)}
    everywhere = mine.filter(parent=None).exists()
    owners = dict(Account.objects.values_list("account_id", "unit__unit_id"))
    for row in accounts.iter_rows(named=True):
        new, old = row.get("unit_id"), owners.get(row["account_id"])
        if everywhere or (_below(new or old, known, above) and (old is None or old in known)):
            continue
        raise Refused(f"outside your units: {row['account_id']}", f"超出本人管理范围：{row['account_id']}")


def _below(unit: str | None, known: set[str], above: Mapping[str, str | None]) -> bool:
    """Whether a unit is one of those known, or new and put below one of them."""
    seen: set[str] = set()
    while unit and unit not in known and unit not in seen:
        seen.add(unit)
        unit = above.get(unit)
    return unit in known


@desk(Action.REGISTER_HAND_OVER, methods=("GET", "POST"))
def begin(request: HttpRequest, key: Any) -> HttpResponse:
    """Begin a hand-over."""
    account = account_of(request, key)
    if not may(request.user, Action.REGISTER_HAND_OVER, account=account):
        raise Forbidden(str(Action.REGISTER_HAND_OVER))
    path = account.unit.above() if account.unit else []
    people = Person.objects.filter(
        Q(assignments__unit__path__in=path) | Q(assignments__account=account), is_active=True
    ).distinct()
    form = HandOverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin(me(request), account, **form.cleaned_data)
            return redirect("register:hand_over", made.pk)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    return page(request, "register/begin.html", {"form": form, "account": account})


@desk(Action.REGISTER_READ, methods=("GET", "POST"))
def hand_over(request: HttpRequest, key: Any) -> HttpResponse:
    """One hand-over: the checklist; the giver and the taker confirm."""
    found = _hand_over(request, key)
    side = {found.giver_id: "given", found.taker_id: "taken"}.get(me(request).pk)
    if request.method == "POST":
        try:
            services.confirm(me(request), found, request.POST.getlist("points"))
        except Refused as refused:
            messages.error(request, say(refused.en, refused.zh))
        return redirect("register:hand_over", key)
    rows = [(key, text, found.given.get(key), found.taken.get(key)) for key, text in HAND_OVER.items()]
    open_ = not found.done_at and not found.cancelled_at
    return page(request, "register/hand_over.html", {"found": found, "rows": rows, "side": side if open_ else None})


def _hand_over(request: HttpRequest, key: Any) -> HandOver:
    found = hand_overs_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
