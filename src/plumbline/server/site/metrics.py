"""`/metrics`: numbers of the installation as Prometheus' text. None names a unit, an account or a person."""

import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.multiprocess import MultiProcessCollector

from plumbline import __version__
from plumbline.server.site import figures
from plumbline.server.site.bearer import bears
from plumbline.server.site.serving import SHARED
from plumbline.settings.environment import variable

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_REQUESTS = Histogram(
    "plumbline_request_seconds", "Time to answer, by route and class of status", ("route", "status"), buckets=_BUCKETS
)


def counted(route: str, status: int, seconds: float) -> None:
    """Count a request."""
    _REQUESTS.labels(route, f"{status // 100}xx").observe(seconds)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for who bears the token; 404 where none is set, 401 for all others."""
    if not settings.METRICS_TOKEN:
        return HttpResponse("not found\n", status=404, content_type="text/plain")
    if not bears(request):
        answer = HttpResponse("token needed\n", status=401, content_type="text/plain")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return answer
    answer = HttpResponse(_text(), content_type=CONTENT_TYPE_PLAIN_1_0_0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _text() -> bytes:
    registry = CollectorRegistry()
    if variable(SHARED):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's
    else:
        registry.register(_REQUESTS)
    registry.register(_Office())
    return generate_latest(registry)


class _Office:
    """What the database and the disk say at the moment of the question."""

    def collect(self) -> Iterator[Any]:
        """Each number with its help."""
        info = GaugeMetricFamily("plumbline_info", "Version and rulebook", labels=("version", "rulebook"))
        info.add_metric((__version__, settings.RULEBOOK), 1)
        yield info
        for name, told, label, values in figures.labelled():
            family = GaugeMetricFamily(f"plumbline_{name}", told, labels=(label,))
            for value, number in values.items():
                family.add_metric((value,), number)
            yield family
        for name, (told, known) in figures.plain().items():
            if known is not None:
                yield GaugeMetricFamily(f"plumbline_{name}", told, value=known)
        free = shutil.disk_usage(settings.DATA).free
        yield GaugeMetricFamily("plumbline_disk_free_bytes", "Free space where the office lies", value=free)
