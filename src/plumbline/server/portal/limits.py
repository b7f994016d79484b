"""So many questions a minute from one address: the public pages stay quick for all."""

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from plumbline.server.site.clock import now


def asker(request: HttpRequest) -> str:
    """The address that asks; what a proxy says of it counts only where the proxy is named in the settings."""
    direct = str(request.META.get("REMOTE_ADDR") or "")
    if direct in settings.TRUSTED_PROXIES:
        told = str(request.META.get("HTTP_X_FORWARDED_FOR") or "").split(",")
        return told[-1].strip() or direct
    return direct


def seconds_to_wait(request: HttpRequest) -> int:
    """0, or how long the asker has to wait. Counted in each process."""
    moment = int(now().timestamp())
    near, key = caches["near"], f"asked:{asker(request)}:{moment // 60}"
    near.add(key, 0, timeout=120)
    try:
        count = near.incr(key)
    except ValueError:  # forgotten in between
        return 0
    return 60 - moment % 60 if count > settings.PORTAL_PER_MINUTE else 0
