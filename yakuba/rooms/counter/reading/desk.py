"""「窓口の受付」: procedures to begin, what is half-entered, letters to post, what was taken in today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.reading.letters import Letter, letters

MOST = 50
LATELY = 10


@dataclass(frozen=True)
class Offer:
    """A procedure as the clerk picks it. `ways` is empty for one the town does not take in itself."""

    key: str
    title: str
    summary: str
    section_name: str
    ways: str


@dataclass(frozen=True)
class Half:
    """A matter half-entered. `gone`: its answers were deleted after 90 days without a touch."""

    id: UUID
    title: str
    is_correction: bool
    channel: str
    arrived_at: datetime
    days_ago: int
    applicant: str
    entered_by: str
    gone: bool


@dataclass(frozen=True)
class Filed:
    """One of the last matters the actor took in, to print its slip again."""

    intake_id: UUID
    case: cases.CaseBrief


@dataclass(frozen=True)
class Desk:
    """The whole desk."""

    offers: tuple[Offer, ...]
    half: tuple[Half, ...]
    letters: tuple[Letter, ...]
    lately: tuple[Filed, ...]


def desk(actor: Actor, text: str, today: date) -> Desk:
    """The counter's desk: at most nine queries, however much there is."""
    known = people.sections()
    found = shelf.search(text, today) if text else shelf.all_in_force(today)
    return Desk(
        offers=tuple(_offer(ref, known) for ref in found),
        half=_half(actor, today),
        letters=letters(actor),
        lately=_lately(actor),
    )


def _offer(ref: shelf.EditionRef, known: Mapping[str, people.SectionRef]) -> Offer:
    procedure = ref.procedure
    ways = () if procedure.external else rules.channels_of(procedure.channels)
    section = known.get(procedure.section)
    return Offer(
        key=procedure.key,
        title=procedure.title,
        summary=procedure.summary,
        section_name=section.name if section else procedure.section,
        ways="・".join(rules.SHORT[way.key] for way in ways),
    )


def _half(actor: Actor, today: date) -> tuple[Half, ...]:
    """The oldest arrivals first: their days are counted already."""
    rows = list(Intake.objects.visible_to(actor).half_entered().order_by("arrived_at", "id")[:MOST])
    drafts = answers.drafts([row.draft_id for row in rows])
    names = people.staff_names({UUID(row.entered_by.removeprefix("staff:")) for row in rows})
    return tuple(
        Half(
            id=row.id,
            title=row.title,
            is_correction=row.is_correction,
            channel=rules.SHORT[row.channel],
            arrived_at=row.arrived_at,
            days_ago=rules.backdated_days(clock.local(row.arrived_at).date(), today),
            applicant=_applicant(drafts.get(row.draft_id)),
            entered_by=names.get(UUID(row.entered_by.removeprefix("staff:")), "職員"),
            gone=row.draft_id not in drafts,
        )
        for row in rows
    )


def _applicant(draft: answers.DraftView | None) -> str:
    return asking.role_text(draft.procedure, draft.answers, "applicant.name") if draft else ""


def _lately(actor: Actor) -> tuple[Filed, ...]:
    rows = Intake.objects.filter(entered_by=actor.ref, filed_at__isnull=False).order_by("-filed_at")[:LATELY]
    pairs = [(row.id, row.case_id) for row in rows if row.case_id]
    found = cases.briefs([case_id for _, case_id in pairs])
    return tuple(Filed(intake_id, found[case_id]) for intake_id, case_id in pairs if case_id in found)
