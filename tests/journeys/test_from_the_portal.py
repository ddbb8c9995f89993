"""The national portal's file: a clerk looks at its faults and takes it in, and the section has the cases."""

from datetime import timedelta
from pathlib import Path

import pytest

from seeds import portal_file
from tests.journeys.errands import open_case
from tests.journeys.visitor import PHONE
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_file_of_the_portal_is_looked_at_and_taken_in(js, staff, tmp_path):
    clerk = staff("jumin", js=js, size=PHONE)
    clerk.open("/staff/portal/")
    clerk.press("取り込む前に確かめる")
    clerk.sees("ファイルを選んでから")
    clerk.attach("CSV、または CSV と添付ファイルを入れた ZIP", a_file(tmp_path))
    clerk.press("取り込む前に確かめる")
    clerk.sees("P-0001", "P-0002", "直すところがある", "取り込める1件を受け付ける")
    clerk.press("取り込める1件を受け付ける")
    case = Case.objects.get()
    clerk.sees("1件を受け付けました", f"受付ずみ {case.number}")
    clerk.press("直すところがある1件も、このまま受け付ける")
    assert Case.objects.count() == 2
    clerk.press("取込みを終える")
    clerk.sees("取込みを終えました")
    section = staff("bosai", js=js)
    open_case(section, case.number)
    section.sees("ポータル", case.applicant_name)


def a_file(folder: Path) -> Path:
    """Two applications for a 罹災証明書; in the second the telephone number is none."""
    edition = shelf.in_force("disaster_certificate", clock.today())
    phone = next(one.key for one in edition.procedure.all_questions() if one.role == "applicant.phone")
    example = next(one for one in edition.procedure.examples if one.expect.get("valid"))
    sent_at = f"{clock.local(clock.now()) - timedelta(hours=1):%Y-%m-%d %H:%M}"
    damaged_on = str(clock.today() - timedelta(days=3))
    first, second = (
        portal_file.row(
            edition.procedure, example.answers, number=number, sent_at=sent_at, email="a@example.jp"
        )
        | {"damaged_on": damaged_on}
        for number in ("P-0001", "P-0002")
    )
    path = folder / "portal.zip"
    path.write_bytes(portal_file.parcel([first, second | {phone: "12"}]).read())
    return path
