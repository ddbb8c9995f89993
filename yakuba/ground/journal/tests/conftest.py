"""A small town with a journal, seals and evidence."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from yakuba.ground.calendar import clock
from yakuba.ground.journal import guard
from yakuba.ground.journal.audit import audit
from yakuba.ground.journal.evidence import Exported, LiveTables, export
from yakuba.ground.journal.record import record
from yakuba.ground.journal.sealer import seal
from yakuba.ground.journal.signature import By
from yakuba.ground.journal.tests.sample import MODELS, Holder, Permit

ORIGIN = "yakuba.example/test"
CLERK = By(
    "staff:018f0000-0000-7000-8000-000000000001", capacity="own", post="建設課 管理係", assurance="totp"
)
STARTED = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


@dataclass
class Town:
    """What the tests do to a town."""

    folder: Path
    clock: clock.MovedClock

    @property
    def seal_dir(self):
        return self.folder / "seals"

    def permit(self, subject, *, by=CLERK, **values):
        """Insert one permit and record it."""
        self.clock.advance(timedelta(minutes=7))
        with transaction.atomic():
            row = Permit.objects.create(**{**full_permit(), **values})
            record("permit.made", subject=subject, by=by, facts={"step": "intake"}, rows=[row])
        return row

    def change(self, subject, row, **values):
        """Change a row and record it."""
        self.clock.advance(timedelta(minutes=7))
        with transaction.atomic():
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            return record("permit.changed", subject=subject, by=CLERK, facts={"step": "review"}, rows=[row])

    def destroy(self, subject, row, decision="斜総第12号"):
        """Destroy a row under a decision."""
        with transaction.atomic():
            facts = {"decision": decision}
            record("record.disposed", subject=subject, by=CLERK, facts=facts, gone=[row])
            Permit.objects.filter(pk=row.pk).delete()

    def seal(self, **options):
        self.clock.advance(timedelta(minutes=10))
        return seal(self.seal_dir, origin=ORIGIN, **options)

    def export(self, subjects=None, name="evidence.zip", files=None) -> Exported:
        tables = LiveTables(MODELS)
        return export(subjects, self.folder / name, seal_dir=self.seal_dir, files=files, tables=tables)

    @property
    def evidence(self):
        return self.folder / "evidence.zip"

    def audit(self):
        return audit(MODELS)

    def sql(self, statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount


def full_permit():
    """A permit with something in every column."""
    return {
        "title": "看板 𠮷野家前",
        "note": "国道沿い\n「たて看板」",
        "amount": 1200,
        "area": "10.5",
        "starts": date(2026, 4, 1),
        "opens": time(8, 30),
        "heard_at": STARTED,
        "lasts": timedelta(days=3, seconds=5),
        "answers": {"place": "本町12番地", "points": [44.0001, 3], "also": None},
        "secret": b"\x00\xffkey",
        "urgent": True,
        "ticket": UUID("018f0000-0000-7000-8000-00000000000a"),
    }


@pytest.fixture(scope="session")
def sample_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


@pytest.fixture
def committing(sample_tables, transactional_db):
    """Real transactions; the triggers are away, or the emptying of the tables afterwards would be refused."""
    guard.take_down(connection)


@pytest.fixture
def committed(committing):
    """A database in which every act is committed, left empty."""
    yield
    with connection.cursor() as cursor:
        for table in ("sample_permit", "sample_holder"):
            cursor.execute(f"DELETE FROM {table}")


if connection.vendor == "sqlite":

    @pytest.fixture
    def database(sample_tables, db):
        """Undone after each test."""

else:

    @pytest.fixture
    def database(committed):
        """PostgreSQL's sealer rightly leaves out a transaction still running, so every test commits."""


@pytest.fixture
def town(database, tmp_path):
    with clock.moved(STARTED) as moved:
        yield Town(tmp_path, moved)


@pytest.fixture
def busy_town(town):
    """Three cases, a holder, a changed row, a lawful destruction, two seals and an unsealed tail."""
    first = town.permit("case:1")
    second = town.permit("case:2", title="足場")
    town.change("case:1", first, amount=1300, area="11")
    town.seal()
    third = town.permit("case:3", title="のぼり旗")
    town.change("case:2", second, holder=_holder("case:2"))
    town.destroy("case:3", third)
    town.seal()
    town.change("case:1", first, note="未封印の変更")
    return town


def _holder(subject):
    with transaction.atomic():
        holder = Holder.objects.create(name="北野 花子")
        record("holder.made", subject=subject, by=CLERK, rows=[holder])
    return holder
