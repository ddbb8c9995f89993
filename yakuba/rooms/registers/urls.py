from django.urls import path

from yakuba.rooms.registers import views

app_name = "registers"

urlpatterns = [
    path("", views.index, name="index"),
    path("entries/<uuid:entry_id>/", views.entry, name="entry"),
    path("entries/<uuid:entry_id>/ending/", views.ending, name="ending"),
    path("<slug:register>/", views.register, name="register"),
]
