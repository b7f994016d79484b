"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import autodiscover_modules

from plumbline.server.portal.api import api
from plumbline.server.site import dashboard, health, tables

autodiscover_modules("admin")
handler403 = "plumbline.server.site.errors.forbidden"
handler404 = "plumbline.server.site.errors.missing"
handler500 = "plumbline.server.site.errors.broken"

_DESK = ("people", "register", "reviews", "inspections", "cases", "notices", "audit")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("plumbline.server.portal.urls")),
    path("api/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("plumbline.server.people.sign_in_urls")),
    path("desk/", dashboard.dashboard, name="desk"),
    *(path("desk/", include(f"plumbline.server.{name}.urls")) for name in _DESK),
    path("desk/tables/", tables.site.urls),
]
