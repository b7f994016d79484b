"""Tables for reading: Django's admin without the right to change anything; changes go through the services."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest

from plumbline.server.people.rights import Action, may


class Tables(AdminSite):
    """For those who may read the tables."""

    site_header = site_title = "Plumbline 准绳"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may read the tables."""
        return request.user.is_authenticated and may(request.user, Action.TABLES_READ)


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
