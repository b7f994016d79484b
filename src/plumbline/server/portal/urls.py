"""Public addresses."""

from django.urls import path

from plumbline.server.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("account/<path:account_id>", views.account, name="account"),
    path("unit/<path:unit_id>", views.unit, name="unit"),
    path(".well-known/plumbline-register.json", views.signed_register, name="signed_register"),
    path(".well-known/plumbline-register.pem", views.key, name="key"),
]
