"""Pages of deputies."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.people.actions import Action
from plumbline.server.people.models import Person
from plumbline.server.people.services import Refused
from plumbline.server.register.views import me
from plumbline.server.reviews.deputing import end_deputy, may_name_for, name_deputy
from plumbline.server.reviews.forms import DeputyForm
from plumbline.server.reviews.models import Deputy
from plumbline.server.site.clock import now
from plumbline.server.site.desk import desk
from plumbline.server.site.language import say
from plumbline.server.site.pages import page


@desk(Action.DRAFT_DEPUTY, methods=("GET", "POST"))
def deputies(request: HttpRequest) -> HttpResponse:
    """Who stands in for me, or for those whom I supervise."""
    by = me(request)
    persons = may_name_for(by)
    form = DeputyForm(request.POST or None, persons=persons, people=_near(by), initial={"person": by.username})
    if request.method == "POST" and form.is_valid():
        try:
            name_deputy(by, **form.cleaned_data)
            messages.success(request, say("Named.", "已指定。"))
            return redirect("reviews:deputies")
        except Refused as refused:
            form.add_error(None, say(refused.en, refused.zh))
    rows = Deputy.objects.filter(person__in=persons).select_related("person", "deputy", "named_by")
    told = {"form": form, "rows": rows.order_by("-since", "pk")[:100], "moment": now()}
    return page(request, "reviews/deputies.html", told, status=400 if form.errors else 200)


@desk(Action.DRAFT_DEPUTY, methods=("POST",))
def end(request: HttpRequest, key: Any) -> HttpResponse:
    """The person is back."""
    row = Deputy.objects.filter(pk=key, person__in=may_name_for(me(request))).first()
    if row is None:
        raise Http404
    try:
        end_deputy(me(request), row)
        messages.success(request, say("Ended.", "已结束。"))
    except Refused as refused:
        messages.error(request, say(refused.en, refused.zh))
    return redirect("reviews:deputies")


def _near(by: Person) -> Any:
    """The people of one's own units, of those above and of those below."""
    units = [row.unit for row in by.assignments.select_related("unit")]
    above = [path for unit in units for path in unit.above()]
    found = Person.objects.filter(assignments__unit__path__in=above)
    for unit in units:
        found = found | Person.objects.filter(assignments__unit__path__startswith=unit.path)
    return found.filter(is_active=True).distinct()
