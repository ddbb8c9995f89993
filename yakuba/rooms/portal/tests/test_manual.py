"""The file that the manual shows can be taken in as it stands."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from conftest import Cast
from seeds import papers
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.journal.signature import By
from yakuba.rooms.cases.models import Case
from yakuba.rooms.portal.actions import bringing, taking
from yakuba.rooms.portal.models import Upload
from yakuba.rooms.portal.rules.cells import columns, told
from yakuba.rooms.portal.rules.judging import Judged, judge
from yakuba.rooms.portal.rules.sheet import EMAIL, MOST_ROWS, REQUIRED, SheetRow, row_faults, rows_of, sent_at

MANUAL = (Path(__file__).parents[4] / "docs/manual/portal.md").read_text(encoding="utf-8")
KEYS = ("child_allowance_revision", "pregnancy_notification")
ATTACHED = ("itaku.jpg",)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def shown() -> bytes:
    block = re.search(r"^```csv\n(.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE)
    assert block
    return block.group(1).encode()


@pytest.fixture(scope="module")
def procedures() -> Mapping[str, Procedure]:
    """By the portal's name."""
    folder = town.folder() / "procedures"
    loaded = [load_procedure(folder / key, sections=None) for key in KEYS]
    return {name: procedure for procedure in loaded for name in procedure.portal}


def judged(row: SheetRow, procedures: Mapping[str, Procedure], attached: tuple[str, ...]) -> Judged:
    moment, procedure = sent_at(row.cells["申請日時"]), procedures[row.procedure]
    assert moment
    said = told(procedure, row.answers)
    return judge(procedure, said, day=clock.local(moment).date(), attached=attached)


def test_the_example_is_read_without_a_fault(procedures: Mapping[str, Procedure]) -> None:
    rows = rows_of(shown())
    assert [row_faults(row, NOW) for row in rows] == [[], []]
    found = [judged(row, procedures, ATTACHED) for row in rows]
    assert [one.faults for one in found] == [(), ()]
    assert [one.dropped for one in found] == [(), ()]
    raised, expecting = (one.answers for one in found)
    assert raised["children"][0]["child_birth"] == "2026-11-10"
    assert raised["change_kind"] == "increase"
    assert expecting["birth"] == "1993-08-20"
    assert expecting["proxy_letter"][0]["name"] == "itaku.jpg"
    assert len(expecting["worries"]) == 2


def test_without_its_attachment_only_the_row_that_names_it_has_a_fault(
    procedures: Mapping[str, Procedure],
) -> None:
    found = [judged(row, procedures, ()) for row in rows_of(shown())]
    assert [[fault.column for fault in one.faults] for one in found] == [[], ["proxy_letter"]]


def test_every_column_of_the_example_is_one_the_empty_file_offers(
    procedures: Mapping[str, Procedure],
) -> None:
    offered = {column.name for procedure in procedures.values() for column in columns(procedure)}
    heads = set(rows_of(shown())[0].cells)
    assert heads - offered == {*REQUIRED, EMAIL}


def test_our_list_of_faulty_rows_may_come_back_with_what_it_said(procedures: Mapping[str, Procedure]) -> None:
    heads, *lines = shown().decode().splitlines()
    again = "\n".join([f"直すところ,{heads}", *(f"phone: 直してください,{line}" for line in lines)])
    assert [judged(row, procedures, ATTACHED).faults for row in rows_of(again.encode())] == [(), ()]


def test_the_limits_told_are_those_that_hold() -> None:
    assert f"{MOST_ROWS:,}件まで" in MANUAL
    for name in (*REQUIRED, EMAIL):
        assert f"| `{name}` |" in MANUAL


@pytest.mark.django_db
def test_the_example_with_its_attachment_becomes_two_cases(
    cast: Cast, procedures: Mapping[str, Procedure]
) -> None:
    for procedure in procedures.values():
        shelf.publish(procedure, valid_from=date(2026, 4, 1), by=By(actor="system:test"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("cases.csv", shown())
        archive.writestr("files/itaku.jpg", papers.upload("itaku.jpg", 3).read())
    content = ContentFile(packed.getvalue(), name="portal.zip")
    with clock.moved(NOW):
        upload = Upload.objects.get(id=bringing.bring(content, name="portal.zip", actor=cast.other_clerk))
        taking.take(upload, actor=cast.other_clerk, as_they_are=False)
    made = Case.objects.order_by("procedure_key").values_list("procedure_key", "channel", "applicant_email")
    assert list(made) == [(KEYS[0], "portal", "umi@example.jp"), (KEYS[1], "portal", "")]
