"""Pages of the portal's files, for staff. Nouns, never verbs."""

from django.urls import path

from yakuba.rooms.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/", views.upload, name="upload"),
    path("uploads/<uuid:upload_id>/faults.csv", views.faults, name="faults"),
    path("columns/<slug:key>.csv", views.columns, name="columns"),
]
