"""A closed case leaves the house in one file that proves it; whatever is changed behind its back is named."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction

from conftest import NOON
from tests import databases
from yakuba.ground.calendar import clock
from yakuba.ground.journal import guard, sealer
from yakuba.ground.journal.commitment import covered_fields
from yakuba.ground.journal.evidence import export
from yakuba.ground.journal.verifier.verify import verify
from yakuba.hall import evidence
from yakuba.hall.sealing import origin, seal_folder
from yakuba.hall.tests.world import Lived, live, open_the_hall

pytestmark = pytest.mark.django_db
LUCK = ("correct", "send_back")


@pytest.fixture(scope="module")
def lived(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Lived, datetime, Path]]:
    """道路占用許可: corrected once, sent back once, paid, issued, filed; the moment, and the town's folder.

    Lived through once and committed (what is not committed is not sealed), taken away after the module.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:  # type: ignore[attr-defined]
        patch.setattr(settings, "YAKUBA_DATA", tmp_path_factory.mktemp("town"))
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        patch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
        patch.setattr(settings, "YAKUBA_STATUS_URL", "http://127.0.0.1:8000/status/{token}/")
        with clock.moved(NOON) as moving:
            open_the_hall()
            case = live(moving, "road_occupancy", luck=LUCK)
            yield case, clock.now(), settings.YAKUBA_DATA
        guard.take_down(connection)
        databases.empty(connection)
        guard.put_up(connection)


@pytest.fixture
def closed(
    lived: tuple[Lived, datetime, Path], db: None, settings: object, tmp_path: Path
) -> Iterator[Lived]:
    """The closed case, in a copy of the town's folder."""
    case, at, folder = lived
    settings.YAKUBA_DATA = shutil.copytree(folder, tmp_path / "town")  # type: ignore[attr-defined]
    settings.YAKUBA_STATUS_URL = "http://127.0.0.1:8000/status/{token}/"  # type: ignore[attr-defined]
    with clock.moved(at):
        yield case


def exported(number: str | None, out: Path) -> Path:
    sealer.seal(seal_folder(), origin=origin())
    proof = evidence.of_case(number) if number else evidence.of_town()
    export(proof.subjects, out, seal_dir=seal_folder(), files=proof.contents)
    return out


def tables_in(path: Path) -> dict[str, list[str]]:
    """Table → ids of its rows in the evidence."""
    with zipfile.ZipFile(path) as opened:
        return {
            name.removeprefix("tables/").removesuffix(".ndjson"): [
                json.loads(line)["columns"]["id"] for line in opened.read(name).splitlines()
            ]
            for name in opened.namelist()
            if name.startswith("tables/")
        }


def test_the_evidence_of_a_closed_case_holds_all_it_went_through_and_verifies(closed, tmp_path):
    call_command(
        "export_evidence", "--case", closed.number, "--out", str(tmp_path / "case.zip"), "--with-files"
    )
    report = verify(tmp_path / "case.zip")
    assert report.findings == []
    assert report.unsealed == (0, "")
    assert report.counts["ファイル"] >= 2  # the drawing of the application, and the permit
    assert set(tables_in(tmp_path / "case.zip")) >= {
        "answers.submission", "approvals.act", "approvals.approval", "approvals.exhibitversion",
        "approvals.routestep", "cases.case", "cases.correction", "cases.issuedletter", "cases.stepvisit",
        "catalogue.edition", "counter.intake", "files.storedfile", "payments.assessment", "payments.receipt",
        "records.documentnumber", "records.record", "records.recordcontent", "registers.entry",
    }  # fmt: skip


def test_the_evidence_of_the_whole_town_verifies(closed, tmp_path):
    call_command("export_evidence", "--out", str(tmp_path / "town.zip"), "--with-files")
    report = verify(tmp_path / "town.zip")
    assert report.findings == []
    assert report.counts["記録"] > 30


def test_another_persons_matter_is_not_in_the_evidence_of_a_case(closed, tmp_path):
    with clock.moved(NOON + timedelta(days=400)) as moving:
        other = live(moving, "water_supply")
        rows = tables_in(exported(closed.number, tmp_path / "case.zip"))
    assert str(other.id) not in rows["cases.case"]
    assert rows["cases.case"] == [str(closed.id)]


def test_a_number_that_no_case_has_is_said_so(closed, tmp_path):
    with pytest.raises(CommandError, match="R8-9999"):
        call_command("export_evidence", "--case", "R8-9999", "--out", str(tmp_path / "x.zip"))
    assert not (tmp_path / "x.zip").exists()


def other(field: models.Field, value: object) -> object:
    """Another value that the column takes, as the database stores it."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return UUID(int=(UUID(str(value)).int if value else 0) ^ 1).hex
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return json.dumps({"changed": value if isinstance(value, str | int) else 1})
    if isinstance(field, models.DateTimeField):
        return str((value or datetime(2020, 1, 1, tzinfo=UTC)) + timedelta(microseconds=1)).removesuffix(
            "+00:00"
        )
    if isinstance(field, models.DateField):
        return str((value or date(2020, 1, 1)) + timedelta(days=1))
    if isinstance(field, models.IntegerField):
        return (value or 0) + 900  # past the numbers of other rows, which may have to stay unique
    return f"{value or ''}。"[-field.max_length if field.max_length else 0 :]


def change(model: type[models.Model], row_id: str, field: models.Field) -> None:
    row = model._base_manager.get(pk=row_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {model._meta.db_table} SET "{field.column}" = %s WHERE id = %s',
            [other(field, getattr(row, field.attname)), UUID(row_id).hex],
        )
        assert cursor.rowcount == 1


Change = tuple[str, str, models.Field]


def rounds(rows: dict[str, list[str]]) -> Iterator[list[Change]]:
    """Every covered column of the first row of each table, then one column of each further row; what is
    changed together lies in different rows, each of which must be named for itself."""
    columns = {table: covered_fields(apps.get_model(table)) for table in rows}
    for place in range(max(map(len, columns.values()))):
        yield [
            (table, rows[table][0], fields[place]) for table, fields in columns.items() if place < len(fields)
        ]
    yield [(table, row_id, columns[table][-1]) for table, ids in rows.items() for row_id in ids[1:]]


@pytest.mark.tampers
def test_any_column_of_any_row_of_the_case_changed_by_sql_is_named(closed, tmp_path):
    rows = tables_in(exported(closed.number, tmp_path / "case.zip"))
    proof = evidence.of_case(closed.number)
    unnoticed, tried = [], 0
    with databases.unchecked(connection):
        for together in rounds(rows):
            point = transaction.savepoint()
            for table, row_id, field in together:
                change(apps.get_model(table), row_id, field)
            export(proof.subjects, tmp_path / "changed.zip", seal_dir=seal_folder())
            transaction.savepoint_rollback(point)
            named = " ".join(map(str, verify(tmp_path / "changed.zip").findings))
            tried += len(together)
            unnoticed += [
                f"{table}.{field.name}"
                for table, row_id, field in together
                if f"{table} の行 {row_id}" not in named
            ]
    assert unnoticed == []
    assert tried > 250


@pytest.mark.tampers
def test_any_byte_of_the_evidence_changed_is_named(closed, tmp_path):
    path = exported(closed.number, tmp_path / "case.zip")
    whole = path.read_bytes()
    assert verify(path).findings == []
    for place in range(31, len(whole), len(whole) // 60):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert verify(path).findings, place


@pytest.mark.tampers
def test_a_letter_changed_on_the_disk_is_not_passed_off_as_the_one_issued(closed, tmp_path):
    proof = evidence.of_case(closed.number)
    letter = next(iter(proof.contents.values()))
    letter.chmod(0o600)
    letter.write_bytes(letter.read_bytes() + b"%")
    report = verify(exported(closed.number, tmp_path / "case.zip"))
    assert any(letter.name in str(finding) for finding in report.findings)
