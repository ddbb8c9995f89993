"""Pure rules of register entries. Days are days in Japan; both ends of a validity are counted in it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

SOON_DAYS = 60
"""An entry whose last day comes within so many calendar days is shown as 「まもなく満了」."""

NUMBER_LENGTH = 40
LABEL_LENGTH = 60
TEXT_LENGTH = 2000


class RegisterRefused(Exception):
    """An act on a register that cannot be done; the text is for the person at the screen."""


@dataclass(frozen=True)
class NewEntry:
    """What is to be written. `facts` are label → text; `number` None takes the running number.

    `link` is the path of the matter's page, `submission_id` the sealed answers a renewal is prefilled from.
    """

    register: str
    register_title: str
    title: str
    holder_name: str
    holder_ref: str
    facts: Mapping[str, str]
    number: str | None
    valid_from: date | None
    valid_to: date | None
    conditions: str
    subject: str
    procedure_key: str
    section: str
    link: str = ""
    submission_id: UUID | None = None


class State(StrEnum):
    """Where an entry stands on a day."""

    VALID = "valid"
    SOON = "soon"
    FUTURE = "future"
    EXPIRED = "expired"
    ENDED = "ended"


STATE_LABELS = {
    State.VALID: "有効",
    State.SOON: "まもなく満了",
    State.FUTURE: "有効期間の前",
    State.EXPIRED: "期間満了",
    State.ENDED: "終了",
}


def state(*, valid_from: date | None, valid_to: date | None, ended_on: date | None, day: date) -> State:
    """The state on `day`. An end counts from its own day on; None means no limit on that side.

    An entry that is to end on a later day (it was renewed) is not said to expire soon.
    """
    if ended_on is not None and ended_on <= day:
        return State.ENDED
    if valid_to is not None and valid_to < day:
        return State.EXPIRED
    if valid_from is not None and day < valid_from:
        return State.FUTURE
    if valid_to is not None and ended_on is None and valid_to <= day + timedelta(days=SOON_DAYS):
        return State.SOON
    return State.VALID


def refuse_period(valid_from: date | None, valid_to: date | None) -> None:
    """A validity ends on or after the day it begins. Raises RegisterRefused."""
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        raise RegisterRefused("有効期間の終わりが、始まりより前になっています。期間を確かめてください。")


def refuse_end(*, valid_from: date | None, on: date, today: date, ended_on: date | None) -> None:
    """An entry is ended once, not before it began and not for a day still to come. Raises RegisterRefused."""
    if ended_on is not None:
        raise RegisterRefused("この登録は、もう終了しています。")
    if on > today:
        raise RegisterRefused("終了の日が今日より後になっています。終了した日を入力してください。")
    if valid_from is not None and on < valid_from:
        raise RegisterRefused("終了の日が有効期間の始まりより前になっています。日を確かめてください。")


def clean_number(text: str) -> str:
    """A number as it is kept and compared: NFKC, upper case, no spaces, one kind of hyphen.

    Raises RegisterRefused when nothing is left or it is too long.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    plain = re.sub(r"[‐‑‒–—―−]", "-", plain)
    if not plain:
        raise RegisterRefused("台帳の番号を入力してください。")
    if len(plain) > NUMBER_LENGTH:
        raise RegisterRefused(f"台帳の番号は{NUMBER_LENGTH}字までです。番号を確かめてください。")
    return plain


def taken(title: str, number: str) -> RegisterRefused:
    """What to say when the number stands in the register already."""
    return RegisterRefused(
        f"{title}には、番号「{number}」がもうあります。番号を確かめて、入力し直してください。"
    )


def clean_facts(facts: Mapping[str, str]) -> list[list[str]]:
    """The labelled facts in their order, empty ones left out. Raises RegisterRefused for what is too long."""
    kept = [[label.strip(), text.strip()] for label, text in facts.items() if text.strip()]
    for label, text in kept:
        if len(label) > LABEL_LENGTH or len(text) > TEXT_LENGTH:
            raise RegisterRefused(f"台帳の「{label[:20]}」が長すぎます。{TEXT_LENGTH}字までにしてください。")
    return kept
