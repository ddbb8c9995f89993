"""A town with one resident who has filled in a real application, and copies of that draft."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from seeds import filing
from seeds.people import BY, Person, employ_everyone, registered, somebody
from tests.signed_in import session_of
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.identifiers import new_id
from yakuba.hall import town_data
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Draft, new_token

PROCEDURE = "road_occupancy"
_BATCH = 500


@dataclass(frozen=True)
class Applicant:
    """Who applies, with the session their browser carries, and the draft that is filled in to the end."""

    person: Person
    session: str
    draft_id: UUID
    answered: int


def applicant(procedure: str = PROCEDURE) -> Applicant:
    """Make the town in the empty database and fill the first worked example of the procedure in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        employ_everyone(since=clock.today().replace(month=1, day=1))
        data = town_data.check()
        assert data.faults == (), data.faults
        town_data.publish(data, valid_from=clock.today() - timedelta(days=1), by=BY)
        person = registered(somebody(Random(1), 1))
        draft_id = _filled(procedure, person)
    answered = sum(value not in (None, "", []) for value in Draft.objects.get(id=draft_id).answers.values())
    return Applicant(person, session_of(person.resident_id), draft_id, answered)


def _filled(procedure: str, person: Person) -> UUID:
    edition = shelf.in_force(procedure, clock.today())
    example = next(one for one in edition.procedure.examples if one.expect.get("valid"))
    who = filing.applicant(person)
    ref = answers.start(edition_id=edition.id, owner=who)
    given = filing.variation(edition.procedure, example, person, clock.today())
    filing.fill(ref.id, answers.Key(who, ref.token), given, Random(1))
    return ref.id


def copies(of: UUID, count: int) -> list[UUID]:
    """So many drafts of the same content, each with its own name and token."""
    row = Draft.objects.get(id=of)
    made = []
    for _ in range(count):
        row.id, row.token = new_id(), new_token()
        made.append(row.id)
        _pending.append(_clone(row))
        if len(_pending) >= _BATCH:
            _flush()
    _flush()
    return made


_pending: list[Draft] = []


def _clone(row: Draft) -> Draft:
    return Draft(**{field.attname: getattr(row, field.attname) for field in Draft._meta.concrete_fields})


def _flush() -> None:
    Draft.objects.bulk_create(_pending)
    _pending.clear()
