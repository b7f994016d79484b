"""Public addresses first: limits for everybody, and the look-up answered before sessions are thought of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from plumbline.server.portal.limits import seconds_to_wait
from plumbline.server.portal.problems import KIND, problem
from plumbline.server.site.language import asked

API, LOOK_UP, PAGE = "/api/", "/api/v1/verify", "/"
_FREE = ("/static/", "/healthz", "/desk/")
_REASONS = {404: "there is no such address; /api/openapi.json lists them", 405: "only GET and HEAD are answered here"}


class PublicFirst:
    """Limits public questions; answers the look-up at once; speaks problem+json wherever the API does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say how long to wait."""
        if request.path.startswith(_FREE):
            return self.get_response(request)
        wait = seconds_to_wait(request)
        if wait:
            return _told_to_wait(request, wait)
        if request.path.startswith(API):
            return self._api(request)
        plain = request.path == PAGE and request.method == "GET" and not request.COOKIES and "lang" not in request.GET
        return _page(request) if plain else self.get_response(request)

    def _api(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        if request.method == "HEAD":  # the server sends no body then
            request.method = "GET"
        answer = self._answer(request)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.path == LOOK_UP and request.method == "GET":
            from plumbline.server.portal.look_up import verify  # the app registry must stand first

            return verify(request)
        answer = self.get_response(request)
        if answer.status_code not in _REASONS or answer.headers.get("Content-Type") == KIND:
            return answer
        told = problem(answer.status_code, _REASONS[answer.status_code])
        if "Allow" in answer.headers:
            told.headers["Allow"] = "GET, HEAD"
        return told


def _page(request: HttpRequest) -> HttpResponse:
    from plumbline.server.portal.views import quick_look_up  # the app registry must stand first

    with translation.override("zh-hans" if asked(request) == "zh" else "en"):
        return quick_look_up(request)


def _told_to_wait(request: HttpRequest, wait: int) -> HttpResponse:
    if request.path.startswith(API):
        answer = problem(429, f"too many requests: wait {wait} seconds")
    else:
        from plumbline.server.site.pages import page  # the app registry must stand first

        with translation.override("zh-hans" if asked(request) == "zh" else "en"):
            answer = page(request, "429.html", status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _preflight() -> HttpResponse:
    headers = {
        "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400",
    }  # fmt: skip
    return HttpResponse(status=204, headers=headers)
