"""受付票: the slip handed over at the counter, with its number and a QR code to the status page."""

from django.conf import settings

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_datetime, format_day
from yakuba.ground.letters import Slip, SlipTable, set_slip
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.reading.intakes import IntakeView


def status_url(case: cases.CaseBrief) -> str:
    """The absolute address of the applicant's status page."""
    return str(settings.YAKUBA_STATUS_URL).format(token=case.status_token)


def receipt_slip(view: IntakeView, case: cases.CaseBrief) -> bytes:
    """The slip as PDF. Raises LetterError when it cannot be set."""
    facts = town.facts()
    return set_slip(
        Slip(
            title="補正の受付票" if view.is_correction else "受付票",
            number=case.receipt_number,
            day=clock.local(view.details.arrived_at).date(),
            addressee=f"{case.applicant_name} 様" if case.applicant_name else "",
            sender_title=f"{facts.name} {view.section_name}",
            lead=f"次の{'補正' if view.is_correction else '申請'}を受け取りました。",
            figure_label="受付番号",
            figure=case.number,
            tables=(SlipTable(rows=tuple(slip_rows(view, case))),),
            notes=slip_notes(case, facts.phone),
            qr=status_url(case),
            qr_label="いまの状況を見るページ",
        )
    )


def slip_rows(view: IntakeView, case: cases.CaseBrief) -> list[tuple[str, str]]:
    """What the slip says, also for the page."""
    rows = [
        ("手続", case.title),
        ("届いた日時", format_datetime(view.details.arrived_at)),
        ("受け付けた方法", rules.SHORT[view.details.channel]),
        ("収受番号", case.receipt_number),
        ("担当", view.section_name),
    ]
    due = f"{format_day(case.due_on)}ごろまで" if case.due_on else ""
    return [row for row in (*rows, ("結果のお知らせ", due)) if row[1]]


def slip_notes(case: cases.CaseBrief, phone: str) -> tuple[str, ...]:
    """What the applicant should know, in plain words."""
    notes = [
        f"お問い合わせのときは、受付番号をお伝えください。電話 {phone}",
        "スマートフォンで下の四角い印を読み取ると、いまの状況を見られます。ほかの人に見せないでください。",
    ]
    if case.faulty:
        notes.insert(0, "足りないところがあります。どこを直すかは、担当からあらためてお知らせします。")
    return tuple(notes)
