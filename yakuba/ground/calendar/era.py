"""和暦: writing days in eras and reading days as people write them.

The table begins on 1873-01-01 (明治6年), the first day of the solar calendar (明治5年太政官布告第337号).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yakuba.ground.calendar import clock
from yakuba.ground.languages import current, marked, say

EXAMPLE = marked("例: 令和8年11月23日、2026/11/23")


class DayError(ValueError):
    """A day that cannot be read; `message` says in Japanese how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Era:
    """One era: key, name, Latin letter, first day written in it, the western year before its year 1."""

    key: str
    name: str
    letter: str
    first: date
    offset: int


ERAS = (
    Era("reiwa", marked("令和"), "R", date(2019, 5, 1), 2018),
    Era("heisei", marked("平成"), "H", date(1989, 1, 8), 1988),
    Era("showa", marked("昭和"), "S", date(1926, 12, 25), 1925),
    Era("taisho", marked("大正"), "T", date(1912, 7, 30), 1911),
    Era("meiji", marked("明治"), "M", date(1873, 1, 1), 1867),
)

_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter, era.name[0], era.key.upper())}
_WESTERN = ("", "西暦", "AD")
_SIGNS = {"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"}
_WEEKDAYS = "月火水木金土日"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_ERA_DAY = re.compile(
    r"(令和?|平成?|昭和?|大正?|明治?|[RHSTM])(元|[0-9]{1,3})(?:年|[./-])([0-9]{1,2})(?:月|[./-])([0-9]{1,2})日?"
)
_WESTERN_DAY = re.compile(r"(?:西暦)?([0-9]{4})(?:年|[./-])([0-9]{1,2})(?:月|[./-])([0-9]{1,2})日?")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_FIRST = re.compile(r"令和?|平成?|昭和?|大正?|明治?|[RHSTM]|[0-9]{4}")
_TRAILING_WEEKDAY = re.compile(r"\(?[月火水木金土日](?:曜日?)?\)?$")


def era_of(day: date) -> Era:
    """The era `day` lies in; raises DayError before 1873-01-01."""
    for era in ERAS:
        if day >= era.first:
            return era
    raise DayError(say("明治6年1月1日(1873年)より前の日は扱えません。"))


def era_year(day: date) -> tuple[str, int]:
    """The era's name and the year in it: 2026-11-23 → ("令和", 8)."""
    era = era_of(day)
    return era.name, day.year - era.offset


def format_era(day: date, *, short: bool = False) -> str:
    """`令和8年11月23日` (year 1 is 元年), or `R8.11.23` when `short`. Raises DayError before 1873-01-01."""
    era = era_of(day)
    year = day.year - era.offset
    if short:
        return f"{era.letter}{year}.{day.month}.{day.day}"
    return f"{era.name}{_year_word(year)}年{day.month}月{day.day}日"


def format_day(day: date) -> str:
    """A day with its weekday: `令和8年11月23日(月)`."""
    return f"{format_era(day)}({_WEEKDAYS[day.weekday()]})"


def format_datetime(moment: datetime) -> str:
    """An aware instant in Japanese wall-clock time: `令和8年11月23日 14時05分`."""
    at = clock.local(moment)
    return f"{format_era(at.date())} {at.hour}時{at.minute:02}分"


def spoken_day(day: date) -> str:
    """As `format_era`, in the language being spoken: `23 November 2026` in English. For pages, not papers."""
    if current() == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return format_era(day)


def spoken_datetime(moment: datetime) -> str:
    """As `format_datetime`, in the language being spoken: `23 November 2026, 14:05` (Japan time)."""
    at = clock.local(moment)
    if current() == "en":
        return f"{spoken_day(at.date())}, {at.hour}:{at.minute:02}"
    return format_datetime(moment)


def parse_day(text: str) -> date:
    """The day meant by `2026-11-23`, `2026/11/23`, `20261123`, `令和8年11月23日`, `R8.11.23` and the like.

    Full-width digits and spaces are read too. Raises DayError whose message says how to mend it.
    """
    shown = text.strip()
    plain = _plain(text)
    if not plain:
        raise DayError(say("日付を入力してください。{example}", example=say(EXAMPLE)))
    found = _ERA_DAY.fullmatch(plain)
    if found:
        sign, year, month, day = found.groups()
        return _era_day(_BY_SIGN[sign], 1 if year == "元" else int(year), int(month), int(day))
    found = _WESTERN_DAY.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain)
    if found:
        year, month, day = found.groups()
        return _western_day(int(year), int(month), int(day))
    raise DayError(_unreadable(shown, plain))


def day_from_parts(era: str, year: str, month: str, day: str) -> date:
    """The day meant by four input boxes; `era` is a key, name or letter; empty, `ad` or `西暦`: western.

    Raises DayError that names the boxes left empty, or says how to mend the rest.
    """
    parts = {marked("年"): _plain(year), marked("月"): _plain(month), marked("日"): _plain(day)}
    parts = {label: value.removesuffix(label) for label, value in parts.items()}
    missing = [label for label, value in parts.items() if not value]
    if len(missing) == len(parts):
        raise DayError(say("日付を入力してください。{example}", example=say(EXAMPLE)))
    if missing:
        raise DayError(say("「{label}」を入力してください。", label="」「".join(map(say, missing))))
    if parts["年"] == "元":
        parts["年"] = "1"
    for label, value in parts.items():
        if not re.fullmatch(r"[0-9]{1,4}", value):
            raise DayError(say("「{label}」は数字で入力してください。", label=say(label)))
    numbers = [int(value) for value in parts.values()]
    sign = _plain(era)
    if sign in _WESTERN:
        return _western_day(*numbers)
    if sign not in _BY_SIGN:
        raise DayError(say("元号を、令和・平成・昭和・大正・明治から選んでください。"))
    return _era_day(_BY_SIGN[sign], *numbers)


def _plain(text: str) -> str:
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[‐‑‒–—―−ーｰ]", "-", plain)
    plain = plain.upper().replace("。", ".").replace("・", ".").replace("、", ".").replace(",", ".")
    with_day = re.search(r"日(.+)$", plain)
    if with_day and _TRAILING_WEEKDAY.fullmatch(with_day.group(1)):
        return plain[: with_day.start() + 1]
    return plain


def _year_word(year: int) -> str:
    return "元" if year == 1 else str(year)


def _unreadable(shown: str, plain: str) -> str:
    if re.fullmatch(r"[0-9]{1,3}(?:年|[./-])[0-9]{1,2}(?:月|[./-])[0-9]{1,2}日?", plain):
        return say(
            "「{shown}」は元号が分かりません。令和などを付けるか、西暦4桁で入力してください。{example}",
            shown=shown,
            example=say(EXAMPLE),
        )
    if re.fullmatch(r"[0-9]{5,7}|[0-9]{9,}", plain):
        return say(
            "「{shown}」は桁数が違います。続けて書くときは、20261123 のように8桁で入力してください。",
            shown=shown,
        )
    if re.match(r"(令和?|平成?|昭和?|大正?|明治?|[RHSTM]|[0-9]{4})", plain) and not re.search(
        r"[月./-].*[0-9]", plain
    ):
        return say(
            "「{shown}」は月と日が足りません。年・月・日を入力してください。{example}",
            shown=shown,
            example=say(EXAMPLE),
        )
    return say(
        "「{shown}」は日付として読めません。{example} のように入力してください。",
        shown=shown,
        example=say(EXAMPLE),
    )


def _western_day(year: int, month: int, day: int) -> date:
    if year < ERAS[-1].first.year:
        raise DayError(say("{year}年は古すぎます。西暦4桁で、1873年以後の年を入力してください。", year=year))
    if year > 9990:
        raise DayError(say("{year}年は先すぎます。年を確かめてください。", year=year))
    return _real_day(say("{year}年", year=year), year, month, day)


def _era_day(era: Era, year: int, month: int, day: int) -> date:
    if year < 1:
        raise DayError(
            say("{era}に{year}年はありません。最初の年は{era}元年です。", era=say(era.name), year=year)
        )
    if year > 999:
        raise DayError(
            say(
                "{era}{year}年は年が大きすぎます。西暦で入力するときは元号を外してください。",
                era=say(era.name),
                year=year,
            )
        )
    western = _real_day(
        say("{era}{year}年", era=say(era.name), year=_year_word(year)), era.offset + year, month, day
    )
    if western < era.first:
        raise DayError(f"{_first_words(era)}{_suggest(western)}")
    last = _last_day(era)
    if last is not None and western > last:
        raise DayError(
            say(
                "{era}は{day}までです。{rest}",
                era=say(era.name),
                day=_without_era(last, era),
                rest=_suggest(western),
            )
        )
    return western


def _real_day(label: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise DayError(say("{month}月はありません。月は1から12までの数字で入力してください。", month=month))
    if day < 1:
        raise DayError(say("{day}日はありません。日は1から入力してください。", day=day))
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if day > last:
        raise DayError(
            say(
                "{year}の{month}月に{day}日はありません。{month}月は{last}日までです。",
                year=label,
                month=month,
                day=day,
                last=last,
            )
        )
    return date(year, month, day)


def _last_day(era: Era) -> date | None:
    place = ERAS.index(era)
    return None if place == 0 else ERAS[place - 1].first - timedelta(days=1)


def _without_era(day: date, era: Era) -> str:
    return say(
        "{year}年{month}月{day}日", year=_year_word(day.year - era.offset), month=day.month, day=day.day
    )


def _first_words(era: Era) -> str:
    if era is ERAS[-1]:
        return say("明治6年1月1日(1873年)より前の日は扱えません。")
    return say("{era}は{day}からです。", era=say(era.name), day=_without_era(era.first, era))


def _suggest(day: date) -> str:
    if day < ERAS[-1].first:
        return ""
    name, year = era_year(day)
    return say("{era}{year}年ではありませんか。", era=say(name), year=_year_word(year))
