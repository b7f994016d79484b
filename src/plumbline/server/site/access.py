"""Every request gets a number; how it went is logged and counted, by the route's name and never by its address."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plumbline.server.site.logs import request_id

_LOG = logging.getLogger("plumbline.access")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_EARLY = {
    "/api/v1/verify": "look_up_api", "/": "portal:look_up", "/healthz": "healthz", "/readyz": "readyz",
    "/metrics": "metrics",
}  # fmt: skip
_UNTOLD = ("healthz", "readyz", "metrics", "static")


class Observed:
    """The outermost of all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.count = _counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell how it went."""
        began, number = time.perf_counter(), _number(request)
        token = request_id.set(number)
        try:
            answer = self.get_response(request)
            spent, name = time.perf_counter() - began, route(request)
            answer.headers["X-Request-ID"] = number
            self.count(name, answer.status_code, spent)
            if name not in _UNTOLD:
                _LOG.info("request", extra={
                    "route": name, "method": _method(request), "status": answer.status_code,
                    "duration_ms": round(spent * 1000, 1),
                })  # fmt: skip
            return answer
        finally:
            request_id.reset(token)


def route(request: HttpRequest) -> str:
    """The name of what answers: one of a fixed set, whatever was asked."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    if request.path.startswith(settings.STATIC_URL):
        return "static"
    return _EARLY.get(request.path, "none")


def _method(request: HttpRequest) -> str:
    known = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
    return request.method if request.method in known else "OTHER"


def _number(request: HttpRequest) -> str:
    """As a proxy of ours has given it, else a new one."""
    given = str(request.headers.get("X-Request-ID") or "")
    ours = request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES
    return given if ours and _GIVEN.fullmatch(given) else uuid.uuid4().hex


def _counter() -> Callable[[str, int, float], None]:
    if not settings.METRICS_TOKEN:
        return lambda _name, _status, _spent: None
    from plumbline.server.site.metrics import counted  # only where somebody asks for numbers

    return counted
