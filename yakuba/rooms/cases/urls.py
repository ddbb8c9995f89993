"""Pages of cases, for staff. Nouns, never verbs."""

from django.urls import path

from yakuba.rooms.cases.views import acts, case, decision, desk, files, outside, search, side

app_name = "cases"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search/", search.search, name="search"),
    path("<uuid:case_id>/", case.case, name="case"),
    path("<uuid:case_id>/next/", desk.next_case, name="next"),
    path("<uuid:case_id>/acceptance/", acts.acceptance, name="acceptance"),
    path("<uuid:case_id>/handback/", acts.handback, name="handback"),
    path("<uuid:case_id>/checklist/", acts.checklist, name="checklist"),
    path("<uuid:case_id>/review/", acts.review, name="review"),
    path("<uuid:case_id>/correction/", outside.correction, name="correction"),
    path("<uuid:case_id>/correction/cancellation/", outside.cancellation, name="cancellation"),
    path("<uuid:case_id>/opinions/<uuid:opinion_id>/", outside.opinion, name="opinion"),
    path("<uuid:case_id>/inquiry/", outside.inquiry, name="inquiry"),
    path("<uuid:case_id>/inspection/", outside.inspection, name="inspection"),
    path("<uuid:case_id>/waiting/", outside.waiting, name="waiting"),
    path("<uuid:case_id>/drafting/", decision.drafting, name="drafting"),
    path("<uuid:case_id>/assessment/", decision.assessment, name="assessment"),
    path("<uuid:case_id>/issuance/", decision.issuance, name="issuance"),
    path("<uuid:case_id>/letters/<uuid:letter_id>/delivery/", decision.delivery, name="delivery"),
    path("<uuid:case_id>/closing/", decision.closing, name="closing"),
    path("<uuid:case_id>/withdrawal/", side.withdrawal, name="withdrawal"),
    path("<uuid:case_id>/note/", side.note, name="note"),
    path("<uuid:case_id>/assignment/", side.assignment, name="assignment"),
    path("<uuid:case_id>/form.pdf", files.form, name="form"),
    path("<uuid:case_id>/files/<uuid:file_id>/", files.case_file, name="file"),
]
