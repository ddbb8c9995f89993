"""The shape of the form that ends an entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yakuba.ground.calendar.era import DayError, parse_day


@dataclass(frozen=True)
class Problem:
    anchor: str
    message: str


@dataclass(frozen=True)
class EndForm:
    """`on` is None when the day cannot be read; the typed texts are kept."""

    reason: str
    typed: str
    on: date | None
    problems: tuple[Problem, ...] = ()


def read_end(posted: Mapping[str, str]) -> EndForm:
    """The posted form; never raises on bad input."""
    typed = posted.get("on", "")
    try:
        return EndForm(posted.get("reason", ""), typed, parse_day(typed))
    except DayError as error:
        return EndForm(posted.get("reason", ""), typed, None, (Problem("on", str(error)),))


def end_fields(form: EndForm, problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """The two fields as `ui/field.html` takes them."""
    errors = {problem.anchor: problem.message for problem in problems}
    return [
        {
            "template": "ui/kinds/text.html",
            "id": "on",
            "name": "on",
            "label": "終了した日",
            "help": "例: 令和8年11月2日、2026-11-02",
            "required": True,
            "error": errors.get("on", ""),
            "raw": form.typed,
            "params": {"width": "20", "autocomplete": "off"},
        },
        {
            "template": "ui/kinds/long_text.html",
            "id": "reason",
            "name": "reason",
            "label": "終了の理由",
            "help": "例: 廃止届が出たため。記録に残ります。",
            "required": True,
            "error": errors.get("reason", ""),
            "raw": form.reason,
            "params": {"max_length": 400, "rows": 3},
        },
    ]
