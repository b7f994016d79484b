"""Public addresses first: limits for everybody, and the look-up answered before sessions are thought of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from plumbline.server.portal.limits import seconds_to_wait
from plumbline.server.portal.problems import problem

LOOK_UP = "/api/v1/verify"
_FREE = ("/static/", "/healthz", "/desk/")


class PublicFirst:
    """Limits public questions; answers the look-up at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say how long to wait."""
        if request.path.startswith(_FREE):
            return self.get_response(request)
        wait = seconds_to_wait(request)
        if wait:
            answer = problem(429, f"too many requests: wait {wait} seconds")
            answer.headers["Retry-After"] = str(wait)
            return answer
        if request.path == LOOK_UP and request.method == "GET":
            from plumbline.server.portal.look_up import verify  # the app registry must stand first

            return verify(request)
        return self.get_response(request)
