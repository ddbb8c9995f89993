"""A family of four moves to the town: from the first page to one receipt, each thing asked once."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from seeds.people import Person
from tests.journeys.answering import fill, walk
from tests.journeys.visitor import Visitor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

Paper = Callable[[str], Path]
ADDRESS = {"postcode": "099-4113", "city": "斜里郡斜里町", "town": "本町", "street": "12番地"}
BEFORE = {"postcode": "060-0001", "city": "札幌市中央区", "town": "北一条西", "street": "2丁目"}
HOKKAIDO = {"prefecture": "北海道"}


def name(family: str, given: str, family_kana: str, given_kana: str) -> dict[str, str]:
    return {"family": family, "given": given, "family_kana": family_kana, "given_kana": given_kana}


def years_ago(years: int) -> date:
    today = clock.today()
    return date(today.year - years, today.month, 1)


def answers(who: Person, paper: Paper) -> dict[str, Any]:
    """All a family with two small children has to tell, whichever page asks it."""
    family, kana = who.name["family"], who.name["family_kana"]
    children = [
        {"child_name": name(family, given, kana, read), "child_birth": years_ago(age), "child_relation": "子",
         "child_living": "together", "child_care": "yes", "child_livelihood": "same"}
        for given, read, age in (("葵", "アオイ", 4), ("蓮", "レン", 2))
    ]  # fmt: skip
    photo = paper("genpon.jpg")
    return {
        **children[0],
        "reason": ("moved_in", "work"), "moved_on": clock.today() - timedelta(days=3),
        "former_address": BEFORE | HOKKAIDO, "standing": "parent", "birth": date(1990, 5, 6),
        "address": ADDRESS | HOKKAIDO,
        "phone": "0152-23-0000", "public_servant": "no", "pension": "employee", "here_on_january_1": "no",
        "january_city": "札幌市", "has_spouse": "yes", "spouse_name": name(family, "結", kana, "ユイ"),
        "spouse_birth": date(1991, 2, 3), "spouse_living": "together", "spouse_public_servant": "no",
        "higher_earner": "me", "children": children, "has_elder": "no", "account_choice": "this",
        "bank_account": {"bank": "見本銀行", "branch": "斜里", "type": "ordinary", "number": "1234567",
                         "holder_kana": "ミホン ハナコ"},
        "identity_document": photo, "declaration": "yes",
        "moving_in": "no", "use_from": clock.today() + timedelta(days=40), "use": ("childcare", "home"),
        "handicapped_child": "no", "amount": "standard", "hours": "140", "work_paper": photo,
        "partner_reason": "work", "partner_hours": "100", "partner_work_paper": photo, "tax_consent": "yes",
        "certified": "together", "wish1": "hamanasu", "wish2": "futaba", "wish3": "shuen",
        "days": ("mon", "tue", "wed", "thu", "fri"),
        "times": "8時から17時", "now": "home", "sibling": "none", "illness": "no", "allergy": "no",
        "development": "no", "emergency_name": name(family, "実", kana, "ミノル"),
        "emergency_phone": "0152-23-1111", "share_consent": "yes",
        "notice_kind": "start", "on_day": clock.today() + timedelta(days=1), "pay_by": "slip",
        "send_elsewhere": "no",
    }  # fmt: skip


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_family_answers_once_and_has_one_receipt_for_everything(
    js: bool, resident: Callable[..., tuple[Visitor, Person]], paper: Paper
) -> None:
    visitor, who = resident(3, js=js)
    draw_up_the_list(visitor)
    visitor.press("まとめて申請する")
    visitor.sees("手続 1/4")
    asked = walk(visitor, answers(who, paper))
    if js:
        visitor.press("ほかの子どもの分も", within="section:has(h2:has-text('保育施設等の利用申込'))")
        asked += walk(visitor, answers(who, paper) | {"sibling": "none"})
    assert twice(asked) == []
    numbers = send(visitor, applications=5 if js else 4)
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
    fill(visitor, {"way": "into", "moved_on": clock.today() - timedelta(days=3), "children": "yes",
                   "insurance": "no", "care": "no", "dog": "no", "car": "no"})  # fmt: skip
    visitor.press("一覧を見る")
    visitor.sees("質問が増えました")
    fill(visitor, {"childcare": "yes"})
    visitor.press("一覧を見る")
    due = clock.today() + timedelta(days=11)
    visitor.sees("転入届", f"{due.month}月{due.day}日", "役場の住民係の窓口", "児童手当の認定請求")


def twice(asked: list[str]) -> list[str]:
    """What all four would have asked, and was asked more than once."""
    shared: Counter[str] = Counter()
    for address, question in dict.fromkeys(tuple(one.split(" ")) for one in asked):
        draft = Draft.objects.get(id=UUID(address.split("/drafts/")[1].split("/")[0]))
        known = {one.key: one for one in shelf.edition(draft.edition_id).procedure.all_questions()}
        if known[question].once_only:
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
