"""The two papers of money, set from rows that never change: the same paper whenever it is printed."""

from yakuba.ground import town
from yakuba.ground.calendar.era import format_era
from yakuba.ground.letters import Slip, SlipTable, set_slip
from yakuba.ground.money import format_yen
from yakuba.ground.people import read as people
from yakuba.rooms.payments.reading.lists import AssessmentView
from yakuba.rooms.payments.rules import PaymentRefused, State


def notice(view: AssessmentView) -> bytes:
    """納入通知書 (地方自治法施行令第154条第3項) as PDF. Raises PaymentRefused for a cancelled assessment."""
    if view.state == State.CANCELLED:
        raise PaymentRefused("取り消した調定の納入通知書は作れません。")
    facts = town.facts()
    return set_slip(
        Slip(
            title="納入通知書",
            number=f"納入番号 {view.number}",
            day=view.assessed_on,
            addressee="\n".join(part for part in (view.payer_address, f"{view.payer_name} 様") if part),
            sender_title=facts.mayor_title,
            sender_name=facts.mayor_name,
            seal=facts.seal_text,
            figure_label="納付していただく金額",
            figure=format_yen(view.amount),
            lead=f"次のとおり納付してください。納期限は{format_era(view.due_on)}です。",
            tables=(_fees(view), _terms(view)),
            notes=(
                "窓口では、この通知書か納入番号を見せてください。領収書をお渡しします。",
                "分割での納付は受け付けていません。",
            ),
        )
    )


def receipt(view: AssessmentView) -> bytes:
    """領収書 as PDF. Raises PaymentRefused when nothing was taken yet."""
    if view.receipt is None:
        raise PaymentRefused("まだ収納していないため、領収書は作れません。")
    taken = view.receipt
    return set_slip(
        Slip(
            title="領収書",
            number=f"領収書番号 {taken.number}",
            day=taken.received_on,
            addressee=f"{view.payer_name} 様",
            sender_title=str(town.read("payments")["accountant_title"]),
            figure_label="領収金額",
            figure=format_yen(taken.amount),
            lead="上記の金額を領収しました。",
            tables=(_fees(view), _references(view)),
            stamp=("領収", format_era(taken.received_on, short=True), town.facts().name),
        )
    )


def _fees(view: AssessmentView) -> SlipTable:
    rows = tuple((fee.label, fee.basis, format_yen(fee.amount)) for fee in view.fees)
    return SlipTable(
        head=("内容", "根拠", "金額"),
        rows=(*rows, ("合計", "", format_yen(view.amount))),
        align=("left", "left", "right"),
    )


def _terms(view: AssessmentView) -> SlipTable:
    place = str(town.read("payments")["place"])
    rows = (
        ("会計年度", view.fiscal_year_label),
        ("納期限", format_era(view.due_on)),
        ("納付する場所", place),
    )
    return SlipTable(rows=(*rows, *_matter(view), ("担当", people.section_name(view.section))))


def _references(view: AssessmentView) -> SlipTable:
    rows = (("納入番号", view.number), ("会計年度", view.fiscal_year_label), *_matter(view))
    method = view.receipt.method if view.receipt else ""
    return SlipTable(rows=(*rows, ("納付の方法", method)))


def _matter(view: AssessmentView) -> tuple[tuple[str, str], ...]:
    return (("受付番号", view.reference),) if view.reference else ()
