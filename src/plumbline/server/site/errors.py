"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse

from plumbline.server.site.pages import page


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from our own page, or was left open too long."""
    return page(request, "403.html", {"reason": "csrf"}, status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A right is missing; the exception says which."""
    return page(request, "403.html", {"reason": str(exception or "")}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing that this person may know of."""
    return page(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Our mistake."""
    return page(request, "500.html", status=500)
