"""Pure rules of 調定, 収納 and 消込. Amounts are whole yen, days are days in Japan and are passed in."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from yakuba.ground.calendar.fiscal import fiscal_year, fiscal_year_label

LARGEST = 9_999_999_999
"""The largest sum of one assessment, in yen."""

_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")


class PaymentRefused(Exception):
    """An act on money that cannot be done; the text is for the person at the screen and says what to do."""


class Kind(StrEnum):
    """What a row of the ledger says. Amounts are positive; the kind tells the side."""

    ASSESSED = "assessed"
    RECEIVED = "received"
    SETTLED = "settled"
    REVERSED = "reversed"


class State(StrEnum):
    """Where an assessment stands, as its ledger says."""

    OPEN = "open"
    SETTLED = "settled"
    CANCELLED = "cancelled"


KIND_LABELS = {
    Kind.ASSESSED: "調定",
    Kind.RECEIVED: "収納",
    Kind.SETTLED: "消込",
    Kind.REVERSED: "調定の取消し",
}
STATE_LABELS = {State.OPEN: "未納", State.SETTLED: "納付済", State.CANCELLED: "取消し"}


@dataclass(frozen=True)
class Line:
    """One fee to be assessed in whole yen (below zero: a reduction), with its 根拠 and reasons.

    `fiscal_year` None is that of the day of assessment.
    """

    label: str
    amount: int
    fiscal_year: int | None
    basis: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """News: every live assessment of the subject has been paid and matched (消込)."""

    subject: str
    assessment_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Posting:
    """One row of the ledger, as the rules see it."""

    kind: Kind
    amount: int


def by_fiscal_year(lines: Iterable[Line], day: date) -> dict[int, tuple[Line, ...]]:
    """The lines of each fiscal year, in order (会計年度独立, 地方自治法第208条第2項).

    Lines of 0 yen are left out; a reduction is a line below zero. A year whose sum is 0 (全額免除) is left
    out whole.
    Raises PaymentRefused for a year whose sum is below zero or absurd.
    """
    found: dict[int, tuple[Line, ...]] = {}
    for line in lines:
        if line.amount:
            year = fiscal_year(day) if line.fiscal_year is None else line.fiscal_year
            found[year] = (*found.get(year, ()), line)
    sums = {year: sum(line.amount for line in of_year) for year, of_year in found.items()}
    for year, amount in sums.items():
        if not 0 <= amount <= LARGEST:
            label = fiscal_year_label(year)
            raise PaymentRefused(
                f"{label}分の金額({amount:,}円)が正しくありません。料金の計算を確かめてください。"
            )
    return {year: found[year] for year in sorted(found) if sums[year]}


def label_of(lines: Sequence[Line]) -> str:
    """What an assessment of these lines is called: its first fee, and how many more there are."""
    charged = [line for line in lines if line.amount > 0]
    more = f" ほか{len(charged) - 1}件" if len(charged) > 1 else ""
    return charged[0].label[:180] + more


def outstanding(postings: Iterable[Posting]) -> int:
    """What is still owed (yen): assessed less matched less reversed."""
    owed = {Kind.ASSESSED: 1, Kind.RECEIVED: 0, Kind.SETTLED: -1, Kind.REVERSED: -1}
    return sum(owed[posting.kind] * posting.amount for posting in postings)


def unmatched(postings: Iterable[Posting]) -> int:
    """What was received but not yet matched (yen)."""
    sides = {Kind.RECEIVED: 1, Kind.SETTLED: -1}
    return sum(sides.get(posting.kind, 0) * posting.amount for posting in postings)


def state_of(postings: Sequence[Posting]) -> State:
    """The state an assessment's ledger rows tell."""
    kinds = {posting.kind for posting in postings}
    if Kind.REVERSED in kinds:
        return State.CANCELLED
    return State.SETTLED if Kind.SETTLED in kinds else State.OPEN


def receive(postings: Sequence[Posting], amount: int) -> tuple[Posting, ...]:
    """The rows that a payment of `amount` yen adds: 収納 and 消込.

    The whole sum is paid at once; part payments are not taken here. Raises PaymentRefused.
    """
    refuse_closed(state_of(postings))
    owed = outstanding(postings)
    if amount < owed:
        raise PaymentRefused(
            f"納付額が{owed - amount:,}円足りません。分割での納付は受け付けていません。"
            f"{owed:,}円を受け取ってください。"
        )
    if amount > owed:
        raise PaymentRefused(
            f"納付額が{amount - owed:,}円多くなっています。"
            f"{owed:,}円だけを受け取り、残りはおつりとして返してください。"
        )
    return Posting(Kind.RECEIVED, owed), Posting(Kind.SETTLED, owed)


def cancel(postings: Sequence[Posting]) -> tuple[Posting, ...]:
    """The row that takes an unpaid assessment back. Raises PaymentRefused when it was paid or taken back."""
    if state_of(postings) == State.SETTLED:
        raise PaymentRefused(
            "納付済みの調定は取り消せません。返すお金があるときは、還付の手続をしてください。"
        )
    refuse_closed(state_of(postings))
    return (Posting(Kind.REVERSED, outstanding(postings)),)


def refuse_closed(state: State) -> None:
    """Raises PaymentRefused for an assessment that is no longer open."""
    if state == State.SETTLED:
        raise PaymentRefused("この調定は、もう納付済みです。二重に受け取らないでください。")
    if state == State.CANCELLED:
        raise PaymentRefused("この調定は取り消されています。お金を受け取らず、担当課に確かめてください。")


def change(amount: int, tendered: int) -> int:
    """おつり (yen). Raises PaymentRefused when what was handed over is less than the amount."""
    if tendered < amount:
        raise PaymentRefused(
            f"お預かりが{amount - tendered:,}円足りません。{amount:,}円以上を入力してください。"
        )
    return tendered - amount


def refuse_same_person(assessed_by: str, receiver: str) -> None:
    """Whoever assessed does not take the money (命令機関と会計機関の分立, 地方自治法第170条・第149条).

    Both are actors' references. Raises PaymentRefused.
    """
    if assessed_by == receiver:
        raise PaymentRefused("調定をした人は、同じ調定の収納はできません。ほかの出納員に頼んでください。")


def refuse_day(received_on: date, assessed_on: date, today: date) -> None:
    """A payment is dated between its assessment and today. Raises PaymentRefused."""
    if received_on > today:
        raise PaymentRefused("収納日が今日より後になっています。収納した日を入力してください。")
    if received_on < assessed_on:
        raise PaymentRefused("収納日が調定日より前になっています。収納した日を入力してください。")


def overdue(due_on: date, state: State, today: date) -> bool:
    """Whether the due day has passed without payment."""
    return state == State.OPEN and today > due_on


def number_text(year: int, number: int) -> str:
    """納入番号 or 領収書番号 as people read it: `2026-000034` (fiscal year, running number)."""
    return f"{year}-{number:06}"


def read_number(text: str) -> tuple[int, int] | None:
    """The fiscal year and running number in `text`, full-width digits read too; None when it is none."""
    plain = re.sub(r"[‐‑‒–—―−ーｰ]", "-", unicodedata.normalize("NFKC", text)).strip()
    match = _NUMBER.fullmatch(plain)
    return (int(match[1]), int(match[2])) if match else None
