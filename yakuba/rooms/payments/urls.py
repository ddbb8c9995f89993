from django.urls import path

from yakuba.rooms.payments import views

app_name = "payments"

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/<uuid:assessment_id>/", views.assessment, name="assessment"),
    path("assessments/<uuid:assessment_id>/notice.pdf", views.notice, name="notice"),
    path("assessments/<uuid:assessment_id>/receipt/", views.receipt_form, name="receipt_form"),
    path("assessments/<uuid:assessment_id>/cancellation/", views.cancellation, name="cancellation"),
    path("receipts/<uuid:receipt_id>/", views.receipt, name="receipt"),
    path("receipts/<uuid:receipt_id>/paper.pdf", views.receipt_paper, name="receipt_paper"),
    path("days/", views.today, name="today"),
    path("days/<str:day>/", views.day, name="day"),
]
