"""The door of the desk: every view behind it says which action it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from plumbline.server.people.rights import Action, Forbidden, may
from plumbline.server.people.second_factor import wanting

View = Callable[..., HttpResponseBase]


def desk(action: Action, *, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A view for those who hold `action` somewhere; for which account or unit, its services and selectors decide."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD" if "GET" in methods else ""):
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if getattr(request.user, "first_password", False):
                return redirect("account_change_password")
            if wanting(request.user):
                return redirect("mfa_activate_totp")
            if not may(request.user, action):
                raise Forbidden(str(action))
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        guarded.action, guarded.methods = action, methods  # type: ignore[attr-defined]  # read by the permission matrix
        return guarded

    return guard
