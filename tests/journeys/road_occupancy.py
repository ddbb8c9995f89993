"""What a person writes for 道路占用許可申請: two objects over two fiscal years, whatever day it is today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.journeys.visitor import Visitor
from yakuba.ground.calendar import clock

Paper = Callable[[str], Path]


@dataclass(frozen=True)
class Wish:
    """The period wanted, and what it costs: 突き出し看板 10㎡ at 1,900 yen and 2 投光器 at 910 yen a year.

    Begins on the first of next month and ends with June of the following fiscal year, so that it always falls
    into two fiscal years, begins in the future, and counts whole months: the fee can be told by hand.
    """

    begins: date
    ends: date

    @property
    def months(self) -> tuple[int, int]:
        """Whole months in the first fiscal year, and in the second."""
        return (3 - self.begins.month) % 12 + 1, 3

    @property
    def fees(self) -> tuple[int, int]:
        """Yen for the first and the second fiscal year; less than a yen is cut for each object."""
        first, second = (10 * 1900 * m // 12 + 2 * 910 * m // 12 for m in self.months)
        return first, second


def wish() -> Wish:
    begins = (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    fiscal_year = begins.year if begins.month >= 4 else begins.year - 1
    return Wish(begins, date(fiscal_year + 1, 6, 30))


def yen(amount: int) -> str:
    return f"{amount:,}円"


def who(visitor: Visitor, *, email: str = "") -> None:
    """Pages 申請の種類 and 申請する人; the company's questions come up when 会社・団体 is chosen."""
    visitor.choose("どの申請ですか", "新しく占用する")
    visitor.press("次へ進む")
    visitor.choose("個人ですか", "会社・団体")
    visitor.write_parts("氏名", 姓="斜里", 名="花子", 姓のよみがな="しゃり", 名のよみがな="ハナコ")
    visitor.write("郵便番号", "0994113", within=visitor.group("住所"))
    visitor.press("郵便番号から住所を入れる")
    visitor.write("番地", "1番地", within=visitor.group("住所"))
    visitor.write("電話番号", "0152-23-0000")
    visitor.write("メールアドレス", email)
    visitor.press("次へ進む")
    if "会社・団体の名前" in visitor.text():
        visitor.write("会社・団体の名前", "あさひ商店合同会社")
        visitor.press("次へ進む")


def where(visitor: Visitor) -> None:
    """Page 目的と場所: the place in words."""
    visitor.write("占用の目的", "店の看板を取り付けるため")
    visitor.write_parts("占用の場所", 路線名="町道本町通線", 地番="本町1番地先", 目印="郵便局の向かい")
    visitor.choose("道路のどの部分ですか", "歩道")


def what(visitor: Visitor) -> None:
    """Page 置くもの: a sign and two lamps; a further object is added, the area comes up for the sign only."""
    visitor.choose(
        "種類", "突き出し看板", within=visitor.group("突き出し看板 1").or_(visitor.group("物件 1"))
    )
    visitor.write("規模", "縦2m×横5m")
    visitor.write("数量", "1")
    visitor.press("物件を追加する")
    second = visitor.page.locator(".repeat-row").nth(1)
    visitor.choose("種類", "投光器", within=second)
    visitor.write("規模", "高さ3m", within=second)
    visitor.write("数量", "2", within=second)
    visitor.write("占用物件の構造", "鉄骨造、アルミパネル")
    visitor.press("次へ進む")
    visitor.write("面積", "10")
    visitor.press("次へ進む")


def when(visitor: Visitor, wanted: Wish) -> None:
    """Pages 期間, 工事, 占用料の免除."""
    visitor.choose("電気・通信・ガス・水道", "いいえ")
    visitor.pick_day("いつから", wanted.begins)
    visitor.pick_day("いつまで", wanted.ends)
    visitor.press("次へ進む")
    visitor.choose("取り付けなどの工事をしますか", "いいえ")
    visitor.choose("工事や作業のために", "いいえ")
    visitor.press("次へ進む")
    visitor.choose("次のどれかに当たりますか", "当たらない")
    visitor.press("次へ進む")


def papers(visitor: Visitor, paper: Paper) -> None:
    """Page 図面と写真."""
    visitor.attach("位置図", paper("ichizu.pdf"))
    visitor.press("選んだファイルを送る")
    visitor.sees("ichizu.pdf")
    visitor.attach("平面図・断面図", [paper("heimenzu.pdf"), paper("danmenzu.jpg")])
    visitor.tick("はい、まちがいありません")
    visitor.press("次へ進む")
