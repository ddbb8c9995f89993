"""A small sample world: made by acts only, provable as a whole, with a matter at every stage."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from seeds.plant import NotEmpty, plant
from tests import databases
from yakuba.ground.calendar import clock
from yakuba.ground.journal import guard
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.verifier.verify import verify
from yakuba.ground.messages.send import to_be_posted
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.approvals.models import KoetsuDuty
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.registers.models import Entry, EntryEnd

pytestmark = [pytest.mark.django_db]
END = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # Friday, 15:30 in Japan
MATTERS = 36
# No procedure of the sample town consults other sections or waits for a season yet.
NOT_IN_THE_TOWN = {State.CONSULT, State.WAIT}


def planted(matters: int) -> None:
    plant("quiet", write=lambda _: None, until=END, matters=matters)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Planted once, taken away after the module; the folder where its files lie."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:  # type: ignore[attr-defined]
        patch.setattr(settings, "YAKUBA_DATA", tmp_path_factory.mktemp("world"))
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        with transaction.atomic():
            planted(MATTERS)
        # Committed: what may still be undone is not sealed.
        yield settings.YAKUBA_DATA
        guard.take_down(connection)
        databases.empty(connection)
        guard.put_up(connection)


@pytest.fixture
def in_world(db: None, world: Path, settings: object) -> Iterator[None]:
    """Its data folder, on its last day. After every test the journal is compared with all rows (conftest)."""
    settings.YAKUBA_DATA = world  # type: ignore[attr-defined]
    with clock.moved(END):
        yield


def test_every_state_of_a_case_occurs(in_world: None) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert {State(state) for state in states} == set(State) - NOT_IN_THE_TOWN


def test_the_first_resident_finds_begun_and_sent_matters_on_their_page(in_world: None) -> None:
    mine = Case.objects.filter(applicant_email="resident1@example.jp").exclude(applicant_ref="")
    assert mine.filter(closed_at=None).count() >= 3
    assert Draft.objects.filter(owner_ref=mine[0].applicant_ref, submitted_at=None).count() >= 2
    assert Entry.objects.filter(holder_ref=mine[0].applicant_ref).exists()


def test_the_road_clerk_has_something_due_today_and_something_late(in_world: None) -> None:
    mine = Case.objects.filter(section="construction_road", state="review", assignee_id__isnull=False)
    assert mine.filter(due_on=clock.today()).count() >= 2
    assert mine.filter(due_on__lt=clock.today()).exists()


def test_what_a_newcomer_looks_for_is_there(in_world: None) -> None:
    assert KoetsuDuty.objects.filter(read_at=None).exists()
    assert Case.objects.filter(faulty=True).exists()
    assert to_be_posted(10)
    assert Intake.objects.half_entered().count() == 2
    assert Draft.objects.exclude(renewal_of=None).exists()
    assert EntryEnd.objects.filter(entry__register="dogs").exists()


def test_the_evidence_of_the_whole_world_verifies(in_world: None, tmp_path: Path) -> None:
    call_command("export_evidence", "--out", str(tmp_path / "town.zip"), "--with-files")
    report = verify(tmp_path / "town.zip")
    assert report.findings == []
    assert report.counts["記録"] == Event.objects.count()


def test_a_world_is_not_planted_where_somebody_works_already(in_world: None) -> None:
    before = Event.objects.count()
    with pytest.raises(NotEmpty):
        planted(1)
    assert Event.objects.count() == before
