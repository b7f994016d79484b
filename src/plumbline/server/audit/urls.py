"""Addresses of the log."""

from django.urls import path

from plumbline.server.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.log, name="log"),
    path("audit/check/", views.check, name="check"),
    path("audit/audit-log.jsonl", views.export, name="export"),
]
