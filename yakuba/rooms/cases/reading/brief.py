"""A case in a few words, for the faces above: the counter's receipt, letters to post, papers that come in."""

from collections.abc import Iterable
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.catalogue import shelf
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.status import asks_of
from yakuba.rooms.cases.rules.search import written_number
from yakuba.rooms.cases.rules.states import LABELS
from yakuba.rooms.cases.rules.values import CaseAsk, CaseBrief


def briefs(case_ids: Iterable[UUID], *, actor: Actor | None = None) -> dict[UUID, CaseBrief]:
    """Cases by id; with `actor` only those they may see. One query."""
    rows = Case.objects.visible_to(actor) if actor else Case.objects.all()
    return {row.id: _brief(row) for row in rows.filter(id__in=set(case_ids))}


def asked(actor: Actor, *, number: str = "", case_id: UUID | None = None) -> CaseAsk | None:
    """A case the actor may see, by number or id, with the correction it waits for; None: no such case."""
    rows = Case.objects.visible_to(actor)
    row = (rows.filter(id=case_id) if case_id else rows.filter(number=written_number(number))).first()
    if row is None:
        return None
    asks = asks_of(row, shelf.edition(row.edition_id).procedure)
    return CaseAsk(_brief(row), asks[0] if asks else None)


def case_by_number(number: str) -> CaseBrief | None:
    """The case of a number however it was typed, for the command line; pages ask `asked`. One query."""
    row = Case.objects.filter(number=written_number(number)).first()
    return _brief(row) if row else None


def _brief(row: Case) -> CaseBrief:
    return CaseBrief(
        id=row.id,
        number=row.number,
        receipt_number=row.receipt_number,
        title=row.title,
        procedure_key=row.procedure_key,
        edition_id=row.edition_id,
        section=row.section,
        applicant_name=row.applicant_name,
        state_text=LABELS[row.state],
        due_on=row.due_on,
        faulty=row.faulty,
        status_token=row.status_token,
    )
