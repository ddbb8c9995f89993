"""After a move: a sentence typed, a few questions on a phone, and a list of one's own."""

import pytest

from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_who_has_moved_gets_a_list_and_ticks_it_off(visitors, js):
    visitor = visitors(js=js, size=PHONE)
    visitor.open("/")
    visitor.write("手続をさがす", "引っ越したので何をすればいいですか")
    visitor.press("さがす", within=".searchbox")
    visitor.press("引っ越した")
    visitor.press("一覧を見る")
    visitor.sees("どの引っ越しですか", "選んでください")
    visitor.choose("どの引っ越しですか", "ほかの町から斜里町に来る")
    visitor.tick("犬を飼っている")
    visitor.press("一覧を見る")
    visitor.sees("転入届", "住民基本台帳法第22条", "犬の登録の住所を変える", "まとめて申請する")
    visitor.press("済みにする 転入届")
    visitor.sees("済みを取り消す")
    visitor.press("答えを変える")
    visitor.tick("犬を飼っている")
    visitor.press("一覧を見る")
    assert "犬の登録の住所を変える" not in visitor.text()
    visitor.sees("済みを取り消す")
