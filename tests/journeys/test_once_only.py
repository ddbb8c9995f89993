"""ワンスオンリー and まとめ申請: asked once, sent once, remembered with consent, forgotten at will.

On a phone, with and without JavaScript.
"""

from datetime import timedelta

import pytest

from tests.journeys.errands import name_and_address
from tests.journeys.visitor import Visitor
from yakuba.ground.calendar import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no scripts"])
def test_two_procedures_are_answered_once_and_what_was_told_is_offered_the_next_time(resident, js):
    visitor, _person = resident(1, js=js)
    visitor.open("/bundles/?procedure=dog_registration&procedure=water_supply&procedure=road_use")
    visitor.sees("えらんだ手続: 2つ", "まとめて申請できない手続")
    visitor.press("質問に進む")
    answer_dog(visitor)
    answer_water(visitor)
    visitor.sees("手続 1/2", "手続 2/2", "2つの申請をまとめて送る", "3,000円")
    visitor.press("2つの申請をまとめて送る")
    visitor.sees("まだ送っていません")
    visitor.tick("内容に間違いはありません", "次の手続で使えるように覚えておく")
    visitor.press("2つの申請をまとめて送る")
    visitor.sees("まとめ番号", "犬の登録", "いまの状況を見る")

    visitor.open("/procedures/dog_death/application/")
    visitor.press("質問に進む")
    visitor.sees("登録した内容が入っています", "前に教えていただいた内容", "犬の登録申請", "これを使う")
    assert visitor.group("飼い主の住所").get_by_label("番地").input_value() == ""
    visitor.press("前に教えていただいた内容を、このページで全部使う")
    assert visitor.group("飼い主の住所").get_by_label("番地").input_value() != ""

    visitor.open("/mine/remembered/")
    visitor.sees("覚えていること", "同意を取り消して、すべて消す")
    visitor.press("同意を取り消して、すべて消す")
    visitor.sees("すべて消しました", "覚えておくことに同意する")


def answer_dog(owner: Visitor) -> None:
    """The first of the bundle: the owner is known from the account."""
    today = clock.today()
    owner.sees("手続 1/2", "登録した内容が入っています")
    name_and_address(owner, "飼い主の氏名", "飼い主の住所", "電話番号")
    owner.choose("犬は、飼い主の住所にいますか", "はい")
    owner.press("次へ進む")
    owner.write("犬の名前", "ポチ")
    owner.write("種類", "柴犬")
    owner.write("毛の色", "茶")
    owner.choose("性別", "オス")
    owner.pick_day("生まれた日", today - timedelta(days=200))
    owner.pick_day("飼い始めた日", today - timedelta(days=20))
    owner.choose("マイクロチップは入っていますか", "いいえ")
    owner.press("次へ進む")
    owner.choose("今年度の狂犬病予防注射を受けましたか", "いいえ")
    owner.choose("盲導犬・介助犬・聴導犬ですか", "いいえ")
    owner.press("次へ進む")


def answer_water(user: Visitor) -> None:
    """The second: who and where is not asked again, but can be different."""
    user.sees("手続 2/2")
    user.choose("どの届ですか", "使い始める")
    user.pick_day("その日", clock.today() + timedelta(days=10))
    user.press("次へ進む")
    while "内容を確かめて、まとめて送る" not in user.text():
        assert user.page.get_by_role("group", name="使う人の氏名").count() == 0
        if user.page.get_by_role("group", name="何に使いますか").count():
            user.sees("前の手続で答えたこと", "この手続だけ変える")
            user.choose("何に使いますか", "家庭用")
        if user.page.get_by_role("group", name="料金の払い方").count():
            user.choose("料金の払い方", "納入通知書")
            user.choose("通知書や精算書を", "いいえ")
        user.press("次へ進む")
