from django.urls import path

from yakuba.rooms.approvals.views import acts, pages

app_name = "approvals"

urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("<uuid:approval_id>/", pages.approval, name="approval"),
    path("<uuid:approval_id>/acts/", acts.acts, name="acts"),
    path("<uuid:approval_id>/readings/<uuid:duty_id>/", acts.reading, name="reading"),
    path("<uuid:approval_id>/attachments/<uuid:file_id>/", pages.attachment, name="attachment"),
]
