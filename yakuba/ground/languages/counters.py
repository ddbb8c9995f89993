"""How a number and the word that counts it are read: 3日 みっか, 11月 がつ, 2人 ふたり, 15分 ふん."""

import unicodedata

_PLAIN = {
    "日間": "にちかん", "日": "にち", "か月": "かげつ", "カ月": "かげつ", "ヶ月": "かげつ",
    "年間": "ねんかん",
    "年度": "ねんど", "年": "ねん", "月": "がつ", "週間": "しゅうかん", "時間": "じかん", "時": "じ",
    "分": "ふん", "秒": "びょう", "世帯": "せたい", "種類": "しゅるい", "丁目": "ちょうめ", "番地": "ばんち",
    "番": "ばん", "号": "ごう", "条": "じょう", "項": "こう", "人": "にん", "名": "めい", "件": "けん",
    "個": "こ", "枚": "まい", "通": "つう", "部": "ぶ", "冊": "さつ", "回": "かい", "円": "えん",
    "歳": "さい", "才": "さい", "頭": "とう", "匹": "ひき", "本": "ほん", "台": "だい", "字": "じ",
    "桁": "けた", "階": "かい", "週": "しゅう", "度": "ど", "割": "わり", "級": "きゅう", "倍": "ばい",
    "点": "てん", "段": "だん", "行": "ぎょう", "口": "くち", "万円": "まんえん", "か所": "かしょ",
    "千円": "せんえん", "分の": "ぶんの", "等": "とう", "万": "まん",
}  # fmt: skip
_WORDS = "|".join(sorted(_PLAIN, key=len, reverse=True))
COUNTED = rf"(?P<number>(?<![0-9０-９.,])[0-9０-９][0-9０-９,]*)(?P<counter>{_WORDS})"

_DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
_PEOPLE = {1: "ひとり", 2: "ふたり"}
# The last digit after which a word changes its first sound.
_CHANGED = {
    "分": ("ぷん", {0, 1, 3, 4, 6, 8}, {}),
    "匹": ("ぴき", {0, 1, 6, 8}, {3: "びき"}),
    "本": ("ぽん", {0, 1, 6, 8}, {3: "ぼん"}),
}


def counted(number: str, word: str, *, after_month: bool) -> tuple[bool, str]:
    """How `word` is read after `number`, and whether the reading stands for both together.

    `after_month`: the day of a date (11月1日 is ついたち), else a length of time (1日 is いちにち).
    """
    amount = int(unicodedata.normalize("NFKC", number).replace(",", ""))
    if word in ("日", "日間") and amount in _DAYS and (after_month or amount not in (1, 14, 24)):
        return True, _DAYS[amount] + ("かん" if word == "日間" else "")
    if word == "人" and amount in _PEOPLE:
        return True, _PEOPLE[amount]
    if word == "歳" and amount == 20:
        return True, "はたち"
    if word in _CHANGED:
        changed, digits, others = _CHANGED[word]
        last = amount % 10
        return False, others.get(last, changed if last in digits else _PLAIN[word])
    return False, _PLAIN[word]
