"""What somebody allowed the town to remember: offered with its source, taken, put right, forgotten."""

import pytest

from tests.journeys.answering import fill
from tests.journeys.matters import written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_what_was_told_once_is_offered_taken_put_right_and_forgotten(js, resident):
    visitor, person = resident(1, js=js)
    visitor.open(f"/drafts/{written('dog_registration', person)}/summary/")
    visitor.tick("内容に間違いはありません", "次の手続で使えるように覚えておく")
    visitor.press("申請を送る")
    visitor.open("/procedures/dog_death/application/")
    visitor.press("質問に進む")
    offer = visitor.page.get_by_role("group", name="使える内容: 飼い主の住所")
    assert "犬の登録" in offer.inner_text()
    street = visitor.page.locator("[name='q-address.street']")
    assert street.input_value() == ""
    visitor.follow(offer.get_by_role("button", name="これを使う"))
    assert street.input_value() == person.address["street"]
    visitor.press("これを使う", within="[role=group][aria-label*='電話番号']")
    fill(visitor, {"address": {"street": "77番地"}})
    visitor.press("次へ進む")
    visitor.sees("亡くなった犬のこと")

    visitor.open("/mine/remembered/")
    visitor.sees("いまは、覚えておくことに同意しています", person.phone, person.address["street"])
    visitor.press("直す", within="li:has(h3:text-is('住所'))")
    fill_fact(visitor, "88番地")
    visitor.sees("88番地")
    visitor.press("消す", within="li:has(h3:text-is('住所'))")
    assert "88番地" not in visitor.text()
    visitor.press("同意を取り消して、すべて消す")
    visitor.sees("いまは、何も覚えていません")
    assert person.phone not in visitor.text()


def fill_fact(visitor, street: str) -> None:
    visitor.page.locator("input[name$='.street']").fill(street)
    visitor.press("直した内容を保存する")
