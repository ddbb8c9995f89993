"""An applicant presses twice, or on two screens, or while a clerk takes the same thing in: it counts once."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from conftest import Cast
from tests.races.conftest import GUARDED, UNHELD, Race
from tests.races.meeting import Outcome
from yakuba.ground.access import tallies
from yakuba.ground.access.models import Tally
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.identifiers import new_id
from yakuba.ground.messages.send import mailbox
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.applications.actions import bundles, sending
from yakuba.rooms.applications.models import Bundle
from yakuba.rooms.cases.actions import correction
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.tests.conftest import Office
from yakuba.rooms.counter.actions import filing, starting
from yakuba.rooms.counter.actions.starting import Brought
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.tests.conftest import details, draft_of
from yakuba.rooms.portal.actions import taking
from yakuba.rooms.portal.models import Arrived
from yakuba.rooms.portal.tests.test_taking import brought, row

pytestmark = pytest.mark.django_db(transaction=True)
unheld = pytest.mark.parametrize("guard", [GUARDED, UNHELD], indirect=True)


def words(outcomes: list[Outcome]) -> list[str]:
    return sorted(outcome.word for outcome in outcomes)


def written(cast: Cast, edition: EditionRef, whole: Mapping[str, Any]) -> tuple[UUID, answers.Key]:
    """A resident's draft with nothing missing."""
    ref = answers.start(edition_id=edition.id, owner=cast.resident, prefill={})
    key = answers.Key(cast.resident, ref.token)
    answers.save(ref.id, key, whole)
    return ref.id, key


# Sending


def test_an_application_sent_twice_is_one_case(
    cast: Cast, road: EditionRef, whole: Mapping[str, Any], together: Race, guarded: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    draft_id, key = written(cast, road, whole)
    if not guarded:
        change = WriteSet.change
        monkeypatch.setattr(WriteSet, "change", lambda *args, still: change(*args, still={}))

    def send() -> None:
        sending.send(draft_id, key, declared=True)

    outcomes = together(send, send, at="yakuba.rooms.applications.actions.sending._prepared", apart=False)
    counted = (Case.objects.count(), Submission.objects.count())
    assert ((words(outcomes), counted) == (["done", "done"], (1, 1))) is guarded, outcomes


def test_what_is_written_while_it_is_sent_is_sent_or_refused_and_never_lost_unsaid(
    cast: Cast, road: EditionRef, whole: Mapping[str, Any], together: Race
) -> None:
    """Another screen changes an answer between the check and the sending: the sealed one stands."""
    draft_id, key = written(cast, road, whole)
    text = next(q.key for q in road.procedure.all_questions() if q.kind == "long_text" and q.key in whole)
    outcomes = together(
        lambda: sending.send(draft_id, key, declared=True),
        lambda: answers.save(draft_id, key, {text: "書き直しました"}),
        at=("yakuba.rooms.applications.actions.sending._prepared", "yakuba.rooms.answers.door.save"),
        apart=False,
    )
    assert outcomes[0].word == "done"
    assert Submission.objects.get().answers[text] in (whole[text], "書き直しました")


# Corrections


def asked_to_correct(office: Office) -> tuple[UUID, UUID]:
    """A case that waits for a correction; its submission."""
    case_id = office.to("review")
    correction.ask_correction(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), question_keys=["wording"],
        text="看板の文字を直してください。", due_on=None,
    )  # fmt: skip
    return case_id, Case.objects.get(id=case_id).submission_id


def correcting(office: Office, case_id: UUID, submission_id: UUID) -> answers.DraftRef:
    return answers.correction(
        submission_id, question_keys=["wording"], owner=office.cast.resident, about=f"case:{case_id}"
    )


def sending_it(office: Office, draft: answers.DraftRef) -> Callable[[], None]:
    key = answers.Key(office.cast.resident, draft.token)
    return lambda: sending.send(draft.id, key, declared=True)


def test_a_correction_sent_twice_answers_once(office: Office, together: Race, guarded: bool) -> None:
    case_id, submission_id = asked_to_correct(office)
    send = sending_it(office, correcting(office, case_id, submission_id))
    outcomes = together(send, send, at="yakuba.rooms.cases.door.answer_correction")
    assert (words(outcomes) == ["done", "done"] and Submission.objects.count() == 2) is guarded, outcomes


def test_two_who_begin_a_correction_write_in_the_same_draft(
    office: Office, together: Race, guarded: bool
) -> None:
    case_id, submission_id = asked_to_correct(office)

    def begin() -> UUID:
        return correcting(office, case_id, submission_id).id

    outcomes = together(begin, begin, at="yakuba.rooms.answers.actions.starting._correcting")
    one = words(outcomes) == ["done", "done"] and len({outcome.value for outcome in outcomes}) == 1
    assert one is guarded, outcomes


def test_opening_a_correction_again_does_not_undo_that_it_was_sent(
    office: Office, together: Race, guarded: bool
) -> None:
    case_id, submission_id = asked_to_correct(office)
    draft = correcting(office, case_id, submission_id)
    outcomes = together(
        sending_it(office, draft),
        lambda: correcting(office, case_id, submission_id),
        at=("yakuba.rooms.cases.door.answer_correction", "yakuba.rooms.answers.models.Draft.save"),
    )
    sent, opened = outcomes
    stands = Draft.objects.get(id=draft.id).submission_id is not None
    assert (stands and sent.word == "done" and opened.word in ("done", "DoesNotExist")) is guarded, outcomes


# On paper


def printed(cast: Cast, edition: EditionRef, whole: Mapping[str, Any]) -> tuple[UUID, answers.Key]:
    draft_id, key = written(cast, edition, whole)
    answers.put_on_paper(draft_id, key)
    return draft_id, key


def handed_in(cast: Cast, draft_id: UUID, whole: Mapping[str, Any]) -> UUID:
    """An intake of the printed draft, with everything entered."""
    intake = starting.start(
        new_id(),
        procedure_key="road_occupancy",
        brought=Brought(details()),
        actor=cast.clerk,
        paper=answers.handed_in(draft_id, clerk=cast.clerk),
    )
    answers.save(draft_of(intake), answers.Key(cast.clerk), whole)
    return intake


def test_one_printed_application_is_taken_in_once(
    cast: Cast, road: EditionRef, whole: Mapping[str, Any], together: Race, guarded: bool
) -> None:
    draft_id, _key = printed(cast, road, whole)
    one, other = (
        lambda intake=intake: filing.file(intake, actor=cast.clerk, checked=True)
        for intake in (handed_in(cast, draft_id, whole), handed_in(cast, draft_id, whole))
    )
    outcomes = together(one, other, at="yakuba.rooms.answers.door.seal")
    assert (words(outcomes) == ["CounterRefused", "done"] and Case.objects.count() == 1) is guarded, outcomes


def test_a_printed_application_is_sent_online_or_taken_in_and_not_both(
    cast: Cast, road: EditionRef, whole: Mapping[str, Any], together: Race, guarded: bool
) -> None:
    draft_id, key = printed(cast, road, whole)
    intake = handed_in(cast, draft_id, whole)
    outcomes = together(
        lambda: sending.send(draft_id, key, declared=True),
        lambda: filing.file(intake, actor=cast.clerk, checked=True),
        at=("yakuba.rooms.applications.actions.sending._prepared", "yakuba.rooms.answers.door.seal"),
        apart=False,
    )
    once = set(words(outcomes)) <= {"done", "CounterRefused"} and Case.objects.count() == 1
    assert once or not guarded


@unheld
def test_the_counters_form_sent_twice_begins_one_intake(
    cast: Cast, road: EditionRef, together: Race, guarded: bool
) -> None:
    intake = new_id()

    def start() -> UUID:
        return starting.start(
            intake, procedure_key="road_occupancy", brought=Brought(details()), actor=cast.clerk
        )

    outcomes = together(start, start, at="yakuba.rooms.counter.actions.starting._begun")
    assert (words(outcomes) == ["done", "done"] and Intake.objects.count() == 1) is guarded, outcomes


# From the national portal


@unheld
def test_a_row_of_the_portal_taken_twice_is_one_case(
    cast: Cast, disaster: EditionRef, together: Race, guarded: bool
) -> None:
    upload = brought(cast, row(disaster, "P-0001"))

    def take() -> UUID | None:
        (outcome,) = taking.take(upload, actor=cast.other_clerk, as_they_are=False)
        return outcome.case_id

    outcomes = together(take, take, at="yakuba.rooms.portal.actions.taking._note")
    one = words(outcomes) == ["done", "done"] and len({outcome.value for outcome in outcomes}) == 1
    assert (one and Case.objects.count() == Arrived.objects.count() == 1) is guarded, outcomes


# Beginning


@unheld
def test_an_application_begun_twice_is_one_draft(
    cast: Cast, road: EditionRef, together: Race, guarded: bool
) -> None:
    def begin() -> UUID:
        return answers.start(edition_id=road.id, owner=cast.resident).id

    outcomes = together(begin, begin, at="yakuba.rooms.answers.actions.starting._known")
    assert (words(outcomes) == ["done", "done"] and Draft.objects.count() == 1) is guarded, outcomes


@unheld
def test_applications_begun_together_twice_are_one_bundle(
    cast: Cast, road: EditionRef, disaster: EditionRef, together: Race, guarded: bool
) -> None:
    def begin() -> UUID:
        return bundles.begin([road, disaster], actor=cast.resident, plan="plan").id

    outcomes = together(begin, begin, at="yakuba.rooms.applications.actions.bundles.first_asked")
    assert (words(outcomes) == ["done", "done"] and Bundle.objects.count() == 1) is guarded, outcomes


# Signing in


def test_a_mailed_link_lets_one_browser_in(cast: Cast, together: Race, guarded: bool) -> None:
    Client().post("/sign-in/link/", {"login": "hanako@example.jp"})
    found = re.search(r"sesame=([^&\s]+)", mailbox(limit=1)[0].body)
    assert found

    def use() -> int:
        return Client().post("/sign-in/link/use/", {"sesame": found[1]}).status_code

    outcomes = together(use, use, at="yakuba.hall.sign_in.prove_address")
    assert (sorted(str(outcome.value) for outcome in outcomes) == ["302", "422"]) is guarded, outcomes


def naive(key: str, *, seconds: int) -> int:
    """Counting as it must not be done: read, then written."""
    standing = Tally.objects.filter(key=key).first() or Tally(key=key, count=0)
    standing.count, standing.lapses = standing.count + 1, tallies._now() + seconds
    standing.save()
    return standing.count


def test_two_guesses_at_once_count_as_two(
    cast: Cast, together: Race, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tallies.count("guess", seconds=60)
    if not guarded:
        monkeypatch.setattr(tallies, "count", naive)

    def guess() -> int:
        return tallies.count("guess", seconds=60)

    outcomes = together(guess, guess, at="yakuba.ground.access.tallies._now", apart=False)
    assert (sorted(str(outcome.value) for outcome in outcomes) == ["2", "3"]) is guarded, outcomes
