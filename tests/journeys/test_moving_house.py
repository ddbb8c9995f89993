"""A family of four moves to the town: from the first page to one receipt, each thing asked once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from seeds.people import Person
from tests.journeys.answering import walk
from tests.journeys.family import Paper, answers, moving
from tests.journeys.visitor import Visitor
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.calendar.deadline import due_in_days
from yakuba.ground.catalogue import shelf
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_family_answers_once_and_has_one_receipt_for_everything(
    js: bool, resident: Callable[..., tuple[Visitor, Person]], paper: Paper
) -> None:
    visitor, who = resident(3, js=js)
    draw_up_the_list(visitor)
    visitor.press("まとめて申請する")
    visitor.sees("手続 1/6")
    asked = walk(visitor, answers(who, paper))
    assert twice(asked) == []
    numbers = send(visitor, applications=6)
    asked = list(dict.fromkeys(asked))
    told = sum(len(row.answers) for row in Submission.objects.all())
    assert len(asked) < 0.75 * told, (len(asked), told)
    visitor.press("いまの状況を見る")
    visitor.sees(numbers[0])


def draw_up_the_list(visitor: Visitor) -> None:
    """By searching in everyday words; the list says what is due when, and where."""
    visitor.open("/")
    visitor.write("手続をさがす", "引っ越してきた")
    visitor.press("さがす")
    visitor.press("引っ越した")
    walk(visitor, moving(), onward="一覧を見る", last="「引っ越した」ですること")
    due = due_in_days(business_calendar(town.read("calendar")), clock.today() - timedelta(days=3), 14)
    visitor.sees("転入届", f"{due.month}月{due.day}日", "役場の住民係の窓口", "児童手当の認定請求")


def twice(asked: list[str]) -> list[str]:
    """What several would have asked, and was asked more than once."""
    shared: Counter[str] = Counter()
    for address, question in dict.fromkeys(tuple(one.split(" ")) for one in asked):
        draft = Draft.objects.get(id=UUID(address.split("/drafts/")[1].split("/")[0]))
        known = {one.key: one for one in shelf.edition(draft.edition_id).procedure.all_questions()}
        # What may be left empty, and was, is asked again.
        if known[question].once_only and known[question].required:
            shared[known[question].once_only] += 1
    return [word for word, times in shared.items() if times > 1]


def send(visitor: Visitor, *, applications: int) -> list[str]:
    """One summary, one button, one receipt that names every case; their numbers."""
    visitor.sees(f"手続 {applications}/{applications}", "水道の使用開始")
    visitor.tick("内容に間違いはありません")
    visitor.press(f"{applications}つの申請をまとめて送る")
    visitor.sees(f"{applications}つの申請を送りました", "まとめ番号")
    numbers = [case.number for case in Case.objects.order_by("number")]
    assert len(numbers) == applications
    visitor.sees(*numbers)
    return numbers
