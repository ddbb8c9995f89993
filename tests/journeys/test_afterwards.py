"""What a closed permit is good for: a renewal, and a proof that names what was falsified."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.journeys.matters import permit
from yakuba.ground.journal.verifier.verify import Report, verify
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def test_a_holder_renews_from_what_was_written_before(resident):
    visitor, person = resident(1, js=True)
    permit(person)
    visitor.open("/mine/")
    visitor.sees("お持ちの許可・登録", "道路占用台帳", "処理完了")
    visitor.press("更新する")
    visitor.choose("どの申請ですか", "許可の期間が終わるので続けたい")
    visitor.press("次へ進む")
    visitor.sees("前の許可の番号")
    visitor.open(visitor.page.url.split("/pages/")[0] + "/pages/where/")
    assert visitor.page.get_by_label("占用の目的").input_value() == "店の看板を取り付けるため"
    assert visitor.page.get_by_label("路線名").input_value() == "町道本町通線"
    visitor.open(visitor.page.url.replace("/where/", "/applicant/"))
    assert visitor.page.get_by_label("姓", exact=True).input_value() == person.name["family"]


@pytest.mark.tampers
def test_a_row_changed_behind_the_towns_back_is_named(resident, tmp_path):
    _visitor, person = resident(2, js=False)
    case = permit(person)
    assert proof_of(case, tmp_path / "before.zip").findings == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET decision = 'refuse' WHERE number = %s", [case.number])
    report = proof_of(case, tmp_path / "after.zip")
    assert any("cases" in str(finding) for finding in report.findings), report.text()


def proof_of(case: Case, file: Path) -> Report:
    """The evidence as it is written now, looked at without the database."""
    call_command("export_evidence", case=case.number, out=file, stdout=StringIO())
    return verify(file)
