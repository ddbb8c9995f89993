"""The shape of what the cashier types; what it may mean stands in rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.money import YenError, parse_yen


@dataclass(frozen=True)
class Problem:
    anchor: str
    message: str


@dataclass(frozen=True)
class ReceiptForm:
    """`amount` is the sum seen on the screen, `tendered` what was handed over (yen, None: unreadable)."""

    key: str
    method: str
    amount: int | None
    tendered: int | None
    typed: str
    problems: tuple[Problem, ...] = field(default=())


def read_receipt(posted: Mapping[str, str]) -> ReceiptForm:
    """The posted form; never raises on bad input."""
    typed = posted.get("tendered", "")
    tendered, problem = _yen(typed)
    amount, _ = _yen(posted.get("amount", ""))
    problems = (Problem("tendered", problem),) if problem else ()
    return ReceiptForm(
        posted.get("key", "")[:80], posted.get("method", "cash"), amount, tendered, typed, problems
    )


def _yen(text: str) -> tuple[int | None, str]:
    if not text.strip():
        return None, "お預かりした金額を入力してください。例: 10000"
    try:
        return parse_yen(text), ""
    except YenError as error:
        return None, error.message


def tendered_field(form: ReceiptForm, error: str) -> dict[str, Any]:
    """The one box the cashier types into, as `ui/field.html` takes it."""
    return {
        "template": "ui/kinds/yen.html",
        "id": "tendered",
        "name": "tendered",
        "label": "お預かり",
        "help": "受け取った現金の額です。",
        "required": True,
        "error": error,
        "raw": form.typed,
        "params": {"autocomplete": "off"},
    }


def reason_field(reason: str, error: str) -> dict[str, Any]:
    """The reason of a cancellation, as `ui/field.html` takes it."""
    return {
        "template": "ui/kinds/long_text.html",
        "id": "reason",
        "name": "reason",
        "label": "取り消す理由",
        "help": "記録に残ります。個人の事情は書かず、手続上の理由を書いてください。",
        "required": True,
        "error": error,
        "raw": reason,
        "params": {"max_length": 400, "rows": 3},
    }
