"""Addresses of inspections and findings."""

from django.urls import path

from plumbline.server.inspections import finding_views, views

app_name = "inspections"
urlpatterns = [
    path("inspections/", views.inspections, name="inspections"),
    path("inspections/ask/", views.ask, name="ask"),
    path("inspections/error-rates/", views.rates, name="rates"),
    path("inspections/schedules/<uuid:key>/end/", views.end_schedule, name="end_schedule"),
    path("inspections/<uuid:key>/", views.inspection, name="inspection"),
    path("inspections/<uuid:key>/files/<str:name>", views.download, name="download"),
    path("findings/", finding_views.findings, name="findings"),
    path("findings/labels/<str:check>.jsonl", finding_views.labels, name="labels"),
    path("findings/<uuid:key>/", finding_views.finding, name="finding"),
    path("findings/<uuid:key>/answer/", finding_views.answer, name="answer"),
    path("findings/<uuid:key>/<slug:kind>/", finding_views.judge, name="judge"),
]
