"""Reading a sum of yen as people write it: full-width digits, commas, ￥, 円, 万 and 億."""

import re
import unicodedata

from yakuba.ground.languages import say

LARGEST = 999_999_999_999
"""The largest sum read, in yen; a town's whole yearly budget has eleven digits."""

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_DIGITS = re.compile(r"[0-9]+")
_MYRIADS = re.compile(r"(?:([0-9]+)億)?(?:([0-9]+)万)?([0-9]+)?")


class YenError(ValueError):
    """A sum that cannot be read; `message` says in Japanese how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_yen(text: str) -> int:
    """Yen (int, 0 or more) from text such as `1200`, `１，２００円`, `￥1,200`, `3万5000円`.

    Raises YenError, with a Japanese message that says how to write it, for anything else.
    """
    shown = text.strip()
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("、", ",")
    plain = plain.removeprefix("¥").removeprefix("\\").removesuffix("-").removesuffix("円")
    if not plain:
        raise YenError(say("金額を入力してください。例: 1200"))
    if plain[0] in "-−△▲":
        raise YenError(
            say("「{shown}」は0円より小さい金額です。0円以上の金額を入力してください。", shown=shown)
        )
    if re.fullmatch(r"[0-9,]+\.[0-9]*", plain):
        raise YenError(
            say(
                "「{shown}」には小数点があります。1円未満は入れずに、1200 のように入力してください。",
                shown=shown,
            )
        )
    if "," in plain and not _GROUPED.fullmatch(plain):
        raise YenError(
            say(
                "「{shown}」のコンマの位置が違います。1200 のように、コンマなしで入力してください。",
                shown=shown,
            )
        )
    yen = _value(plain.replace(",", ""))
    if yen is None:
        raise YenError(
            say("「{shown}」は金額として読めません。数字だけで、1200 のように入力してください。", shown=shown)
        )
    if yen > LARGEST:
        raise YenError(say("「{shown}」は大きすぎます。桁数を確かめてください。", shown=shown))
    return yen


def _value(plain: str) -> int | None:
    if len(plain) > 20:
        return LARGEST + 1 if _DIGITS.fullmatch(plain) else None
    if _DIGITS.fullmatch(plain):
        return int(plain)
    parts = _MYRIADS.fullmatch(plain)
    if parts is None:
        return None
    hundred_millions, myriads, ones = (int(part or 0) for part in parts.groups())
    return hundred_millions * 100_000_000 + myriads * 10_000 + ones
