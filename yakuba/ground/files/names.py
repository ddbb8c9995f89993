"""File names as people may see and save them: no paths, no control signs, nothing that reads backwards."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
NAMELESS = "ファイル"

_JOINER = "\u200d"  # holds the parts of one emoji together
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)")


def clean_name(name: str) -> str:
    """A safe name of at most 120 characters that keeps the ending; `ファイル` when nothing is left.

    Folders are cut off, control and direction signs (right-to-left override) removed, signs that Windows
    refuses replaced, and the decomposed kana of some machines composed (か + ゙ → が).
    """
    last = re.sub(r"\s", " ", re.split(r"[\\/]", name)[-1])
    shown = unicodedata.normalize("NFC", "".join(sign for sign in last if _may_stay(sign)))
    shown = re.sub(" +", " ", _FORBIDDEN.sub("_", shown)).strip(" .")
    ending = ending_of(shown)
    stem = shown[: len(shown) - len(ending)] if ending else shown
    stem = stem[: LONGEST - len(ending)].rstrip(" .") or NAMELESS
    return _RESERVED.sub(r"_\1", stem + ending)


def ending_of(name: str) -> str:
    """The ending with its dot, as written (`.PDF`); empty when there is none or it is no plausible ending."""
    ending = PurePosixPath(name).suffix
    return ending if re.fullmatch(r"\.[A-Za-z0-9]{1,10}", ending) else ""


def _may_stay(sign: str) -> bool:
    if sign == _JOINER:
        return True
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
