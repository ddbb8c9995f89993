"""A period: first and last day, both counted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yakuba.ground.calendar.era import format_era, spoken_day
from yakuba.ground.calendar.months import months_spanned
from yakuba.ground.catalogue.definition import Facts, Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.date import clean_day, day_subs, raw_day, read_day, within_bounds
from yakuba.ground.catalogue.kinds.kind import Kind, Paper, Raw, Sub, Terms, Wrong
from yakuba.ground.languages import marked, say


class Period(Kind):
    """From one day to another."""

    name = "period"
    title = "期間"
    logic_type = "none"
    params = {
        "earliest": params.day_bound(),
        "latest": params.day_bound(),
        "max_months": params.whole(None, least=1, most=1200),
        "max_years": params.whole(None, least=1, most=100),
        "from_label": params.words(marked("始まりの日")),
        "to_label": params.words(marked("終わりの日")),
    }

    def subs(self, question: Question) -> tuple[Sub, ...]:
        return day_subs("from_") + day_subs("to_")

    def read(self, question: Question, raw: Raw) -> Json:
        errors: dict[str, str] = {}
        days: dict[str, str | None] = {}
        for end in ("from", "to"):
            try:
                days[end] = read_day(raw, f"{end}_")
            except Wrong as wrong:
                errors.update(wrong.errors)
        if not errors and not any(days.values()):
            return None
        for end, day in days.items():
            if day is None:
                label = self.param(question, f"{end}_label")
                errors[f"{end}_year"] = say("「{label}」の年・月・日を入力してください。", label=label)
        if errors:
            raise Wrong(errors=errors)
        return self.clean(question, days)

    def clean(self, question: Question, value: Json) -> Json:
        if not isinstance(value, Mapping) or set(value) != {"from", "to"}:
            raise Wrong(say("「{label}」は from と to の日付で入力してください。", label=question.label))
        first, last = clean_day(value["from"], "from_year"), clean_day(value["to"], "to_year")
        if last < first:
            shown = spoken_day(date.fromisoformat(first))
            label = self.param(question, "to_label")
            raise Wrong(
                say(
                    "「{label}」は{shown}以後の日を入力してください。順番が逆になっています。",
                    label=label,
                    shown=shown,
                ),
                sub="to_year",
            )
        self._length(question, date.fromisoformat(first), date.fromisoformat(last))
        return {"from": first, "to": last}

    def _length(self, question: Question, first: date, last: date) -> None:
        years, months = self.param(question, "max_years"), self.param(question, "max_months")
        most = min((count for count in (years and years * 12, months) if count), default=None)
        if most is not None and months_spanned(first, last) > most:
            longest = (
                say("{years}年", years=most // 12) if most % 12 == 0 else say("{months}か月", months=most)
            )
            raise Wrong(
                say(
                    "「{label}」は{longest}までです。終わりの日を早めてください。",
                    label=question.label,
                    longest=longest,
                ),
                sub="to_year",
            )

    def limits(self, question: Question, value: Json, facts: Facts) -> None:
        earliest, latest = self.param(question, "earliest"), self.param(question, "latest")
        within_bounds(
            question, self.param(question, "from_label"), value["from"], facts, (earliest, ""), "from_year"
        )
        within_bounds(question, self.param(question, "to_label"), value["to"], facts, ("", latest), "to_year")

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {**raw_day(value["from"], "from_"), **raw_day(value["to"], "to_")}

    def missing(self, question: Question) -> Wrong:
        return Wrong(
            say("「{label}」の始まりと終わりの日を入力してください。", label=question.label), sub="from_year"
        )

    def display(self, question: Question, value: Json) -> list[str]:
        first, last = (spoken_day(date.fromisoformat(value[end])) for end in ("from", "to"))
        return [say("{first}から{last}まで", first=first, last=last)]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        ends = {end: format_era(date.fromisoformat(value[end])) for end in ("from", "to")}
        return {"": f"{ends['from']}から{ends['to']}まで", **ends}

    def terms(self, question: Question) -> Terms:
        return Terms("none", {"from": "date", "to": "date"})

    def schema(self, question: Question) -> dict[str, Any]:
        day = {"type": "string", "format": "date"}
        return {
            "type": "object",
            "properties": {"from": day, "to": day},
            "required": ["from", "to"],
            "additionalProperties": False,
        }

    def paper(self, question: Question) -> Paper:
        return Paper("boxes", 12, "digits", ("から", "まで"))


KIND = Period()
