"""Days and sums as pages say them, in the language of the reader."""

from datetime import UTC, date, datetime

from yakuba.ground.calendar.era import spoken_datetime, spoken_day
from yakuba.ground.calendar.fiscal import spoken_fiscal_year
from yakuba.ground.languages import speaking
from yakuba.ground.money import format_yen, spoken_yen


def test_days_and_sums_follow_the_language_but_what_is_written_on_papers_does_not() -> None:
    day = date(2026, 11, 23)
    assert (spoken_day(day), spoken_yen(1200)) == ("令和8年11月23日", "1,200円")
    with speaking("en"):
        assert (spoken_day(day), spoken_yen(1200)) == ("23 November 2026", "¥1,200")
        assert format_yen(1200) == "1,200円"


def test_a_moment_is_said_in_japanese_time_and_a_fiscal_year_by_its_number() -> None:
    moment = datetime(2026, 11, 23, 5, 5, tzinfo=UTC)
    assert (spoken_datetime(moment), spoken_fiscal_year(2026)) == ("令和8年11月23日 14時05分", "令和8年度")
    with speaking("en"):
        assert (spoken_datetime(moment), spoken_fiscal_year(2026)) == (
            "23 November 2026, 14:05",
            "fiscal year 2026",
        )
