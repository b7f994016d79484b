"""Pages of the register: accounts and filings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from plumbline.domain.vocabulary import PLATFORMS
from plumbline.rulebook.model import Text
from plumbline.server.audit.selectors import history
from plumbline.server.people.actions import Action, Role
from plumbline.server.people.models import Person, Unit
from plumbline.server.people.rights import may
from plumbline.server.register.models import STATUS as STATES
from plumbline.server.register.models import Account
from plumbline.server.register.selectors import (
    LACKS,
    VERIFICATION_DAYS,
    accounts_of,
    changes_of,
    keyed,
    may_file,
)
from plumbline.server.register.services.comparing import COLUMNS
from plumbline.server.register.services.keeper_check import overdue
from plumbline.server.register.shown import shown, told
from plumbline.server.register.terms import FIELDS
from plumbline.server.site.clock import now, today
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page
from plumbline.workflow.account import FILING, KINDS, STATUS

HISTORY = 20
"""So many entries of an account's history stand on its page."""


@dataclass(frozen=True)
class Asked:
    """What is looked for: words as they came, and the filters that they make."""

    words: Mapping[str, str]
    filters: Mapping[str, Any]


def asked_for(request: HttpRequest) -> Asked:
    """The filters of a list of accounts, from its address."""
    words = {name: plain(request.GET.get(name, ""), 200) for name in ("q", "platform", "status", "unit", "lack")}
    filters: dict[str, Any] = {name: words[name] for name in ("q", "platform", "status", "lack")}
    if words["unit"]:
        named = Unit.objects.filter(Q(unit_id=words["unit"]) | Q(name__icontains=words["unit"]))
        filters["units"] = list(named.order_by("path")[:20])
    return Asked(words, filters)


@desk(Action.REGISTER_READ)
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts one may read, with filters."""
    asked = asked_for(request)
    rows = accounts_of(me(request), **asked.filters)
    found = keyed(
        rows, after=plain(request.GET.get("after", ""), 200), before=plain(request.GET.get("before", ""), 200)
    )
    return page(request, "register/accounts.html", {
        "found": found, "count": rows.count(), "asked": asked.words, "platforms": PLATFORMS, "lacks": LACKS,
        "states": [state for state, _ in STATES], "query": urlencode({k: v for k, v in asked.words.items() if v}),
    })  # fmt: skip


@desk(Action.REGISTER_READ)
def account(request: HttpRequest, key: Any) -> HttpResponse:
    """One account: its facts, filings, keepers, history."""
    found = account_of(request, key)
    names = [name for name in FIELDS if name == "unit" or name in COLUMNS]
    open_ = found.filings.filter(state__in=("filed", "returned")).select_related("filed_by").first()
    return page(request, "register/account.html", {
        "account": found, "facts": [(name, FIELDS[name], shown(name, getattr(found, name))) for name in names],
        "history": [(entry, told(entry)) for entry in history(found)[::-1][:HISTORY]], "open": open_,
        "lacking": list(_lacking(found)),
        "filings": found.filings.select_related("filed_by")[:20],
        "steps": [(step.name, step.text) for step in STATUS.open(found.status)],
        "kinds": KINDS, "states": FILING.states,
        "checked": (last := found.keeper_checks.select_related("by").first()), "check_due": overdue(last),
        "keepers": found.assignments.filter(until__isnull=True).select_related("person"),
        "hand_overs": found.hand_overs.select_related("giver", "taker")[:10], "now": now(),
        "may_file": may_file(request.user, found),
        "may_hand_over": may(request.user, Action.REGISTER_HAND_OVER, account=found),
    })  # fmt: skip


def _lacking(found: Account) -> Iterator[Text]:
    """What is to be seen to, in words."""
    if found.status == "closed":
        return
    if not found.assignments.filter(role=Role.OPERATOR, until__isnull=True, person__is_active=True).exists():
        yield LACKS["keeper"]
    if found.unit is None:
        yield LACKS["owner"]
    if found.verified_until and found.verified_until <= today() + timedelta(days=VERIFICATION_DAYS):
        yield LACKS["verification"]


@desk(Action.REGISTER_READ)
def changes(request: HttpRequest, key: Any) -> HttpResponse:
    """Every change of an account, or of one field: when, who, why, from what to what."""
    found, field = account_of(request, key), request.GET.get("field", "")
    rows = [(one, shown(one.name, one.old), shown(one.name, one.new)) for one in changes_of(found)]
    names = dict.fromkeys(one.name for one, _, _ in rows)
    kept = [row for row in rows if field in ("", row[0].name)]
    paged = Paginator(kept, 100).get_page(request.GET.get("page"))
    context = {"account": found, "rows": paged, "field": field, "fields": [(name, FIELDS.get(name)) for name in names]}
    return page(request, "register/changes.html", context)


def account_of(request: HttpRequest, key: Any) -> Account:
    """The account, if this person may read it; 404."""
    found = accounts_of(me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def plain(text: str, most: int) -> str:
    """What was typed, without what no database keeps."""
    return text.replace("\x00", "").strip()[:most]


def me(request: HttpRequest) -> Person:
    """Who is signed in."""
    return cast(Person, request.user)
