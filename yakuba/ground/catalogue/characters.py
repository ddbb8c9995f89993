"""Characters as people type them, made fit for records without harming a name.

Never NFC or NFKC on names: both change characters that people carry (U+FA19 神, width forms). 𠮷, 髙, 﨑 and
ideographic variation sequences (異体字セレクタ) stay exactly as typed.
"""

import re
import unicodedata

import jaconv

from yakuba.ground.languages import marked, say

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ーｰ－﹣─━", "-"))
_JOINER = "\u200d"
_EMOJI_VARIATION = "\ufe0f"
_VOICED = re.compile("([\u3041-\u30ff])([\u3099\u309a])")
# Printable ASCII, kana, common kanji: nothing in them is changed or refused but spaces and numbers.
_PLAIN = re.compile("[ -~ぁ-ゖァ-ヺー・、。々一-鿼]*")
_KATAKANA = re.compile("[ァ-ヺー・ ]*")
_DIGITS = re.compile("[0-9]")
_MY_NUMBER = re.compile(r"(?<![0-9])([0-9]{4})[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9])")

MY_NUMBER_MESSAGE = marked("マイナンバーは書かないでください。12桁の番号を消して、もう一度送ってください。")


def tidy_line(text: str) -> str:
    """One line: control and invisible characters out, half-width kana widened, spaces trimmed and single."""
    if _PLAIN.fullmatch(text) and "  " not in text:
        return text.strip()
    return re.sub(r"[ \u00a0]{2,}", " ", tidy_lines(re.sub(r"[\r\n\t\u2028\u2029]+", " ", text))).strip(
        " \u3000\u00a0"
    )


def tidy_lines(text: str) -> str:
    """Text of several lines: line ends as LF, other control characters out, half-width kana widened."""
    if _PLAIN.fullmatch(text):
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(
        one
        for one in text
        if one in ("\n", _JOINER) or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return _VOICED.sub(lambda pair: unicodedata.normalize("NFC", pair.group()), widen_kana(kept)).strip()


def widen_kana(text: str) -> str:
    """Half-width kana and its punctuation to full width (`ﾔﾏﾀﾞ` → `ヤマダ`); nothing else changes."""
    return str(jaconv.h2z(text, kana=True, ascii=False, digit=False))


def narrow(text: str) -> str:
    """Full-width letters, digits and signs to half width, every dash to `-`; for codes, never for names."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = "".join(one for one in text if unicodedata.category(one) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFKC", kept.translate(_DASHES)).translate(_DASHES).strip()


def katakana(text: str) -> str:
    """Hiragana and half-width kana to full-width katakana."""
    if _KATAKANA.fullmatch(text):
        return text
    return str(jaconv.hira2kata(widen_kana(text)))


def length(text: str) -> int:
    """Characters as a reader counts them: variation selectors, combining marks and joined emoji count as
    one.
    """
    if _PLAIN.fullmatch(text):
        return len(text)
    count, joined = 0, False
    for one in text:
        if one == _JOINER:
            joined = True
        elif unicodedata.category(one) in ("Mn", "Me") or 0x1F3FB <= ord(one) <= 0x1F3FF:
            continue
        else:
            count += 0 if joined else 1
            joined = False
    return count


def is_emoji(one: str) -> bool:
    """Whether the character is an emoji or pictograph (not a character of names, and absent from our
    fonts).
    """
    code = ord(one)
    return (
        0x1F000 <= code <= 0x1FAFF
        or one in (_EMOJI_VARIATION, "\u20e3", "⭐", "⭕", "⌚", "⌛", "⏰")
        or (0x2600 <= code <= 0x27BF and one not in "★☆♪♭♯☎〒")
    )


def first_emoji(text: str) -> str:
    """The first emoji of the text, or ""."""
    return next((one for one in text if is_emoji(one) and one != _EMOJI_VARIATION), "")


def first_private(text: str) -> str:
    """The first private-use character (外字) of the text, or "": it would look different on another
    machine.
    """
    return next((one for one in text if unicodedata.category(one) == "Co"), "")


def trouble(text: str) -> str:
    """What forbids this text in a record, as a Japanese message, or ""."""
    if _PLAIN.fullmatch(text):
        return say(MY_NUMBER_MESSAGE) if has_my_number(text) else ""
    emoji = first_emoji(text)
    if emoji:
        return say("「{emoji}」は絵文字なので使えません。「{emoji}」を消してください。", emoji=emoji)
    if _EMOJI_VARIATION in text or _JOINER in text:
        return say("絵文字の一部が残っています。入れ直してください。")
    if first_private(text):
        return say("外字(この端末だけの文字)が入っています。普通の漢字かひらがなで書いてください。")
    if has_my_number(text):
        return say(MY_NUMBER_MESSAGE)
    return ""


def has_my_number(text: str) -> bool:
    """Whether 12 digits stand in the text that pass the check digit of 個人番号.

    行政手続における特定の個人を識別するための番号の利用等に関する法律 第20条 (収集等の制限); check digit by
    平成26年総務省令第85号 第5条.
    """
    if _PLAIN.fullmatch(text) and len(_DIGITS.findall(text)) < 12:
        return False
    return any(_passes_check("".join(found.groups())) for found in _MY_NUMBER.finditer(narrow(text)))


def _passes_check(digits: str) -> bool:
    body, check = digits[:11], int(digits[11])
    total = sum(
        int(one) * (place + 1 if place <= 6 else place - 5) for place, one in enumerate(reversed(body), 1)
    )
    rest = total % 11
    return check == (0 if rest <= 1 else 11 - rest)
