"""Rendering of pages, and what every page knows."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plumbline import __version__
from plumbline.server.site.language import lang


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page in the language of the request."""
    return render(request, template, dict(context or {}), status=status)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the language, the version, what the person may do (`can`)."""
    from plumbline.server.people.rights import Cans  # the app registry must stand first
    from plumbline.server.site.navigation import navigation  # the same

    can = Cans(getattr(request, "user", None))
    return {"lang": lang(), "version": __version__, "can": can, "navigation": navigation(request.path, can)}
