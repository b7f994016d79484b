"""Addresses of inspections and findings."""

from django.urls import path

from plumbline.server.inspections import exempt_views, finding_views, rate_views, views

app_name = "inspections"
urlpatterns = [
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/ask/", views.ask, name="ask"),
    path("inspections/error-rates/", rate_views.rates, name="rates"),
    path("inspections/error-rates.jsonl", rate_views.rates_file, name="rates_file"),
    path("inspections/exceptions/", exempt_views.exemptions, name="exemptions"),
    path("inspections/exceptions/<uuid:key>/<slug:kind>/", exempt_views.decide, name="decide_exemption"),
    path("inspections/schedules/<uuid:key>/end/", views.end_schedule, name="end_schedule"),
    path("inspections/<uuid:key>/", views.inspection, name="inspection"),
    path("inspections/<uuid:key>/files/<str:name>", views.download, name="download"),
    path("findings/", finding_views.findings, name="findings"),
    path("findings/labels/<str:check>.jsonl", rate_views.labels, name="labels"),
    path("findings/of/<path:account_id>/", finding_views.account_findings, name="account"),
    path("findings/<uuid:key>/", finding_views.finding, name="finding"),
    path("findings/<uuid:key>/answer/", finding_views.answer, name="answer"),
    path("findings/<uuid:key>/except/", exempt_views.exempt, name="exempt"),
    path("findings/<uuid:key>/<slug:kind>/", finding_views.judge, name="judge"),
]
