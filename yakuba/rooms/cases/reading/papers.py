"""What a decision is put forward with: the letter's text, the cover with its reasons, the papers joined to
it.
"""

import re
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
from yakuba.ground.letters import OPEN_HOLES, LetterError, fill
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
        return _printed(docket, letter.addressee)
    return f"{docket.case.applicant_address}\n{docket.case.applicant_name} 様".strip()


def letter_title_of(docket: Docket, letter: Letter) -> str:
    """The title as printed."""
    return _printed(docket, letter.title)


def _printed(docket: Docket, text: str) -> str:
    """A text of the letter outside its markdown body, with its holes filled. Raises LetterError."""
    fields = fields_of(docket, Proposal(docket.case.decision or "permit"))

    def filled(found: re.Match[str]) -> str:
        if found[1] not in fields:
            raise LetterError(f"文書の「{found[1]}」に入れる内容がありません。", field=found[1])
        return fields[found[1]]

    lines = re.sub(r"\{\{\s*([^{}]+?)\s*\}\}", filled, text).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def fields_of(docket: Docket, proposal: Proposal) -> dict[str, str]:
    """Every hole a letter or a register row may name (`catalogue.holes`), but 文書番号 and 施行日."""
    case, facts = docket.case, town.facts()
    begins, ends = _validity(docket)
    extra = {
        "申請者": case.applicant_name,
        "申請者住所": case.applicant_address,
        "申請日": format_era(clock.local(case.arrived_at).date()),
        "受付番号": case.number,
        "手続名": case.title,
        "担当課": docket.section_name,
        "町名": facts.name,
        "町長名": facts.mayor_name,
        "料金合計": format_yen(docket.submission.fee.total),
        "料金内訳": "、".join(_fee_lines(docket)),
        "台帳番号": register_number(docket) or "",
        "許可番号": register_number(docket) or case.number,
        "有効期間の始め": begins,
        "有効期間の終わり": ends,
        "決定": decision_word(docket.procedure.effect, proposal.decision),
        "条件": proposal.conditions.strip(),
        "理由": proposal.reason.strip(),
        "教示": instruction(facts.name, town.authority_of(case.section).title),
    }
    return hole_values(
        docket.procedure, docket.submission.answers, docket.facts, staff=docket.staff, extra=extra
    )


def _validity(docket: Docket) -> tuple[str, str]:
    """First and last day of what is granted, as printed: the register rule's, else those of the period
    asked for.
    """
    rule = docket.procedure.register
    values = hole_values(docket.procedure, docket.submission.answers, docket.facts, staff=docket.staff)
    period = docket.procedure.by_role("period")
    sources = (rule.valid_from, rule.valid_to) if rule else ("", "")
    fallback = (f"{period.key}.from", f"{period.key}.to") if period else ("", "")
    first, last = (
        values.get(source) or values.get(other, "") for source, other in zip(sources, fallback, strict=True)
    )
    return first, last


def register_number(docket: Docket) -> str | None:
    """The number staff gave (鑑札番号など) for the register; None: the register numbers by itself."""
    rule = docket.procedure.register
    value = docket.staff.get(rule.number_question) if rule and rule.number_question else None
    return str(value) if value else None


def matter_of(docket: Docket, step: Step, decision: str) -> approvals.Matter:
    """What the decision table is asked with for this case."""
    answers, fee = docket.submission.answers, docket.submission.fee.total
    return _matter(docket.procedure, step, answers, fee, decision)


def matter_for(
    procedure: Procedure,
    answers: Mapping[str, Any],
    *,
    fee_total: int,
    decision: str = "permit",
    section: str | None = None,
) -> approvals.Matter:
    """The matter a case with these answers would be decided as. Raises LookupError without an approval
    step.
    """
    step = next((step for step in procedure.steps if step.kind == "approval"), None)
    if step is None:
        raise LookupError(f"{procedure.key} has no approval step")
    return _matter(procedure, step, answers, fee_total, decision, section)


def _matter(
    procedure: Procedure,
    step: Step,
    answers: Mapping[str, Any],
    fee_total: int,
    decision: str,
    section: str | None = None,
) -> approvals.Matter:
    """Kind, section, and amounts: fee (yen), area (square metres), months (a part counts as one)."""
    amounts: dict[str, int | Decimal] = {"fee_yen": fee_total}
    area = _decimal(asking.role_value(procedure, answers, "area"))
    if area is not None:
        amounts["area"] = area
    months = _months(asking.role_value(procedure, answers, "period"))
    if months is not None:
        amounts["months"] = months
    kind = matter_kind(procedure.key, step.matter, decision)
    return approvals.Matter(kind=kind, section=section or procedure.section, amounts=amounts)


def title_of(docket: Docket, proposal: Proposal) -> str:
    """The title of the 起案, with number and applicant, so that a list tells it from others."""
    word = decision_word(docket.procedure.effect, proposal.decision)
    return f"{docket.case.title}について({word}) {docket.case.number} {docket.case.applicant_name}".strip()


def exhibit_of(docket: Docket, step: Step, proposal: Proposal) -> approvals.Exhibit:
    """Exactly what is put before the deciders. Raises NoLetter and LetterError."""
    letter = letter_for(docket.procedure, step, proposal.decision)
    return approvals.Exhibit(
        cover=tuple((label, text) for label, text in _cover(docket, letter, proposal) if text),
        body=body_of(docket, letter, proposal),
        attachments=tuple(_attachments(docket)),
        link=reverse("cases:case", args=[docket.case.id]),
    )


def _cover(docket: Docket, letter: Letter, proposal: Proposal) -> list[tuple[str, str]]:
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
        ("文書の題名", letter_title_of(docket, letter)),
        ("あて先", addressee_of(docket, letter)),
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
    reasons = dict.fromkeys(reason for line in fee.lines for reason in line.because)
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
    if not any(visit.kind == "consult" for visit in docket.visits):
        return ""
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
