"""Who may see numbers and details of the installation: whoever bears its token."""

import secrets

from django.conf import settings
from django.http import HttpRequest


def bears(request: HttpRequest) -> bool:
    """Whether the request carries the installation's token; never where none is set. Compared in constant time."""
    kind, _, given = str(request.headers.get("Authorization") or "").partition(" ")
    token = settings.METRICS_TOKEN
    same = secrets.compare_digest(given.strip().encode(), token.encode())
    return bool(token) and kind.lower() == "bearer" and same
