"""The page on permissions, from the table of roles and actions and from the addresses themselves."""

import os
import tempfile
from collections.abc import Iterator
from typing import Any

HEAD = (
    "# Who may do what · 权限表\n",
    "From the table in `people/actions.py` and the addresses of the desk; tests walk all of it. A role counts over "
    "its unit and everything below it, an operator's over one account. Where two persons are demanded (filings, "
    "hand-overs, review, vetoes, closing a case, appeals), the person counts, whatever roles they hold.\n",
)


def permissions() -> Iterator[str]:
    """The lines of the page."""
    os.environ.setdefault("PLUMBLINE_OFFICE", f"{tempfile.gettempdir()}/plumbline-docs")
    os.environ.setdefault("PLUMBLINE_SECRET_KEY", "docs")
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.server.site.settings"
    import django  # here, because the settings must be named first

    django.setup()
    from plumbline.server.people.actions import MATRIX, Role
    from plumbline.server.people.terms import ACTION, ROLE

    yield from HEAD
    yield "| action | " + " | ".join(f"{ROLE[role].en} {ROLE[role].zh}" for role in Role) + " |"
    yield "|---|" + "---|" * len(Role)
    for action, allowed in MATRIX.items():
        cells = " | ".join("yes" if role in allowed else "" for role in Role)
        yield f"| `{action}` {ACTION[action].en} {ACTION[action].zh} | {cells} |"
    yield "\n## Addresses · 页面\n"
    yield "| address | methods | action |"
    yield "|---|---|---|"
    for place, methods, action in sorted(views()):
        yield f"| `/{place}` | {', '.join(methods)} | `{action}` |"


def views() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Address, methods and action of every page of the desk."""
    from django.urls import get_resolver

    for place, view in walked(get_resolver().url_patterns, ""):
        if hasattr(view, "action"):
            yield place, tuple(method for method in view.methods if method != "HEAD"), str(view.action)


def walked(patterns: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Every address with its view."""
    for one in patterns:
        place = prefix + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walked(one.url_patterns, place)
        else:
            yield place, one.callback
