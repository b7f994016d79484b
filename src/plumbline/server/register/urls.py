"""Addresses of the register."""

from django.urls import path

from plumbline.server.register import table_views, unit_views, views

app_name = "register"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/open/", views.file, {"kind": "open"}, name="open"),
    path("accounts/filings/", views.filings, name="filings"),
    path("accounts/filings/<uuid:key>/", views.filing, name="filing"),
    path("accounts/filings/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
    path("accounts/filings/<uuid:key>/again/", views.again, name="again"),
    path("accounts/filings/<uuid:key>/<slug:step>/", views.decide, name="decide"),
    path("accounts/table.<slug:form>", table_views.export, name="export"),
    path("accounts/import/", table_views.upload, name="upload"),
    path("accounts/import/apply/", table_views.apply, name="apply"),
    path("accounts/hand-overs/<uuid:key>/", table_views.hand_over, name="hand_over"),
    path("accounts/<uuid:key>/", views.account, name="account"),
    path("accounts/<uuid:key>/hand-over/", table_views.begin, name="begin"),
    path("accounts/<uuid:key>/<slug:kind>/", views.file, name="file"),
    path("units/", unit_views.units, name="units"),
    path("units/add/", unit_views.edit, name="add_unit"),
    path("units/<uuid:key>/", unit_views.unit, name="unit"),
    path("units/<uuid:key>/change/", unit_views.edit, name="change_unit"),
]
