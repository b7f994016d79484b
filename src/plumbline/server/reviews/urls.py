"""Addresses of reviews."""

from django.urls import path

from plumbline.server.reviews import deputy_views, paper_views, views

app_name = "reviews"
urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/write/", views.begin, name="begin"),
    path("drafts/check/", views.check, name="check"),
    path("drafts/deputies/", deputy_views.deputies, name="deputies"),
    path("drafts/deputies/<uuid:key>/end/", deputy_views.end, name="end_deputy"),
    path("drafts/of/<uuid:key>/live/", paper_views.reconcile, name="reconcile"),
    path("drafts/<uuid:key>/", views.draft, name="draft"),
    path("drafts/<uuid:key>/edit/", views.edit, name="edit"),
    path("drafts/<uuid:key>/submit/", views.submit, name="submit"),
    path("drafts/<uuid:key>/approve/", views.approve, name="approve"),
    path("drafts/<uuid:key>/return/", views.send_back, name="return"),
    path("drafts/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
    path("drafts/<uuid:key>/publish/", views.publish, name="publish"),
    path("drafts/<uuid:key>/text.<slug:form>", paper_views.export, name="export"),
]
