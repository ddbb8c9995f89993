"""会計年度: from 1 April to 31 March (地方自治法第208条第1項)."""

from datetime import date

from yakuba.ground.calendar.era import era_year
from yakuba.ground.languages import current


def fiscal_year(day: date) -> int:
    """The fiscal year `day` lies in, by the western year it began in: 2027-03-31 → 2026."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_start(year: int) -> date:
    """1 April of fiscal year `year`."""
    return date(year, 4, 1)


def fiscal_year_end(year: int) -> date:
    """31 March that ends fiscal year `year`."""
    return date(year + 1, 3, 31)


def spoken_fiscal_year(year: int) -> str:
    """As `fiscal_year_label`, in the language being spoken: `fiscal year 2026` in English."""
    return f"fiscal year {year}" if current() == "en" else fiscal_year_label(year)


def fiscal_year_label(year: int) -> str:
    """`2026` → `令和8年度`; year 1 of an era is 元年度.

    The label is that of the era in force on 1 April, except 2019, which is called 令和元年度
    (改元に伴う元号による年表示の取扱いについて、平成31年4月2日 新元号への円滑な移行に向けた関係省庁連絡会議).
    """
    name, number = ("令和", 1) if year == 2019 else era_year(fiscal_year_start(year))
    return f"{name}{'元' if number == 1 else number}年度"


def split_by_fiscal_year(start: date, end: date) -> list[tuple[int, date, date]]:
    """The period cut at each 31 March: (fiscal year, first day, last day), both days counted.

    Raises ValueError when `end` is before `start`.
    """
    if end < start:
        raise ValueError("the period ends before it starts")
    return [
        (year, max(start, fiscal_year_start(year)), min(end, fiscal_year_end(year)))
        for year in range(fiscal_year(start), fiscal_year(end) + 1)
    ]
