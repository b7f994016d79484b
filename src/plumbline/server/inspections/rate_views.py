"""How often checks err, for everybody at the desk to see, and the labels for those who judge."""

import json

from django.http import HttpRequest, HttpResponse

from plumbline.server.inspections.selectors import error_rates, findings_of, labelled
from plumbline.server.people.actions import Action
from plumbline.server.register.views import me
from plumbline.server.site.desk import desk
from plumbline.server.site.pages import page


@desk(Action.DESK_SEE)
def rates(request: HttpRequest) -> HttpResponse:
    """How often people confirm and reject what each check finds."""
    return page(request, "inspections/rates.html", {"rows": error_rates()})


@desk(Action.DESK_SEE)
def rates_file(request: HttpRequest) -> HttpResponse:
    """The same as JSON Lines."""
    rows = error_rates()
    lines = "".join(json.dumps({**one, "since": str(one["since"] or "")}, ensure_ascii=False) + "\n" for one in rows)
    return _file(lines, "error-rates.jsonl")


@desk(Action.FINDING_JUDGE)
def labels(request: HttpRequest, check: str) -> HttpResponse:
    """Judged texts of a check as JSON Lines, for `plumbline evaluate`."""
    rows = labelled(findings_of(me(request)), check)
    return _file("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), f"{check}.jsonl")


def _file(lines: str, name: str) -> HttpResponse:
    found = HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return found
