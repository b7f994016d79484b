"""What machines ask the installation: answered before sessions, cookies and host names are thought of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Operating:
    """`/healthz`, `/readyz`, `/metrics`: a probe calls by an address that is no host name of the office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer these, pass on all others."""
        name = request.path
        if name not in ("/healthz", "/readyz", "/metrics"):
            return self.get_response(request)
        from plumbline.server.site import health  # the app registry must stand first

        if name == "/metrics":
            from plumbline.server.site.metrics import metrics  # a library that only this answer needs

            return metrics(request)
        return health.readyz(request) if name == "/readyz" else health.healthz(request)
