"""A day, entered in 和暦 or western years by four controls, kept as "YYYY-MM-DD"."""

from datetime import date
from typing import Any

from yakuba.ground.calendar.era import DayError, day_from_parts, era_year, format_era, parse_day, spoken_day
from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Facts, Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Sub, Wrong, one
from yakuba.ground.languages import marked, say

ERAS = {
    "reiwa": marked("令和"),
    "heisei": marked("平成"),
    "showa": marked("昭和"),
    "taisho": marked("大正"),
    "meiji": marked("明治"),
    "ad": marked("西暦"),
}


def day_subs(prefix: str = "", *, birth: bool = False) -> tuple[Sub, ...]:
    """The four controls of one day."""
    complete = ("bday-year", "bday-month", "bday-day") if birth else ("", "", "")
    return (
        Sub(f"{prefix}era", say("元号"), width="6", options=tuple(ERAS.items())),
        Sub(f"{prefix}year", say("年"), autocomplete=complete[0], width="4"),
        Sub(f"{prefix}month", say("月"), autocomplete=complete[1], inputmode="numeric", width="2"),
        Sub(f"{prefix}day", say("日"), autocomplete=complete[2], inputmode="numeric", width="2"),
    )


def read_day(raw: Raw, prefix: str = "") -> str | None:
    """The day of four controls, None when year, month and day are empty. Raises Wrong."""
    era, year, month, day = (one(raw, f"{prefix}{part}").strip() for part in ("era", "year", "month", "day"))
    if not (year or month or day):
        return None
    try:
        if year and not (month or day) and (not year.isdigit() or len(year) == 8):
            return parse_day(year).isoformat()
        # A western year typed while an era stands selected means the western year.
        chosen = "西暦" if len(characters.narrow(year)) == 4 else ERAS.get(era, era)
        return day_from_parts(chosen, year, month, day).isoformat()
    except DayError as error:
        raise Wrong(error.message, sub=f"{prefix}year") from error


def clean_day(value: Json, sub: str = "year") -> str:
    """A day from the API or a prefill. Raises Wrong."""
    try:
        return parse_day(value if isinstance(value, str) else "").isoformat()
    except DayError as error:
        raise Wrong(error.message, sub=sub) from error


def raw_day(value: str, prefix: str = "") -> dict[str, list[str]]:
    """What the four controls show for a stored day."""
    day = date.fromisoformat(value)
    era, year = era_year(day)
    key = next(key for key, name in ERAS.items() if name == era)
    shown = {"era": key, "year": str(year), "month": str(day.month), "day": str(day.day)}
    return {f"{prefix}{part}": [text] for part, text in shown.items()}


def within_bounds(
    question: Question, label: str, value: str, facts: Facts, bounds: tuple[str, str], sub: str
) -> None:
    """Raise Wrong when the day is before the first or after the last bound (both may be "")."""
    today = date.fromisoformat(str(facts["today"]))
    day = date.fromisoformat(value)
    first, last = (params.bound_day(bound, today) for bound in bounds)
    if first is not None and day < first:
        raise Wrong(
            say("「{label}」は{first}以後の日を入力してください。", label=label, first=spoken_day(first)),
            sub=sub,
        )
    if last is not None and day > last:
        raise Wrong(
            say("「{label}」は{last}以前の日を入力してください。", label=label, last=spoken_day(last)),
            sub=sub,
        )


class Day(Kind):
    """One day."""

    name = "date"
    title = "日付"
    logic_type = "date"
    params = {"earliest": params.day_bound(), "latest": params.day_bound()}

    def subs(self, question: Question) -> tuple[Sub, ...]:
        return day_subs(birth=question.role == "applicant.birth")

    def read(self, question: Question, raw: Raw) -> Json:
        return read_day(raw)

    def clean(self, question: Question, value: Json) -> Json:
        return clean_day(value)

    def limits(self, question: Question, value: Json, facts: Facts) -> None:
        bounds = (self.param(question, "earliest"), self.param(question, "latest"))
        within_bounds(question, question.label, value, facts, bounds, "year")

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return raw_day(value)

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」の年・月・日を入力してください。", label=question.label), sub="year")

    def display(self, question: Question, value: Json) -> list[str]:
        return [spoken_day(date.fromisoformat(value))]

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 6, "digits", ("元号", "年", "月", "日"))

    def search_text(self, question: Question, value: Json) -> str:
        return f"{value} {format_era(date.fromisoformat(value))}"


KIND = Day()
