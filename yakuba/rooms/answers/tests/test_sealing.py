"""Sending: once and for all, complete, with its fee and reasons; correcting only what was asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from yakuba.ground.access.actor import GUEST
from yakuba.ground.calendar import clock
from yakuba.ground.files.models import StoredFile
from yakuba.ground.journal.read import history
from yakuba.rooms.answers import door, jobs
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.tests.conftest import VALID, Screen

pytestmark = pytest.mark.django_db


def seal(screen: Screen, *, declared: bool = True) -> door.SubmissionRef:
    return door.seal(screen.draft_id, key=door.Key(screen.actor, screen.token), declared=declared)


def test_a_finished_draft_is_sealed_with_its_fee_and_event(finished: Screen) -> None:
    sealed = door.submission(seal(finished).id)
    assert sealed.fee.total == 1500 and sealed.fee.lines[0].basis == "試験のための規程 別表"
    assert (sealed.version, sealed.channel, sealed.facts["today"]) == (1, "online", "2026-11-02")
    assert sealed.answers["double"] == "25" or str(sealed.answers["double"]).startswith("25")
    (event,) = history(f"submission:{sealed.id}")
    assert event.kind == "submission.sealed" and event.facts["digest"] == sealed.digest
    assert event.actor == finished.actor.ref


def test_sending_twice_is_sending_once(finished: Screen) -> None:
    first, second = seal(finished), seal(finished)
    assert second == door.SubmissionRef(first.id, already=True) and not first.already
    assert Submission.objects.count() == 1 and len(history(f"submission:{first.id}")) == 1


@pytest.mark.django_db(transaction=True)
def test_four_sendings_at_once_make_one_submission(finished: Screen) -> None:
    def send(_: int) -> door.SubmissionRef:
        try:
            return seal(finished)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        refs = list(threads.map(send, range(4)))
    assert len({ref.id for ref in refs}) == 1
    assert sorted(ref.already for ref in refs) == [False, True, True, True]
    assert Submission.objects.count() == 1 and len(history(f"submission:{refs[0].id}")) == 1


def test_the_content_of_a_sent_draft_stands_in_the_submission_alone(finished: Screen) -> None:
    seal(finished)
    row = Draft.objects.get()
    assert (row.answers, row.raw) == ({}, {})


def test_what_is_missing_is_named_with_its_page_and_nothing_is_sealed(screen: Screen) -> None:
    with pytest.raises(door.NotReady) as refusal:
        seal(screen)
    assert {"words", "papers", "promise"} <= {missing.page for missing in refusal.value.missing}
    assert Submission.objects.count() == 0


def test_what_was_typed_but_could_not_be_read_stops_the_sending(finished: Screen) -> None:
    finished.fill("person", {**VALID["person"], "q-company": "12"}, act="later")
    with pytest.raises(door.NotReady) as refusal:
        seal(finished)
    assert [missing.problem.key for missing in refusal.value.missing] == ["company"]


def test_without_the_declaration_nothing_is_sent(finished: Screen) -> None:
    with pytest.raises(door.NotReady):
        seal(finished, declared=False)
    assert Submission.objects.count() == 0


def test_a_guest_confirms_the_address_before_sending(finished: Screen) -> None:
    Draft.objects.update(owner_ref="guest:web", resume_email="guest@example.jp")
    token = Draft.objects.get().token
    guest = Screen(finished.draft_id, GUEST, token=token)
    with pytest.raises(door.NotReady) as refusal:
        seal(guest)
    assert refusal.value.email
    door.opened_by_link(token, GUEST)
    ref = seal(guest)
    assert history(f"submission:{ref.id}")[0].content["assurance"] == "email"


def test_a_guests_draft_becomes_a_residents_own_by_the_link(edition: Any, cast: Any) -> None:
    ref = door.start(edition_id=edition.id, owner=GUEST, resume_email="guest@example.jp")
    door.opened_by_link(ref.token, cast.resident)
    assert [row.id for row in door.drafts_of(cast.resident.ref)] == [ref.id]
    assert door.drafts_of(cast.neighbour.ref) == []


def test_hidden_answers_are_left_out_and_named(finished: Screen) -> None:
    finished.fill("choosing", {**VALID["choosing"], "q-class": "pipe"})
    summary = door.summary(finished.draft_id, door.Key(finished.actor))
    assert summary.dropped == ("wording",) and summary.fee is not None and summary.fee.total == 0
    sealed = door.submission(seal(finished).id)
    assert "wording" not in sealed.answers and sealed.dropped == ("wording",)


def test_beginning_twice_without_writing_is_one_draft(edition: Any, cast: Any) -> None:
    first = door.start(edition_id=edition.id, owner=cast.resident)
    assert door.start(edition_id=edition.id, owner=cast.resident) == first
    assert door.start(edition_id=edition.id, owner=cast.neighbour) != first


# --- correction


@pytest.fixture
def correction(finished: Screen) -> Screen:
    sealed = seal(finished)
    ref = door.correction(sealed.id, question_keys=["title", "class"], owner=finished.actor, about="case:1")
    return Screen(ref.id, finished.actor)


def test_a_correction_asks_only_what_was_asked_for(correction: Screen) -> None:
    correction.open("words")
    assert 'name="q-title"' in correction.html and 'name="q-story"' not in correction.html
    assert correction.open("person").goes_to == "/pages/words/"


def test_a_correction_changes_only_what_was_asked_for(correction: Screen) -> None:
    before = dict(correction.stored)
    correction.fill("words", {"q-title": "直した件名", "q-story": "こっそり直した"})
    correction.fill("choosing", {"q-class": "sign", "q-lit": "no", "q-wording": "別の字"})
    assert correction.goes_to == "/summary/"
    after = door.submission(seal(correction).id)
    assert after.answers == {**before, "title": "直した件名"} and after.version == 2
    with pytest.raises(KeyError):
        door.save(
            door.correction(after.id, question_keys=["title"], owner=correction.actor).id,
            door.Key(correction.actor),
            {"story": "x"},
        )


def test_a_question_that_was_hidden_before_opens_with_its_condition(finished: Screen) -> None:
    finished.fill("choosing", {**VALID["choosing"], "q-class": "pipe"})
    ref = door.correction(seal(finished).id, question_keys=["class"], owner=finished.actor)
    screen = Screen(ref.id, finished.actor)
    screen.fill("choosing", {"q-class": "sign"})
    assert "new=1" in screen.goes_to
    screen.fill("choosing", {"q-class": "sign", "q-wording": "新しい字"})
    sealed = door.submission(seal(screen).id)
    assert sealed.answers["wording"] == "新しい字" and sealed.fee.total == 1500


def test_a_submission_has_one_open_correction_and_one_successor(correction: Screen) -> None:
    before = Submission.objects.get()
    again = door.correction(before.id, question_keys=["story"], owner=correction.actor)
    assert again.id == correction.draft_id
    assert Draft.objects.get(id=again.id).allowed == ["story"]
    correction.fill("words", {"q-story": "新しい話"})
    first = seal(correction)
    assert door.submission(first.id).supersedes == before.id
    assert [view.version for view in door.versions(first.id)] == [2, 1]


def test_the_first_filing_day_keeps_its_rules_in_a_correction(correction: Screen, moved_clock: Any) -> None:
    moved_clock.advance(timedelta(days=40))
    assert door.draft(correction.draft_id, door.Key(correction.actor)).today.isoformat() == "2026-11-02"


# --- the end of drafts


def test_a_draft_nobody_touches_goes_after_ninety_days(finished: Screen, moved_clock: Any) -> None:
    file_id = finished.stored["drawing"][0]["file"]
    moved_clock.advance(timedelta(days=89))
    assert jobs.expire_drafts() == 0
    moved_clock.advance(timedelta(days=2))
    assert jobs.expire_drafts() == 1 and Draft.objects.count() == 0
    assert StoredFile.objects.get(id=file_id).state == StoredFile.State.DESTROYED


def test_a_sent_draft_goes_too_but_its_submission_and_files_stay(finished: Screen, moved_clock: Any) -> None:
    ref = seal(finished)
    moved_clock.advance(timedelta(days=91))
    assert jobs.expire_drafts() == 1
    (file,) = door.submission(ref.id).files
    assert StoredFile.objects.get(id=file["file"]).state != StoredFile.State.DESTROYED
    assert clock.today() > door.submission(ref.id).sealed_at.date()


def test_most_used_counts_what_was_sent_before(finished: Screen) -> None:
    later = clock.now() + timedelta(hours=1)
    assert door.most_used(before=later) == []
    seal(finished)
    assert door.most_used(before=later) == ["all_kinds"]
    assert door.most_used(before=clock.now() - timedelta(hours=1)) == []
