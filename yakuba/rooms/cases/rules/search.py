"""One normal form for what the search box compares: width, case, kana and spaces made alike."""

import unicodedata

_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def normal(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, hiragana as katakana, without spaces and hyphens."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_TO_KATAKANA)
    return "".join(letter for letter in plain if not letter.isspace() and letter not in "-‐‑–—−")


def haystack(*parts: str) -> str:
    """All `parts` in normal form, kept apart so that a word never matches across two of them."""
    return "\n".join(normal(part) for part in parts if part)
