"""The one normal form of text that is looked for or looked in.

Never for records: folded text is only compared. A run of Latin letters and digits is a word and stands
between blanks; Japanese letters stand together, also across blanks; every other sign is a blank. So
`fold(a) in fold(b)` asks at once whether a's Japanese letters stand in b, and its words and numbers whole.
"""

import re
import unicodedata
from functools import cache

from yakuba.ground.search.variants import representatives

_HAN = "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u309d\u309e"
JAPANESE = f"[{_HAN}{_KANA}]"
_BLANK_INSIDE = re.compile(rf"(?<={JAPANESE})[\s・]+(?={JAPANESE})")
_RUNS = re.compile(rf"({JAPANESE}+)|((?:(?!{JAPANESE})[^\W_])+)")
_KATAKANA = {code: chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)}
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_ALIKE = {"ヽ": "ゝ", "ヾ": "ゞ", "ヷ": "わ", "ヸ": "い", "ヹ": "え", "ヺ": "お", "ゐ": "い", "ゑ": "え"}


@cache
def _table() -> dict[int, str]:
    """Katakana to hiragana, small kana to large, and every form of a character to one."""
    small = {ord(one): large for one, large in (_SMALL | _ALIKE).items()}
    kana = {code: small.get(ord(one), one) for code, one in _KATAKANA.items()}
    return {**representatives(), **small, **kana}


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, hiragana, one form of each character, no marks.

    Variation selectors (異体字セレクタ), invisible characters and combining marks that are left go.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Me", "Cf"))
    plain = _BLANK_INSIDE.sub("", plain.lower().translate(_table()))
    folded, end = "", 0
    for run in _RUNS.finditer(plain):
        japanese, word = run.groups()
        apart = run.start() > end or word
        if apart and folded and not folded.endswith(" "):
            folded += " "
        folded += japanese or (f"{word} " if folded else f" {word} ")
        end = run.end()
    return folded
