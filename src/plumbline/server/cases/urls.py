"""Addresses of cases, the calendar and bulletins."""

from django.urls import path

from plumbline.server.cases import bulletin_views, calendar_views, views

app_name = "cases"
urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/report/", views.report, name="report"),
    path("cases/<uuid:key>/", views.case, name="case"),
    path("cases/<uuid:key>/extend/", views.extend, name="extend"),
    path("cases/<uuid:key>/files/<slug:digest>/", views.file, name="file"),
    path("cases/<uuid:key>/<slug:name>/", views.take, name="take"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/<str:token>.ics", calendar_views.ics, name="ics"),
    path("notices/", bulletin_views.bulletins, name="bulletins"),
    path("notices/draw-up/", bulletin_views.draw_up, name="draw_up"),
    path("notices/<uuid:key>/issue/", bulletin_views.issue, name="issue"),
    path("notices/<uuid:key>/<str:name>", bulletin_views.file, name="bulletin_file"),
]
