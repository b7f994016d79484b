"""Pages of reviews."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.rulebook.model import Text
from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.rights import Forbidden, accounts_with, may
from plumbline.server.people.services import Refused
from plumbline.server.register.models import Account
from plumbline.server.register.views import me
from plumbline.server.reviews import services
from plumbline.server.reviews.changes import changes
from plumbline.server.reviews.entitlement import WHY, could_decide, entitled
from plumbline.server.reviews.forms import DraftForm
from plumbline.server.reviews.judging import told, unseen
from plumbline.server.reviews.levels import levels
from plumbline.server.reviews.models import Draft, DraftText
from plumbline.server.reviews.selectors import ASKED, decisions, drafts_of, filtered, waiting_for
from plumbline.server.reviews.terms import DECISIONS
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page
from plumbline.workflow.draft import CLASSES, DRAFT, LEVELS
from plumbline.workflow.graph import NotNow

_OVER = (
    "Somebody else has saved another version meanwhile: look at it under Versions. Saving again puts yours over it.",
    "他人已保存了新的版本，请先在“历次版本”中查看；再次保存将以您的内容覆盖。",
)


@desk(Action.DRAFT_READ)
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts: those that wait for me, then all."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ASKED}
    rows = filtered(drafts_of(me(request)), me(request), asked)
    found = Paginator(rows.order_by("-made_at", "pk"), 30).get_page(request.GET.get("page"))
    context = {"rows": found, "asked": asked, "states": DRAFT.states, "waiting": list(waiting_for(me(request)))}
    return page(request, "reviews/drafts.html", context)


@desk(Action.DRAFT_WRITE, methods=("GET", "POST"))
def begin(request: HttpRequest) -> HttpResponse:
    """Write a draft."""
    mine = Account.objects.filter(accounts_with(request.user, Action.DRAFT_WRITE))
    form = DraftForm(request.POST or None, accounts=mine, initial={"account": mine.first()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin(me(request), **form.cleaned_data)
            return redirect("reviews:draft", made.pk)
        except Refused as refused:
            form.add_error("text", say(refused.en, refused.zh))
    return page(request, "reviews/write.html", {"form": form, "draft": None}, status=400 if form.errors else 200)


@desk(Action.DRAFT_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, key: Any) -> HttpResponse:
    """Change a draft."""
    draft = draft_of(request, key)
    if not may(request.user, Action.DRAFT_WRITE, account=draft.account):
        raise Forbidden(str(Action.DRAFT_WRITE))
    form = DraftForm(request.POST or None, initial=vars(draft))
    seal = _shown(request) or draft.seal
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(me(request), draft, shown=_shown(request), **form.cleaned_data)
            return redirect("reviews:draft", key)
        except services.Stale:
            seal = draft.seal
            form.add_error("text", say(*_OVER))
        except Refused as refused:
            form.add_error("text", say(refused.en, refused.zh))
        except NotNow:
            form.add_error(None, say("It cannot be changed any more.", "该稿件已不能修改。"))
    told = {"form": form, "draft": draft, "seal": seal}
    return page(request, "reviews/write.html", told, status=400 if form.errors else 200)


@desk(Action.DRAFT_WRITE, methods=("POST",))
def check(request: HttpRequest) -> HttpResponse:
    """What the checks say of a text that is being written. The text is neither kept nor logged."""
    text = services.tidied(request.POST.get("text", ""))[: services.LONGEST]
    mine = Account.objects.filter(accounts_with(request.user, Action.DRAFT_WRITE))
    named = request.POST.get("account", "")
    account = next((one for one in mine if str(one.pk) == named), None)
    pieces, findings = told(text, account) if text.strip() else ([], [])
    part = "reviews/findings.html" if request.headers.get("HX-Request") else "reviews/checked.html"
    return page(request, part, {"pieces": pieces, "findings": findings, "empty": not text.strip()})


@desk(Action.DRAFT_READ)
def draft(request: HttpRequest, key: Any) -> HttpResponse:
    """One draft: its exact text with what the checks say, where it stands, what this person can do."""
    found = draft_of(request, key)
    pieces, findings = told(found.text, found.account)
    texts = list(found.texts.select_related("by"))
    old, new = compared(request, texts)
    can, why = entitled(me(request), found)
    done = found.state in {"approved", "published"}
    return page(request, "reviews/draft.html", {
        "draft": found, "pieces": pieces, "findings": findings, "state": DRAFT.states[found.state],
        "kind": CLASSES[found.content_class], "levels": _ladder(found), "texts": texts,
        "decided": [(one, DECISIONS[one.name], LEVELS.get(one.level)) for one in decisions(found)],
        "can_decide": can, "why_not": say(*WHY[why]) if why else "",
        "writing": may(request.user, Action.DRAFT_WRITE, account=found.account),
        "diff": list(changes(old.text, new.text)) if old and new else [], "asked_versions": "from" in request.GET,
        "picks": [("from", old, say("Earlier version", "较早版本")), ("to", new, say("Later version", "较晚版本"))],
        "could": could_decide(found), "unseen": dict(unseen(found.text)),
        "exporting": done and may(request.user, Action.DRAFT_EXPORT, account=found.account),
    })  # fmt: skip


def compared(request: HttpRequest, texts: list[DraftText]) -> tuple[DraftText | None, DraftText | None]:
    """The two versions asked for by their numbers (``?from=1&to=2``), else the last two."""
    by_number = {str(one.number): one for one in texts}
    old, new = (texts[-2], texts[-1]) if len(texts) > 1 else (None, None)
    return by_number.get(request.GET.get("from", ""), old), by_number.get(request.GET.get("to", ""), new)


def _ladder(found: Draft) -> list[tuple[Text, bool, bool]]:
    """The levels: name, passed, the one that is due."""
    here = found.level if found.state == "review" else None
    return [(LEVELS[name], at < found.level, at == here) for at, name in enumerate(levels(found.content_class))]


@desk(Action.DRAFT_WRITE, methods=("POST",))
def submit(request: HttpRequest, key: Any) -> HttpResponse:
    """Hand in."""
    why = _field(request, "why")
    return _done(request, key, lambda by, row: services.submit(by, row, shown=_shown(request), why=why))


@desk(Action.DRAFT_READ, methods=("POST",))
def approve(request: HttpRequest, key: Any) -> HttpResponse:
    """Approve the text that was shown. Deputies have no role of their own: the service decides."""
    told = _field(request, "remarks")
    return _done(request, key, lambda by, row: services.approve(by, row, shown=_shown(request), remarks=told))


@desk(Action.DRAFT_READ, methods=("POST",))
def send_back(request: HttpRequest, key: Any) -> HttpResponse:
    """Return with remarks."""
    told, quote = _field(request, "remarks"), services.tidied(_field(request, "quote"))
    return _done(
        request, key, lambda by, row: services.send_back(by, row, shown=_shown(request), remarks=told, quote=quote)
    )


@desk(Action.DRAFT_WRITE, methods=("POST",))
def withdraw(request: HttpRequest, key: Any) -> HttpResponse:
    """Take it back."""
    return _done(request, key, services.withdraw)


@desk(Action.DRAFT_WRITE, methods=("POST",))
def publish(request: HttpRequest, key: Any) -> HttpResponse:
    """Note the publication."""
    return _done(request, key, lambda by, row: services.publish(by, row, url=_field(request, "url")[:1000]))


def draft_of(request: HttpRequest, key: Any) -> Draft:
    """The draft, if this person may read it; 404."""
    found = drafts_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, key: Any, act: Callable[[Person, Draft], object]) -> HttpResponse:
    try:
        act(me(request), draft_of(request, key))
        messages.success(request, say("Done.", "已办理。"))
    except NotNow:
        messages.error(request, say("The draft has moved on meanwhile.", "稿件状态已变化，请重新查看。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("reviews:draft", key)


def _shown(request: HttpRequest) -> str:
    return _field(request, "seal")


def _field(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:5000]
