"""Addresses of messages."""

from django.urls import path

from plumbline.server.notices import views

app_name = "notices"
urlpatterns = [
    path("messages/", views.mine, name="mine"),
    path("messages/sent/", views.sent, name="sent"),
]
