"""The addresses townspeople see."""

from django.urls import path

from yakuba.rooms.applications.views import applying, finding, following, mine

app_name = "applications"
urlpatterns = [
    path("", finding.home, name="home"),
    path("search/", finding.search, name="search"),
    path("categories/<slug:key>/", finding.category, name="category"),
    path("life-events/<slug:key>/", finding.life_event, name="life_event"),
    path("procedures/<slug:key>/", finding.procedure, name="procedure"),
    path("procedures/<slug:key>/application/", applying.entry, name="entry"),
    path("drafts/<uuid:draft_id>/", applying.draft, name="draft"),
    path("drafts/<uuid:draft_id>/pages/<slug:page_key>/", applying.page, name="page"),
    path("drafts/<uuid:draft_id>/files/<uuid:file_id>/", applying.draft_file, name="draft_file"),
    path("drafts/<uuid:draft_id>/summary/", applying.summary, name="summary"),
    path("drafts/<uuid:draft_id>/pause/", applying.pause, name="pause"),
    path("drafts/<uuid:draft_id>/receipt/", applying.receipt, name="receipt"),
    path("drafts/<uuid:draft_id>/removal/", mine.discarded_draft, name="discarded_draft"),
    path("resume/<str:link>/", applying.resume, name="resume"),
    path("status/<str:token>/", following.status, name="status"),
    path("status/<str:token>/correction/", following.correction, name="correction"),
    path("status/<str:token>/withdrawal/", following.withdrawal, name="withdrawal"),
    path("status/<str:token>/letters/<uuid:letter_id>/", following.letter, name="letter"),
    path("mine/", mine.mine, name="mine"),
    path("mine/entries/<uuid:entry_id>/renewal/", mine.renewal, name="renewal"),
]
