"""The public look-up answers before sessions and sign-in are thought of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PublicFirst:
    """Passes on; the portal's quick road goes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)
