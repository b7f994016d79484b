"""Addresses of the register."""

from django.urls import path

from plumbline.server.register import filing_views, hand_over_views, table_views, unit_views, views

app_name = "register"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/open/", filing_views.file, {"kind": "open"}, name="open"),
    path("accounts/filings/", filing_views.filings, name="filings"),
    path("accounts/filings/<uuid:key>/", filing_views.filing, name="filing"),
    path("accounts/filings/<uuid:key>/withdraw/", filing_views.withdraw, name="withdraw"),
    path("accounts/filings/<uuid:key>/again/", filing_views.again, name="again"),
    path("accounts/filings/<uuid:key>/<slug:step>/", filing_views.decide, name="decide"),
    path("accounts/table.<slug:form>", table_views.export, name="export"),
    path("accounts/import/", table_views.upload, name="upload"),
    path("accounts/import/apply/", table_views.apply, name="apply"),
    path("accounts/hand-overs/<uuid:key>/", hand_over_views.hand_over, name="hand_over"),
    path("accounts/hand-overs/<uuid:key>/cancel/", hand_over_views.cancel, name="cancel"),
    path("accounts/<uuid:key>/verify/", hand_over_views.verify, name="verify"),
    path("accounts/<uuid:key>/history/", views.changes, name="changes"),
    path("accounts/<uuid:key>/", views.account, name="account"),
    path("accounts/<uuid:key>/hand-over/", hand_over_views.begin, name="begin"),
    path("accounts/<uuid:key>/<slug:kind>/", filing_views.file, name="file"),
    path("units/", unit_views.units, name="units"),
    path("units/add/", unit_views.edit, name="add_unit"),
    path("units/<uuid:key>/", unit_views.unit, name="unit"),
    path("units/<uuid:key>/change/", unit_views.edit, name="change_unit"),
]
