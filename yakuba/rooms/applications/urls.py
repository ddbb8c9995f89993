"""The addresses townspeople see."""

from django.urls import path

from yakuba.rooms.applications.views import (
    applying,
    bundling,
    finding,
    following,
    mine,
    papers,
    planning,
    remembered,
)

app_name = "applications"
urlpatterns = [
    # First what is asked for most: an address is looked for from the top.
    path("drafts/<uuid:draft_id>/pages/<slug:page_key>/", applying.page, name="page"),
    path("", finding.home, name="home"),
    path("search/", finding.search, name="search"),
    path("categories/<slug:key>/", finding.category, name="category"),
    path("life/<slug:key>/", planning.life_event, name="life_event"),
    path("plans/<str:token>/", planning.plan, name="plan"),
    path("plans/<str:token>/answers/", planning.plan_answers, name="plan_answers"),
    path("procedures/<slug:key>/", finding.procedure, name="procedure"),
    path("procedures/<slug:key>/eligibility/", finding.eligible, name="eligibility"),
    path("procedures/<slug:key>/form.pdf", papers.form, name="form"),
    path("procedures/<slug:key>/application/", applying.entry, name="entry"),
    path("drafts/<uuid:draft_id>/", applying.draft, name="draft"),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>/", applying.draft_file, name="draft_file"),
    path("drafts/<uuid:draft_id>/summary/", applying.summary, name="summary"),
    path("drafts/<uuid:draft_id>/pause/", applying.pause, name="pause"),
    path("drafts/<uuid:draft_id>/paper/", papers.draft_paper, name="draft_paper"),
    path("drafts/<uuid:draft_id>/paper/form.pdf", papers.draft_form, name="draft_form"),
    path("drafts/<uuid:draft_id>/receipt/", applying.receipt, name="receipt"),
    path("drafts/<uuid:draft_id>/removal/", mine.discarded_draft, name="discarded_draft"),
    path("bundles/", bundling.bundles, name="bundles"),
    path("bundles/resume/<str:link>/", bundling.resume, name="bundle_resume"),
    path("bundles/<uuid:bundle_id>/", bundling.bundle, name="bundle"),
    path(
        "bundles/<uuid:bundle_id>/drafts/<uuid:draft_id>/pages/<slug:page_key>/",
        bundling.page,
        name="bundle_page",
    ),
    path("bundles/<uuid:bundle_id>/drafts/<uuid:draft_id>/own/", bundling.different, name="bundle_own"),
    path(
        "bundles/<uuid:bundle_id>/drafts/<uuid:draft_id>/another-child/",
        bundling.another_child,
        name="bundle_another_child",
    ),
    path(
        "bundles/<uuid:bundle_id>/drafts/<uuid:draft_id>/removal/",
        bundling.member_removal,
        name="bundle_removal",
    ),
    path("bundles/<uuid:bundle_id>/summary/", bundling.summary, name="bundle_summary"),
    path("bundles/<uuid:bundle_id>/pause/", bundling.pause, name="bundle_pause"),
    path("bundles/<uuid:bundle_id>/receipt/", bundling.receipt, name="bundle_receipt"),
    path("resume/<str:link>/", applying.resume, name="resume"),
    path("status/<str:token>/", following.status, name="status"),
    path("status/<str:token>/correction/", following.correction, name="correction"),
    path("status/<str:token>/form.pdf", papers.status_form, name="status_form"),
    path("status/<str:token>/withdrawal/", following.withdrawal, name="withdrawal"),
    path("status/<str:token>/letters/<uuid:letter_id>/", following.letter, name="letter"),
    path("mine/", mine.mine, name="mine"),
    path("mine/remembered/", remembered.remembered, name="remembered"),
    path("mine/remembered/<uuid:fact_id>/", remembered.fact, name="remembered_fact"),
    path("mine/entries/<uuid:entry_id>/renewal/", mine.renewal, name="renewal"),
]
