"""Pages of the counter, for staff. Nouns, never verbs."""

from django.urls import path

from yakuba.rooms.counter.views import desk, entering, filing, starting

app_name = "counter"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("letters/<uuid:message_id>/", desk.posting, name="posting"),
    path("letters/<uuid:message_id>/enclosure/", desk.enclosure, name="enclosure"),
    path("procedures/<slug:key>/intake/", starting.intake, name="intake"),
    path("cases/<uuid:case_id>/correction/", starting.correction, name="correction"),
    path("intakes/<uuid:intake_id>/", entering.entry, name="entry"),
    path("intakes/<uuid:intake_id>/details/", entering.details, name="details"),
    path("intakes/<uuid:intake_id>/abandonment/", entering.abandonment, name="abandonment"),
    path("intakes/<uuid:intake_id>/pages/<slug:page_key>/", entering.page, name="page"),
    path("intakes/<uuid:intake_id>/files/<uuid:file_id>/", entering.file, name="file"),
    path("intakes/<uuid:intake_id>/summary/", filing.summary, name="summary"),
    path("intakes/<uuid:intake_id>/receipt/", filing.receipt, name="receipt"),
    path("intakes/<uuid:intake_id>/receipt/slip/", filing.slip, name="slip"),
]
