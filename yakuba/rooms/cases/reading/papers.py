"""What a decision is put forward with: the letter's text, the cover with its reasons, the papers joined to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.urls import reverse

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.calendar.months import months_spanned
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Letter, Procedure, Step
from yakuba.ground.catalogue.holes import hole_values
from yakuba.ground.files.read import describe
from yakuba.ground.letters import OPEN_HOLES, fill
from yakuba.ground.money import format_yen
from yakuba.ground.people import read as people
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases.models import Opinion, Paper
from yakuba.rooms.cases.reading.docket import Docket
from yakuba.rooms.cases.rules.wording import decision_word, instruction, matter_kind


class NoLetter(LookupError):
    """The edition has no letter for this decision."""


@dataclass(frozen=True)
class Proposal:
    """What the clerk decides when drafting: permit or refuse, conditions, reason."""

    decision: str
    conditions: str = ""
    reason: str = ""


def letter_for(procedure: Procedure, step: Step, decision: str) -> Letter:
    """The letter a decision at `step` leads to. Raises NoLetter."""
    key = step.refusal_letter if decision == "refuse" else step.letter or _issue_letter(procedure, step)
    for letter in procedure.letters:
        if letter.key == key:
            return letter
    raise NoLetter(key)


def letter_at_issue(procedure: Procedure, step: Step) -> Letter | None:
    """The letter of an issue step that had no approval before it; None when it only writes the register."""
    return next((letter for letter in procedure.letters if letter.key == step.letter), None)


def body_of(docket: Docket, letter: Letter, proposal: Proposal) -> str:
    """The letter's text with every hole filled but its number and day. Raises LetterError naming the hole."""
    return fill(letter.body, fields_of(docket, proposal), keep=OPEN_HOLES)


def addressee_of(docket: Docket, letter: Letter) -> str:
    """To whom, as printed: the letter's own addressee, else the applicant with 様."""
    if letter.addressee:
        return fill(letter.addressee, fields_of(docket, Proposal(docket.case.decision)))
    return f"{docket.case.applicant_address}\n{docket.case.applicant_name} 様".strip()


def fields_of(docket: Docket, proposal: Proposal) -> dict[str, str]:
    """Every hole a letter may name."""
    case, facts = docket.case, town.facts()
    extra = {
        "申請者氏名": case.applicant_name,
        "申請者住所": case.applicant_address,
        "申請日": format_era(clock.local(case.arrived_at).date()),
        "受付番号": case.number,
        "収受番号": case.receipt_number,
        "手続名": case.title,
        "件名": case.subject,
        "決定": decision_word(docket.procedure.effect, proposal.decision),
        "許可条件": proposal.conditions.strip() or "なし",
        "理由": proposal.reason.strip(),
        "料金": format_yen(docket.submission.fee.total),
        "料金内訳": "、".join(_fee_lines(docket)),
        "台帳番号": register_number(docket) or "",
        "教示": instruction(facts.name, facts.mayor_title),
        "町名": facts.name,
        "町長名": facts.mayor_name,
    }
    for hole, role in (("申請者団体", "applicant.organisation"), ("期間", "period"), ("有効期間", "period"),
                       ("場所", "place"), ("面積", "area")):  # fmt: skip
        extra[hole] = asking.role_text(docket.procedure, docket.submission.answers, role)
    return hole_values(
        docket.procedure, docket.submission.answers, docket.facts, staff=docket.staff, extra=extra
    )


def register_number(docket: Docket) -> str | None:
    """The number staff gave (鑑札番号など) for the register; None: the register numbers by itself."""
    rule = docket.procedure.register
    value = docket.staff.get(rule.number_question) if rule and rule.number_question else None
    return str(value) if value else None


def matter_of(docket: Docket, step: Step, decision: str) -> approvals.Matter:
    """What the decision table is asked with: kind, section, and amounts (yen, square metres, months)."""
    answers = docket.submission.answers
    amounts: dict[str, int | Decimal] = {"fee_yen": docket.submission.fee.total}
    area = _decimal(asking.role_value(docket.procedure, answers, "area"))
    if area is not None:
        amounts["area"] = area
    months = _months(asking.role_value(docket.procedure, answers, "period"))
    if months is not None:
        amounts["months"] = months
    kind = matter_kind(docket.procedure.key, step.matter, decision)
    return approvals.Matter(kind=kind, section=docket.case.section, amounts=amounts)


def title_of(docket: Docket, proposal: Proposal) -> str:
    """The title of the 起案."""
    word = decision_word(docket.procedure.effect, proposal.decision)
    return f"{docket.case.title}について({word})"


def exhibit_of(docket: Docket, step: Step, proposal: Proposal) -> approvals.Exhibit:
    """Exactly what is put before the deciders. Raises NoLetter and LetterError."""
    letter = letter_for(docket.procedure, step, proposal.decision)
    return approvals.Exhibit(
        cover=tuple((label, text) for label, text in _cover(docket, proposal) if text),
        body=body_of(docket, letter, proposal),
        attachments=tuple(_attachments(docket)),
        link=reverse("cases:case", args=[docket.case.id]),
    )


def _cover(docket: Docket, proposal: Proposal) -> list[tuple[str, str]]:
    case, procedure = docket.case, docket.procedure
    return [
        ("件名", title_of(docket, proposal)),
        ("処分案", decision_word(procedure.effect, proposal.decision)),
        ("理由", proposal.reason.strip()),
        ("許可条件", proposal.conditions.strip()),
        ("申請者", f"{case.applicant_name}\n{case.applicant_address}".strip()),
        ("受付", f"{case.number} {case.receipt_number}".strip()),
        ("申請日", format_era(clock.local(case.arrived_at).date())),
        *_gist(docket),
        ("料金", _fee_text(docket)),
        ("審査の結果", _checked(docket)),
        ("職員の確認", _staff_text(docket)),
        ("合議の結果", _opinions(docket)),
        ("根拠", "\n".join(f"{basis.law} {basis.article}".strip() for basis in procedure.basis)),
    ]


def _gist(docket: Docket) -> list[tuple[str, str]]:
    answers = docket.submission.answers
    return [
        (label, asking.role_text(docket.procedure, answers, role))
        for label, role in (("内容", "subject"), ("場所", "place"), ("期間", "period"), ("面積", "area"))
    ]


def _fee_lines(docket: Docket) -> list[str]:
    return [f"{line.label} {format_yen(line.amount)}" for line in docket.submission.fee.lines]


def _fee_text(docket: Docket) -> str:
    fee = docket.submission.fee
    if not docket.procedure.fees:
        return ""
    reasons = [reason for line in fee.lines for reason in line.because]
    return "\n".join([f"合計 {format_yen(fee.total)}", *_fee_lines(docket), *reasons])


def _checked(docket: Docket) -> str:
    lines = []
    for visit in docket.visits:
        for item in docket.procedure.step(visit.step_key).checklist:
            if item.key in visit.ticks:
                lines.append(f"確認済 {item.label}")
    return "\n".join(dict.fromkeys(lines))


def _staff_text(docket: Docket) -> str:
    found = docket.staff
    lines = []
    for question in docket.procedure.staff_questions():
        if question.key in found:
            shown = "、".join(asking.display(question, found[question.key]))
            lines.append(f"{question.label}: {shown}")
    return "\n".join(lines)


def _opinions(docket: Docket) -> str:
    rows = list(Opinion.objects.filter(case=docket.case, at__isnull=False))
    names = people.sections() if rows else {}
    return "\n".join(
        f"{names[row.section].name} {row.get_result_display()} {row.text}".strip() for row in rows
    )


def _attachments(docket: Docket) -> list[approvals.Attachment]:
    """The application by its digest, each of its files, and papers staff added."""
    found = [approvals.Attachment(f"申請書({docket.case.number})", docket.submission.digest)]
    ids = [UUID(str(file["file"])) for file in docket.submission.files]
    known = describe(ids)
    found += [approvals.Attachment(known[one].name, known[one].digest, one) for one in ids if one in known]
    for paper in Paper.objects.filter(case=docket.case, file_id__isnull=False):
        found.append(approvals.Attachment(paper.name, paper.digest, paper.file_id))
    return found


def _issue_letter(procedure: Procedure, step: Step) -> str:
    place = procedure.steps.index(step)
    return next((after.letter for after in procedure.steps[place:] if after.kind == "issue"), "")


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None


def _months(value: Any) -> int | None:
    """Months the period spans, a part counted as one."""
    if not isinstance(value, Mapping) or not value.get("from") or not value.get("to"):
        return None
    return months_spanned(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))
