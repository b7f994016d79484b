"""Tables for reading: Django's admin without the right to change anything; changes go through the services."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from plumbline.server.people.models import Person
from plumbline.server.people.rights import Action, Forbidden, may
from plumbline.server.people.second_factor import wanting


class Tables(AdminSite):
    """For those who may read the tables. Signing in and new passwords have pages of their own, with all their locks."""

    site_header = site_title = "Plumbline 准绳"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may read the tables, with the second factor that is demanded."""
        person = request.user
        if not isinstance(person, Person) or person.first_password or wanting(person):
            return False
        return may(person, Action.TABLES_READ)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the one door; those who are inside lack the right."""
        if request.user.is_authenticated:
            raise Forbidden(str(Action.TABLES_READ))
        return redirect_to_login(request.get_full_path())

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the one page for it."""
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """To the one page for it."""
        return redirect("account_logout")


class ReadOnly(ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when run
    """A table nobody can change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person may read the tables."""
        return request.user.is_authenticated and may(request.user, Action.TABLES_READ)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for viewing."""
        return self.has_view_permission(request)


site = Tables(name="tables")
