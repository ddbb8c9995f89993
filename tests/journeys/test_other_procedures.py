"""犬の登録・死亡, 水道, 罹災証明: from the applicant's screen to the end, without JavaScript."""

from datetime import timedelta

import pytest
from pypdf import PdfReader

from tests.journeys.errands import (
    act,
    begin,
    letter_number,
    name_and_address,
    open_case,
    place,
    send,
    take_money,
    tick_all,
)
from tests.journeys.visitor import PHONE, Visitor
from yakuba.ground.calendar import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def test_a_dog_is_registered_under_its_tag_and_its_death_ends_the_entry(visitors, staff, mails):
    owner = visitors(js=False, size=PHONE)
    number = register_dog(owner, mails)
    clerk, cashier = staff("kankyo", js=False), staff("suito", js=False)
    open_case(clerk, number)
    clerk.press("受け付ける")
    tick_all(clerk)
    clerk.press("審査を終えて次へ進む")
    take_money(cashier, number, "3,000円", tendered=5000, change="2,000円")
    open_case(clerk, number)
    clerk.press("交付する")
    clerk.sees("鑑札番号")
    clerk.write("鑑札番号", "R8-0123")
    clerk.press("交付する")
    clerk.press("台帳 R8-0123")
    clerk.sees("犬の登録原簿", "ポチ", "柴犬", "有効")
    entry = clerk.page.url

    died = report_death(owner, mails)
    open_case(clerk, died)
    clerk.press("受け付ける")
    tick_all(clerk)
    clerk.write("原簿で確かめた登録番号", "R8-9999")
    clerk.press("審査を終えて次へ進む")
    clerk.sees("「R8-9999」は犬の登録原簿に見つかりません")
    clerk.write("原簿で確かめた登録番号", "R8-0123")
    clerk.press("審査を終えて次へ進む")
    clerk.open(entry)
    clerk.sees("終了", "犬の死亡届")


def register_dog(owner: Visitor, mails) -> str:
    today = clock.today()
    begin(owner, "dog_registration", "jiro@example.jp", mails)
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
    owner.sees("3,000円")
    return send(owner)


def report_death(owner: Visitor, mails) -> str:
    begin(owner, "dog_death", "jiro@example.jp", mails)
    name_and_address(owner, "飼い主の氏名", "飼い主の住所", "電話番号")
    owner.press("次へ進む")
    owner.write("鑑札番号", "R8-0123")
    owner.write("犬の名前", "ポチ")
    owner.pick_day("亡くなった日", clock.today())
    owner.choose("鑑札と注射済票", "なくしました")
    owner.press("次へ進む")
    return send(owner)


def test_a_water_notice_with_its_tap_number_is_taken_in_by_rule(visitors, staff, mails):
    user = visitors(js=False, size=PHONE)
    begin(user, "water_supply", "jiro@example.jp", mails)
    user.choose("どの届ですか", "使い始める")
    user.pick_day("その日", clock.today() + timedelta(days=10))
    user.press("次へ進む")
    user.write_parts("使う人の氏名", 姓="港", 名="次郎", 姓のよみがな="ミナト", 名のよみがな="ジロウ")
    user.write("電話番号", "0152-23-0000")
    user.press("次へ進む")
    place(user, "水道を使う場所")
    user.write("水栓番号", "01-1234")
    user.choose("何に使いますか", "家庭用")
    user.press("次へ進む")
    user.choose("料金の払い方", "納入通知書")
    user.choose("通知書や精算書を", "いいえ")
    user.press("次へ進む")
    user.sees("無料")
    number = send(user)
    clerk = staff("suido", js=False)
    open_case(clerk, number)
    clerk.sees("いま、すること: 水栓の確認と作業の手配", "自動")
    tick_all(clerk)
    clerk.write("水栓番号", "01-1234")
    clerk.press("審査を終えて次へ進む")
    clerk.press("完結する")
    user.press("いまの状況を見る")
    user.sees("手続が終わりました")


@pytest.mark.parametrize("inspected", [False, True], ids=["self-judged", "inspected"])
def test_a_disaster_certificate_comes_from_photos_or_an_inspection(inspected, visitors, staff, mails, paper):
    victim = visitors(js=False, size=PHONE)
    number = report_damage(victim, mails, paper, inspected=inspected)
    clerk = staff("bosai", js=False)
    open_case(clerk, number)
    clerk.press("受け付ける")
    if inspected:
        clerk.attach("現地の写真", paper("yane.jpg"))
        clerk.write("損害割合", "35")
        clerk.write("調査の所見", "床上30cmの浸水")
        clerk.press("結果を記録して次へ進む")
    tick_all(clerk)
    clerk.choose("被害の程度", "中規模半壊" if inspected else "半壊")
    clerk.press("審査を終えて次へ進む")
    if not inspected:
        clerk.sees("被害の程度が、損害割合の区分と合いません")
        clerk.choose("被害の程度", "準半壊に至らない")
        clerk.press("審査を終えて次へ進む")
    clerk.press("起案する")
    clerk.press("起案する")
    act(staff("bosai-kakaricho", js=False), "港 次郎", "承認する")
    act(staff("somu-kacho", js=False), "港 次郎", "決裁する")
    open_case(clerk, number)
    clerk.press("交付する")
    named = letter_number(clerk)
    victim.open(mails("証明"))
    with victim.page.expect_download() as got:
        victim.page.get_by_role("link", name="罹災証明書").click()
    text = "".join("".join(page.extract_text() for page in PdfReader(got.value.path()).pages).split())
    for words in (named, "港次郎", "中規模半壊" if inspected else "準半壊に至らない"):
        assert words in text, text


def report_damage(victim: Visitor, mails, paper, *, inspected: bool) -> str:
    begin(victim, "disaster_certificate", "jiro@example.jp", mails)
    name_and_address(victim, "申請する人の氏名", "今、郵便が届く住所", "電話番号")
    victim.choose("被害を受けた世帯との関係", "世帯主本人")
    victim.press("次へ進む")
    place(victim, "被害を受けた住まいの場所")
    victim.choose("住まいは", "持ち家")
    victim.choose("建物のつくり", "木造")
    victim.press("次へ進む")
    victim.choose("何による被害ですか", "大雪")
    victim.pick_day("被害を受けた日", clock.today() - timedelta(days=2))
    victim.write("被害のようす", "屋根の一部が落ちた")
    victim.press("次へ進む")
    victim.choose("自己判定方式を希望しますか", "はい")
    victim.write("要る枚数", "１")
    victim.press("次へ進む")
    victim.sees("写真が要ります")
    victim.press("前に戻る")
    victim.attach("被害の写真", [paper("kita.jpg"), paper("minami.jpg")])
    victim.press("次へ進む")
    victim.choose("自己判定方式を希望しますか", "いいえ" if inspected else "はい")
    victim.press("次へ進む")
    if not inspected:
        victim.tick("はい、まちがいありません")
        victim.press("次へ進む")
    victim.sees("kita.jpg", "無料")
    return send(victim)
