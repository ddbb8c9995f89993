"""Paper goes out blank, filled or sent, and its code brings it back to where it belongs."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from conftest import Cast
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.signature import By
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications import actions as applications
from yakuba.rooms.cases.models import Case
from yakuba.rooms.counter.actions import filing, starting
from yakuba.rooms.counter.actions.starting import Brought
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.rules import Details

pytestmark = pytest.mark.django_db
KEY = "dog_death"


@pytest.fixture
def edition(cast: Cast) -> shelf.EditionRef:
    procedure = load_procedure(town.folder() / "procedures" / KEY, sections=None)
    return shelf.publish(procedure, valid_from=date(2026, 4, 1), by=By(actor="system:test"))


@pytest.fixture
def written(cast: Cast, edition: shelf.EditionRef) -> answers.DraftRef:
    """A resident has written the whole notice and not sent it."""
    example = edition.procedure.examples[0].answers
    given = {**example, "died_on": "2026-10-30"}
    return answers.start(edition_id=edition.id, owner=cast.resident, prefill=given)


def code(what: str, id: object) -> str:
    return f"/papers/{what}/{id}/"


def test_the_blank_form_is_a_pdf_for_anyone_and_its_code_leads_to_the_guide_or_the_intake(
    client: Client, cast: Cast, edition: shelf.EditionRef, login: Any
) -> None:
    pdf = client.get(f"/procedures/{KEY}/form.pdf")
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(code("form", edition.id)).headers["Location"] == f"/procedures/{KEY}/"
    login(client, cast.other_clerk)
    assert (
        client.get(code("form", edition.id)).headers["Location"] == f"/staff/counter/procedures/{KEY}/intake/"
    )


def test_a_draft_reaches_the_counter_only_after_its_writer_put_it_on_paper(
    client: Client, cast: Cast, written: answers.DraftRef, login: Any
) -> None:
    clerk = login(Client(), cast.other_clerk)
    assert clerk.get(code("draft", written.id)).status_code == 404
    login(client, cast.resident)
    asked_first = client.get(f"/drafts/{written.id}/paper/form.pdf")
    assert asked_first.headers["Location"] == f"/drafts/{written.id}/paper/"
    client.post(f"/drafts/{written.id}/paper/")
    assert client.get(f"/drafts/{written.id}/paper/form.pdf").content[:5] == b"%PDF-"
    led = clerk.get(code("draft", written.id)).headers["Location"]
    assert led == f"/staff/counter/procedures/{KEY}/intake/?paper={written.id}"
    assert "読み取りました" in clerk.get(led).content.decode()


def test_nobody_else_may_put_a_draft_on_paper_or_open_it_by_its_code(
    client: Client, cast: Cast, written: answers.DraftRef, login: Any
) -> None:
    answers.put_on_paper(written.id, answers.Key(cast.resident))
    login(client, cast.neighbour)
    assert client.post(f"/drafts/{written.id}/paper/").status_code == 404
    assert client.get(f"/drafts/{written.id}/paper/form.pdf").status_code == 404
    assert client.get(code("draft", written.id), follow=True).status_code == 404
    login(client, cast.cashier)
    assert client.get(code("draft", written.id), follow=True).status_code == 404


def test_a_paper_taken_in_begins_with_what_was_written_and_its_writer_sees_the_receipt(
    client: Client, cast: Cast, written: answers.DraftRef, login: Any
) -> None:
    answers.put_on_paper(written.id, answers.Key(cast.resident))
    paper = answers.handed_in(written.id, clerk=cast.other_clerk)
    said = Details("paper", clock.now(), "self", "", "licence", "箱1")
    intake_id = starting.start(
        new_id(), procedure_key=KEY, brought=Brought(said), actor=cast.other_clerk, paper=paper
    )
    draft_id = Intake.objects.get(id=intake_id).draft_id
    begun = answers.draft(draft_id, answers.Key(cast.other_clerk))
    assert begun.answers["dog_name"] == paper.answers["dog_name"]
    case_id = filing.file(intake_id, actor=cast.other_clerk, checked=True)
    login(client, cast.resident)
    receipt = client.get(f"/drafts/{written.id}/", follow=True).content.decode()
    assert Case.objects.get(id=case_id).number in receipt


def test_a_paper_whose_application_was_sent_online_meanwhile_is_not_taken_in_twice(
    cast: Cast, written: answers.DraftRef
) -> None:
    key = answers.Key(cast.resident)
    answers.put_on_paper(written.id, key)
    paper = answers.handed_in(written.id, clerk=cast.other_clerk)
    said = Details("paper", clock.now(), "self", "", "licence", "箱1")
    intake_id = starting.start(
        new_id(), procedure_key=KEY, brought=Brought(said), actor=cast.other_clerk, paper=paper
    )
    applications.send(written.id, key, declared=True)
    with pytest.raises(starting.CounterRefused, match=Case.objects.get().number):
        filing.file(intake_id, actor=cast.other_clerk, checked=True)
    assert Case.objects.count() == 1


def test_the_copy_of_what_was_sent_bears_a_code_that_leads_staff_to_the_case(
    client: Client, cast: Cast, edition: shelf.EditionRef, written: answers.DraftRef, login: Any
) -> None:
    answers.put_on_paper(written.id, answers.Key(cast.resident))
    paper = answers.handed_in(written.id, clerk=cast.other_clerk)
    said = Details("paper", clock.now(), "self", "", "licence", "箱1")
    intake_id = starting.start(
        new_id(), procedure_key=KEY, brought=Brought(said), actor=cast.other_clerk, paper=paper
    )
    case = Case.objects.get(id=filing.file(intake_id, actor=cast.other_clerk, checked=True))
    assert client.get(f"/status/{case.status_token}/form.pdf").content[:5] == b"%PDF-"
    assert client.get(code("case", case.id)).status_code == 404
    login(client, cast.other_clerk)
    assert client.get(code("case", case.id)).headers["Location"] == f"/staff/cases/{case.id}/"


@pytest.mark.parametrize("what", ["form", "draft", "case", "letter"])
def test_a_code_of_nothing_of_ours_is_not_found(client: Client, cast: Cast, login: Any, what: str) -> None:
    login(client, cast.other_clerk)
    assert client.get(code(what, new_id()), follow=True).status_code == 404
