"""Addresses of persons and units."""

from django.urls import path

from plumbline.server.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("me/", views.me, name="me"),
    path("people/add/", views.add, name="add"),
    path("people/<uuid:key>/", views.person, name="person"),
    path("people/<uuid:key>/change/", views.change, name="change"),
    path("people/<uuid:key>/grant/", views.grant, name="grant"),
    path("people/<uuid:key>/roles/<uuid:assignment>/end/", views.end, name="end"),
    path("people/<uuid:key>/deactivate/", views.deactivate, name="deactivate"),
    path("people/<uuid:key>/reactivate/", views.reactivate, name="reactivate"),
    path("people/<uuid:key>/second-factor/", views.drop_second_factor, name="drop_second_factor"),
    path("people/<uuid:key>/password/", views.new_password, name="new_password"),
]
