"""Somebody misspells a word, finds the procedure, and asks whether it is for them without giving a name."""

import pytest

from tests.journeys.visitor import PHONE
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.applications.models import Plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
ANSWERS = {
    "斜里町に住民票がありますか": "はい",
    "いちばん下のお子さんの年齢は": "高校生年代まで",
    "受ける人（所得の高いほうの親）は公務員ですか": "はい",
    "もう斜里町から児童手当を受けていますか": "いいえ",
    "お子さんは施設や里親のもとにいますか": "いいえ",
}


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_misspelt_word_leads_to_the_procedure_and_whether_it_is_for_me(js, visitors):
    visitor = visitors(js=js, size=PHONE)
    visitor.open("/")
    visitor.write("手続をさがす", "じどうてあと")
    visitor.press("さがす")
    visitor.press("児童手当の認定請求")
    visitor.press("対象になるか確かめる")
    visitor.press("確かめる")
    visitor.sees("入力を直してください")
    for question, answer in ANSWERS.items():
        visitor.choose(question, answer)
    visitor.press("確かめる")
    visitor.sees("勤務先に請求してください")
    visitor.choose("受ける人（所得の高いほうの親）は公務員ですか", "いいえ")
    visitor.press("確かめる")
    assert "勤務先に請求してください" not in visitor.page.locator("#outcome").inner_text()
    visitor.press("手続の案内へ")
    visitor.sees("児童手当の認定請求", "この手続をはじめる")
    assert not Draft.objects.exists() and not Plan.objects.exists()
