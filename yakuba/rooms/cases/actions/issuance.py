"""交付: the section issues what was decided. Number, open holes, register row; its PDF is made by a job."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue.definition import Letter, Step
from yakuba.ground.files.intake import keep_bytes
from yakuba.ground.jobs.later import later
from yakuba.ground.journal.holding import hold
from yakuba.ground.letters import LetterError, LetterHead, holes, set_letter
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.advance import advance
from yakuba.rooms.cases.actions.findings import NOTHING, Findings, note_findings
from yakuba.rooms.cases.actions.flow import require_post
from yakuba.rooms.cases.actions.register import approved, keep_register
from yakuba.rooms.cases.actions.turn import MACHINE, Refused, Turn, machine_turn, turn
from yakuba.rooms.cases.models import Case, Drafting, IssuedLetter
from yakuba.rooms.cases.reading.papers import (
    Proposal,
    addressee_of,
    body_of,
    letter_at_issue,
    letter_title_of,
)
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import State
from yakuba.rooms.records import door as records

MAKE_PDF = "cases.make_letter"


@dataclass(frozen=True)
class Text:
    """The letter to issue: approved if a decision was made on it, else written from the case now."""

    letter: Letter
    title: str
    addressee: str
    body: str
    drafting: Drafting | None


def issue(
    case_id: UUID, *, actor: Actor, seen: int, delivery: str = "", found: Findings = NOTHING
) -> UUID | None:
    """交付する: number the letter, fill its holes, write the register, and tell the applicant when it is
    ready.

    The approved text is issued word for word; the event binds its digest and the values of the open holes.
    Returns the letter's id, None for a step that only writes the register. Raises Denied, Refused, Stale.
    """
    with turn(case_id, actor=actor, seen=seen, act="issue") as now:
        now.need(State.ISSUE)
        require_post(now, actor)
        require(actor, Right.RECORD_NUMBER, section=now.case.section)
        note_findings(now, found)
        step = now.docket.procedure.step(now.visit.step_key)
        text = text_to_issue(now, step)
        letter = _letter(now, text, delivery) if text else None
        facts = _bound(letter) | keep_register(now, actor)
        advance(now, Outcome.DONE, "issued", **facts)
        if letter is not None:
            later(MAKE_PDF, letter_id=letter.id)
        return letter.id if letter else None


def text_to_issue(turn: Turn, step: Step) -> Text | None:
    """What the step issues; None when it has no letter. Raises Refused when it cannot be written."""
    procedure = turn.docket.procedure
    drafting = approved(turn)
    if drafting is not None:
        letter = procedure.letter(drafting.letter_key)
        return Text(letter, drafting.letter_title, drafting.addressee, drafting.body, drafting)
    own = letter_at_issue(procedure, step)
    if own is None:
        return None
    docket = turn.docket
    try:
        title, to = letter_title_of(docket, own), addressee_of(docket, own)
        return Text(own, title, to, body_of(docket, own, Proposal("permit")), None)
    except LetterError as problem:
        raise Refused(str(problem)) from problem


def _letter(turn: Turn, text: Text, delivery: str) -> IssuedLetter:
    if delivery not in dict(IssuedLetter.DELIVERIES):
        raise Refused("渡し方を選んでください。", field="delivery")
    number = None
    if text.letter.numbered:
        number = records.document_number(
            section=turn.case.section,
            day=turn.day,
            subject=turn.case.ref,
            title=text.title,
            by=turn.by,
        )
    row = IssuedLetter(
        visit=turn.visit,
        case=turn.case,
        letter_key=text.letter.key,
        title=text.title,
        addressee=text.addressee,
        body=text.body,
        number=number.text if number else "",
        number_id=number.id if number else None,
        issued_on=turn.day,
        issued_by=turn.by.actor,
        approval_id=text.drafting.approval_id if text.drafting else None,
        approved_digest=text.drafting.digest if text.drafting else "",
        delivery=delivery,
    )
    turn.keep(row)
    turn.renew()
    return row


def _bound(letter: IssuedLetter | None) -> dict[str, Any]:
    """What the event of issuing binds: the approved digest and the values put into the open holes."""
    if letter is None:
        return {}
    return {
        "letter": letter.id,
        "digest": letter.approved_digest,
        "holes": {"文書番号": letter.number, "施行日": format_era(letter.issued_on)},
        "delivery": letter.delivery,
    }


def make_pdf(letter_id: UUID) -> bool:
    """Set an issued letter as PDF, keep it, and tell the applicant. False when it was made before.

    The job's work: nothing is decided here, and a second run changes nothing.
    """
    row = IssuedLetter.objects.select_related("case").get(id=letter_id)
    if row.file_id is not None:
        return False
    pdf = _pdf(row)
    with machine_turn(row.case_id, "make_letter") as now:
        letter = IssuedLetter.objects.select_for_update().get(id=letter_id)
        if letter.file_id is not None:
            now.stay()
            return False
        stored = keep_bytes(pdf, f"{letter.title}_{now.case.number}.pdf", "application/pdf")
        letter.file_id, letter.file_digest, letter.size = stored.id, stored.digest, stored.size
        now.prove(stored)
        now.keep(letter)
        notices.issued(now.case, letter.title, letter.delivery)
        now.tell("letter_made", letter=letter.id, file=stored.id, digest=stored.digest)
        return True


def _pdf(row: IssuedLetter) -> bytes:
    sender = town.authority_of(row.case.section)
    return set_letter(
        title=row.title,
        body_markdown=row.body,
        fields={name: "" for name in holes(row.body) if name == "文書番号" and not row.number},
        head=LetterHead(
            number=row.number,
            day=row.issued_on,
            addressee=row.addressee,
            sender_title=sender.title,
            sender_name=sender.name,
            seal=sender.seal_text,
        ),
    )


def deliver(case_id: UUID, letter_id: UUID, *, actor: Actor, seen: int) -> None:
    """渡した・発送した: a letter by post or at the counter has left the hall, today."""
    with turn(case_id, actor=actor, seen=seen, act=f"deliver-{letter_id}", right=None) as now:
        require(actor, Right.CASE_WORK, section=now.case.section)
        letter = IssuedLetter.objects.filter(case=now.case, id=letter_id).first()
        if letter is None:
            raise Denied("letter")
        if letter.delivered_at is not None:
            raise Refused("この文書は、もう渡したと記録されています。")
        if letter.file_id is None:
            raise Refused("文書(PDF)を作っています。できてから渡してください。")
        letter.delivered_at, letter.delivered_by = now.at, actor.ref
        now.keep(letter)
        now.tell("delivered", letter=letter.id, delivery=letter.delivery)


def taken(letter_id: UUID) -> None:
    """The applicant downloaded the letter for the first time: that is when it reached them."""
    with transaction.atomic():
        case = _case_of(letter_id)
        letter = IssuedLetter.objects.select_for_update().filter(id=letter_id, delivered_at=None).first()
        if case is None or letter is None:
            return
        now = Turn(case, MACHINE)
        letter.delivered_at, letter.delivered_by = clock.now(), "applicant"
        now.keep(letter)
        now.tell("letter_taken", letter=letter.id)


def _case_of(letter_id: UUID) -> Case | None:
    """The case of a letter that nobody has taken yet; held before the letter, as every other act does."""
    waiting = IssuedLetter.objects.filter(id=letter_id, delivered_at=None)
    case_id = waiting.values_list("case_id", flat=True).first()
    if case_id is None:
        return None
    hold(f"case:{case_id}")
    return Case.objects.select_for_update().get(id=case_id)
