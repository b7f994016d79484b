"""Pages of the register: hand-overs of accounts (管理员交接)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.people.actions import Action
from plumbline.server.people.rights import Forbidden, may
from plumbline.server.people.services import Refused
from plumbline.server.register.forms import HandOverForm
from plumbline.server.register.models import HandOver
from plumbline.server.register.selectors import hand_overs_of
from plumbline.server.register.services import hand_over as services
from plumbline.server.register.services import keeper_check
from plumbline.server.register.views import account_of, me, plain
from plumbline.server.site.clock import now
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page
from plumbline.workflow.account import HAND_OVER, KEEPER_CHECK


@desk(Action.REGISTER_HAND_OVER, methods=("GET", "POST"))
def begin(request: HttpRequest, key: Any) -> HttpResponse:
    """Begin a hand-over."""
    account = account_of(request, key)
    if not may(request.user, Action.REGISTER_HAND_OVER, account=account):
        raise Forbidden(str(Action.REGISTER_HAND_OVER))
    takers, keepers = services.takers(account), services.keepers(account)
    form = HandOverForm(request.POST or None, givers=keepers if keepers.exists() else takers, takers=takers)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin(me(request), account, **form.cleaned_data)
            return redirect("register:hand_over", made.pk)
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    context = {"form": form, "account": account, "points": HAND_OVER}
    return page(request, "register/begin.html", context, status=400 if form.errors else 200)


@desk(Action.REGISTER_READ, methods=("GET", "POST"))
def hand_over(request: HttpRequest, key: Any) -> HttpResponse:
    """One hand-over: the checklist; the giver and the taker confirm."""
    found = hand_over_of(request, key)
    if request.method == "POST":
        try:
            row = services.confirm(me(request), found, request.POST.getlist("points"))
        except Refused as refused:
            messages.error(request, say(refused.en, refused.zh))
        else:
            done = say("Handed over: the account has a new keeper.", "交接完成，账号管理员已变更。")
            messages.success(request, done if row.done_at else say("Confirmed.", "已确认。"))
        return redirect("register:hand_over", key)
    side = services.side(me(request), found)
    rows = [(point, text, found.given.get(point), found.taken.get(point)) for point, text in HAND_OVER.items()]
    running = not found.done_at and not found.cancelled_at
    return page(request, "register/hand_over.html", {
        "found": found, "rows": rows, "side": side, "late": running and found.due_at < now(), "running": running,
        "stands_in": side == "given" and found.giver_id != me(request).pk,
        "may_cancel": running and may(request.user, Action.REGISTER_HAND_OVER, account=found.account),
    })  # fmt: skip


@desk(Action.REGISTER_HAND_OVER, methods=("POST",))
def cancel(request: HttpRequest, key: Any) -> HttpResponse:
    """Call a hand-over off, with a reason."""
    found, why = hand_over_of(request, key), plain(request.POST.get("why", ""), 1000)
    try:
        if not why:
            raise Refused("say why", "请填写理由")
        services.cancel(me(request), found, why=why)
        messages.success(request, say("Called off.", "已取消。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("register:hand_over", key)


@desk(Action.REGISTER_HAND_OVER, methods=("GET", "POST"))
def verify(request: HttpRequest, key: Any) -> HttpResponse:
    """Verify who keeps an account."""
    account = account_of(request, key)
    if not may(request.user, Action.REGISTER_HAND_OVER, account=account):
        raise Forbidden(str(Action.REGISTER_HAND_OVER))
    error, points = "", request.POST.getlist("points")
    if request.method == "POST":
        try:
            keeper_check.verify(me(request), account, points, remarks=plain(request.POST.get("remarks", ""), 1000))
        except Refused as refused:
            error = say(refused.en, refused.zh)
        else:
            messages.success(request, say("Verified.", "已核验。"))
            return redirect("register:account", key)
    rows = [(point, text, point in points) for point, text in KEEPER_CHECK.items()]
    context = {"account": account, "rows": rows, "error": error, "keepers": services.keepers(account)}
    return page(request, "register/verify.html", context, status=400 if error else 200)


def hand_over_of(request: HttpRequest, key: Any) -> HandOver:
    """The hand-over, if this person may read it or takes part; 404."""
    found = hand_overs_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
