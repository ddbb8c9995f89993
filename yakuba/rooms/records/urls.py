from django.urls import path

from yakuba.rooms.records import views

app_name = "records"

urlpatterns = [
    path("", views.volumes, name="volumes"),
    path("volumes/<uuid:volume_id>/", views.volume, name="volume"),
    path("files/<uuid:record_id>/", views.record, name="record"),
    path("files/<uuid:record_id>/hold/", views.hold, name="hold"),
    path("files/<uuid:record_id>/event/", views.event, name="event"),
    path("files/<uuid:record_id>/contents/<uuid:file_id>/", views.content, name="content"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/<uuid:number_id>/", views.number, name="number"),
]
