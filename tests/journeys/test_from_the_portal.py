"""The national portal's file: a clerk looks at its faults and takes it in, and the section has the cases."""

import pytest

from tests.journeys.albums import arrived
from tests.journeys.errands import open_case
from tests.journeys.visitor import PHONE
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_file_of_the_portal_is_looked_at_and_taken_in(js, staff, tmp_path):
    clerk = staff("jumin", js=js, size=PHONE)
    clerk.open("/staff/portal/")
    clerk.press("取り込む前に確かめる")
    clerk.sees("ファイルを選んでから")
    clerk.attach("CSV、または CSV と添付ファイルを入れた ZIP", arrived(tmp_path))
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
