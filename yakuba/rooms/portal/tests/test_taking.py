"""What came through the national portal becomes the same case as from our own page."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import Cast
from seeds import papers, portal_file
from yakuba.ground import town
from yakuba.ground.access.gate import Denied
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.files.models import StoredFile
from yakuba.ground.journal.signature import By
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case
from yakuba.rooms.portal.actions import bringing, taking
from yakuba.rooms.portal.models import Arrived, Upload

pytestmark = pytest.mark.django_db
NAME = "罹災証明書の発行申請"
LATELY = "2026-10-30"
SENT_AT = "2026-11-02 09:15"


@pytest.fixture
def disaster(cast: Cast) -> shelf.EditionRef:
    procedure = load_procedure(town.folder() / "procedures" / "disaster_certificate", sections=None)
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=By(actor="system:test"))


def row(edition: shelf.EditionRef, number: str, **changed: str) -> dict[str, str]:
    """The first worked example as a row of the portal's file."""
    example = next(one for one in edition.procedure.examples if one.expect.get("valid"))
    found = portal_file.row(
        edition.procedure, example.answers, number=number, sent_at=SENT_AT, email="someone@example.jp"
    )
    return {**found, "damaged_on": LATELY, **changed}


def brought(cast: Cast, *rows: dict[str, str]) -> Upload:
    upload_id = bringing.bring(portal_file.parcel(list(rows)), name="portal.zip", actor=cast.other_clerk)
    return Upload.objects.get(id=upload_id)


def test_a_row_becomes_the_case_our_own_page_would_have_made(cast: Cast, disaster: shelf.EditionRef) -> None:
    upload = brought(cast, row(disaster, "P-0001"))
    (outcome,) = taking.take(upload, actor=cast.other_clerk, as_they_are=False)
    case = Case.objects.get(id=outcome.case_id)
    sent = answers.submission(case.submission_id)
    assert (case.channel, case.procedure_key) == ("portal", "disaster_certificate")
    assert case.applicant_email == "someone@example.jp"
    assert sent.problems == ()
    example = next(one for one in disaster.procedure.examples if one.expect.get("valid"))
    asked = {q.key: q.kind for q in disaster.procedure.all_questions()}
    for key, value in example.answers.items():
        if asked[key] not in ("file", "repeat") and key != "damaged_on":
            assert sent.answers.get(key) == value


def test_the_same_number_brought_again_leads_to_the_same_case(cast: Cast, disaster: shelf.EditionRef) -> None:
    for _ in range(2):
        taking.take(brought(cast, row(disaster, "P-0001")), actor=cast.other_clerk, as_they_are=True)
    assert Case.objects.count() == Arrived.objects.count() == 1


def test_a_faulty_row_waits_unless_it_is_taken_as_it_is(cast: Cast, disaster: shelf.EditionRef) -> None:
    phone = next(q.key for q in disaster.procedure.all_questions() if q.role == "applicant.phone")
    upload = brought(cast, row(disaster, "P-1"), row(disaster, "P-2", **{phone: "12"}))
    assert len(taking.take(upload, actor=cast.other_clerk, as_they_are=False)) == 1
    (second,) = taking.take(upload, actor=cast.other_clerk, as_they_are=True)
    sent = answers.submission(Case.objects.get(id=second.case_id).submission_id)
    assert [problem.key for problem in sent.problems] == [phone]
    assert sent.problems[0].written == "12"


def test_a_row_whose_attachment_is_broken_is_told_and_costs_no_other(
    cast: Cast, disaster: shelf.EditionRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = papers.upload
    broken = SimpleUploadedFile("broken.jpg", b"\xff\xd8 no picture", "image/jpeg")
    monkeypatch.setattr(papers, "upload", lambda name, at: broken if name == "broken.jpg" else real(name, at))
    upload = brought(cast, row(disaster, "P-1", photos="broken.jpg"), row(disaster, "P-2"))
    first, second = taking.take(upload, actor=cast.other_clerk, as_they_are=False)
    assert first.case_id is None and "broken.jpg" in first.message
    assert Case.objects.get().id == second.case_id


def test_a_row_of_no_procedure_is_never_taken(cast: Cast, disaster: shelf.EditionRef) -> None:
    upload = brought(cast, row(disaster, "P-1", 手続名="宇宙旅行の届"))
    assert taking.take(upload, actor=cast.other_clerk, as_they_are=True) == []


def test_the_file_is_destroyed_when_it_is_done_with(cast: Cast, disaster: shelf.EditionRef) -> None:
    upload = brought(cast, row(disaster, "P-1"))
    for _ in range(2):
        bringing.end(upload.id, actor=cast.other_clerk)
    assert StoredFile.objects.get(id=upload.file_id).state == StoredFile.State.DESTROYED


def test_only_who_takes_applications_in_may_bring_a_file_and_nobody_else_sees_it(
    cast: Cast, disaster: shelf.EditionRef
) -> None:
    with pytest.raises(Denied):
        bringing.bring(portal_file.parcel([row(disaster, "P-1")]), name="a.zip", actor=cast.cashier)
    upload = brought(cast, row(disaster, "P-1"))
    assert list(Upload.objects.visible_to(cast.other_clerk)) == [upload]
    assert not Upload.objects.visible_to(cast.clerk).exists()


def test_the_pages_show_rows_faults_and_take_them(
    client: Client, cast: Cast, disaster: shelf.EditionRef, login: Any
) -> None:
    login(client, cast.other_clerk)
    phone = next(q.key for q in disaster.procedure.all_questions() if q.role == "applicant.phone")
    content = portal_file.parcel([row(disaster, "P-1"), row(disaster, "P-2", **{phone: "12"})]).read()
    upload = SimpleUploadedFile("portal.zip", content, "application/zip")
    shown = client.post("/staff/portal/", {"file": upload}, follow=True)
    assert "取り込める1件を受け付ける" in shown.content.decode()
    address = shown.redirect_chain[-1][0]
    assert "12" in client.get(f"{address}faults.csv").content.decode()
    taken = client.post(address, {"act": "take"}, follow=True).content.decode()
    assert "1件を受け付けました" in taken
    assert "受付ずみ" in taken
    ended = client.post(address, {"act": "end"}, follow=True).content.decode()
    assert "ファイルは消しました" in ended


def test_no_file_or_another_file_is_refused_with_words(client: Client, cast: Cast, login: Any) -> None:
    login(client, cast.other_clerk)
    assert "ファイルを選んで" in client.post("/staff/portal/").content.decode()
    picture = SimpleUploadedFile("a.csv", papers.upload("a.jpg", 1).read(), "text/csv")
    refused = client.post("/staff/portal/", {"file": picture})
    assert refused.status_code == 422


def test_the_columns_of_a_procedure_can_be_had_as_an_empty_file(
    client: Client, cast: Cast, disaster: shelf.EditionRef, login: Any
) -> None:
    login(client, cast.other_clerk)
    text = client.get("/staff/portal/columns/disaster_certificate.csv").content.decode("utf-8-sig")
    assert text.startswith("受付番号,手続名,申請日時,メールアドレス,")
    assert NAME in text
    assert client.get("/staff/portal/columns/road_occupancy.csv").status_code == 404
