"""Pages about persons."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from plumbline.server.audit.selectors import history
from plumbline.server.people import services
from plumbline.server.people.actions import Action
from plumbline.server.people.forms import GrantForm, PersonForm, SettingsForm, WhyForm
from plumbline.server.people.models import Assignment, Person
from plumbline.server.people.selectors import people_of, roles_of
from plumbline.server.people.terms import ROLE
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page


@desk(Action.PEOPLE_READ)
def people(request: HttpRequest) -> HttpResponse:
    """All persons of the reader's units."""
    q = request.GET.get("q", "")[:100]
    rows = Paginator(people_of(_me(request), q=q).prefetch_related("assignments__unit"), 50)
    return page(request, "people/people.html", {"rows": rows.get_page(request.GET.get("page")), "q": q, "roles": ROLE})


@desk(Action.PEOPLE_CHANGE, methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Enter a person; the password is shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = services.add_person(_me(request), **form.cleaned_data)
        except services.Refused as refused:
            form.add_error("username", say(refused.en, refused.zh))
        else:
            return page(request, "people/password.html", {"person": person, "password": password})
    return page(request, "people/add.html", {"form": form}, status=400 if form.errors else 200)


@desk(Action.DESK_SEE, methods=("GET", "POST"))
def me(request: HttpRequest) -> HttpResponse:
    """One's own settings: how to be reached, in which language; roles; sign-in."""
    mine = _me(request)
    form = SettingsForm(request.POST or None, initial={name: getattr(mine, name) for name in SettingsForm.base_fields})
    if request.method == "POST" and form.is_valid():
        services.own_settings(mine, **form.cleaned_data)
        messages.success(request, say("Saved.", "已保存。"))
        return redirect("people:me")
    return page(request, "people/me.html", {"form": form, "assignments": roles_of(mine), "roles": ROLE})


@desk(Action.PEOPLE_READ)
def person(request: HttpRequest, key: Any) -> HttpResponse:
    """One person: roles, history, what can be changed."""
    found = _person(request, key)
    return page(request, "people/person.html", {
        "person": found, "assignments": roles_of(found), "history": history(found)[-50:][::-1], "roles": ROLE,
        "grant": GrantForm(by=_me(request)), "form": PersonForm(known=True, initial=vars(found)),
    })  # fmt: skip


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def change(request: HttpRequest, key: Any) -> HttpResponse:
    """Another name or address."""
    form = PersonForm(request.POST, known=True)
    if form.is_valid():
        return _done(request, key, lambda me, them: services.change_person(me, them, **form.cleaned_data))
    return _wrong(request, key, form)


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def grant(request: HttpRequest, key: Any) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST, by=_me(request))
    if form.is_valid():
        return _done(request, key, lambda me, them: services.grant(me, them, **form.cleaned_data))
    return _wrong(request, key, form)


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def end(request: HttpRequest, key: Any, assignment: Any) -> HttpResponse:
    """End a role."""
    row = get_object_or_404(Assignment, pk=assignment, person_id=key, until__isnull=True)
    return _with_reason(request, key, lambda me, _, why: services.end(me, row, why=why))


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def deactivate(request: HttpRequest, key: Any) -> HttpResponse:
    """Somebody has left."""
    return _with_reason(request, key, lambda me, them, why: services.deactivate(me, them, why=why))


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def reactivate(request: HttpRequest, key: Any) -> HttpResponse:
    """Somebody has come back."""
    return _with_reason(request, key, lambda me, them, why: services.reactivate(me, them, why=why))


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def drop_second_factor(request: HttpRequest, key: Any) -> HttpResponse:
    """Somebody has lost their second factor."""
    return _with_reason(request, key, lambda me, them, why: services.drop_second_factor(me, them, why=why))


@desk(Action.PEOPLE_CHANGE, methods=("POST",))
def new_password(request: HttpRequest, key: Any) -> HttpResponse:
    """Somebody has forgotten their password."""
    found, form = _person(request, key), WhyForm(request.POST)
    if not form.is_valid():
        return _wrong(request, key, form)
    password = services.new_password(_me(request), found, why=form.cleaned_data["why"])
    return page(request, "people/password.html", {"person": found, "password": password})


def _with_reason(request: HttpRequest, key: Any, act: Callable[[Person, Person, str], object]) -> HttpResponse:
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _wrong(request, key, form)
    return _done(request, key, lambda me, them: act(me, them, form.cleaned_data["why"]))


def _done(request: HttpRequest, key: Any, act: Callable[[Person, Person], object]) -> HttpResponse:
    try:
        act(_me(request), _person(request, key))
        messages.success(request, say("Done.", "已办理。"))
    except services.Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("people:person", key)


def _wrong(request: HttpRequest, key: Any, form: Any) -> HttpResponse:
    _person(request, key)
    for name, errors in form.errors.items():
        messages.error(request, f"{form.fields[name].label if name in form.fields else ''}: {' '.join(errors)}")
    return redirect("people:person", key)


def _person(request: HttpRequest, key: Any) -> Person:
    found = people_of(_me(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)
