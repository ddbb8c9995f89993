"""What the drafting screen shows: the proposal, the letter as it would read, the route it would take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from yakuba.ground import town
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.definition import Step
from yakuba.ground.letters import LetterError, html
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases.reading.docket import Docket
from yakuba.rooms.cases.reading.papers import (
    NoLetter,
    Proposal,
    addressee_of,
    exhibit_of,
    letter_for,
    letter_title_of,
    matter_of,
    title_of,
)
from yakuba.rooms.cases.rules.machine import Outcome, can_refuse
from yakuba.rooms.cases.rules.wording import decision_word


@dataclass(frozen=True)
class DraftPage:
    """The drafting form. `trouble` says why there is no preview."""

    proposal: Proposal
    choices: tuple[tuple[str, str], ...]
    title: str
    cover: tuple[tuple[str, str], ...] = ()
    letter_title: str = ""
    addressee: str = ""
    sender: str = ""
    body: SafeString | str = ""
    attachments: tuple[str, ...] = ()
    route: tuple[approvals.RouteStep, ...] = ()
    returned: str = ""
    open: bool = True
    trouble: str = ""


def proposal_of(posted: Mapping[str, Any]) -> Proposal:
    """The proposal as typed."""
    return Proposal(
        decision=str(posted.get("decision", "")),
        conditions=str(posted.get("conditions", "")),
        reason=str(posted.get("reason", "")),
    )


def draft_page(docket: Docket, actor: Actor, posted: Mapping[str, Any]) -> DraftPage:
    """The form with what was typed, or what the last draft or the review says; three or four queries more."""
    if docket.step is None or docket.step.kind != "approval":
        raise Denied("drafting")
    proposal = proposal_of(posted) if "decision" in posted else _start(docket)
    page = DraftPage(
        proposal=proposal,
        choices=_choices(docket),
        title=title_of(docket, proposal),
        returned=_returned(docket),
        open=docket.case.state == "drafting",
    )
    try:
        return _previewed(page, docket, docket.step, actor)
    except NoLetter:
        return _troubled(page, "この処分案の通知文が、様式版にありません。")
    except (LetterError, approvals.ApprovalProblem) as problem:
        return _troubled(page, str(problem))


def _previewed(page: DraftPage, docket: Docket, step: Step, actor: Actor) -> DraftPage:
    letter = letter_for(docket.procedure, step, page.proposal.decision)
    exhibit = exhibit_of(docket, step, page.proposal)
    matter = matter_of(docket, step, page.proposal.decision)
    sender = town.authority_of(docket.case.section)
    return DraftPage(
        proposal=page.proposal,
        choices=page.choices,
        title=page.title,
        cover=exhibit.cover,
        letter_title=letter_title_of(docket, letter),
        addressee=addressee_of(docket, letter),
        sender=f"{sender.title} {sender.name}".strip(),
        body=html(exhibit.body, {}),
        attachments=tuple(item.name for item in exhibit.attachments),
        route=tuple(approvals.route_preview(matter, actor, clock.today())),
        returned=page.returned,
        open=page.open,
    )


def _troubled(page: DraftPage, trouble: str) -> DraftPage:
    return DraftPage(
        proposal=page.proposal,
        choices=page.choices,
        title=page.title,
        returned=page.returned,
        open=page.open,
        trouble=trouble,
    )


def _choices(docket: Docket) -> tuple[tuple[str, str], ...]:
    effect = docket.procedure.effect
    keys = ["permit"]
    if docket.step is not None and can_refuse(docket.procedure, docket.step.key):
        keys.append("refuse")
    return tuple((key, decision_word(effect, key)) for key in keys)


def _start(docket: Docket) -> Proposal:
    """The last draft when there was one; after a review that proposed a refusal, that with its reason."""
    drafts = [visit.drafting for visit in docket.visits if hasattr(visit, "drafting")]
    reviews = [visit for visit in docket.visits if visit.kind == "review" and visit.done_at]
    proposed = reviews[-1] if reviews and reviews[-1].outcome == Outcome.REFUSAL else None
    if drafts and (proposed is None or (proposed.done_at and drafts[-1].drafted_at > proposed.done_at)):
        return Proposal(drafts[-1].decision, drafts[-1].conditions, drafts[-1].reason)
    return Proposal("refuse", "", proposed.reason) if proposed else Proposal("permit")


def _returned(docket: Docket) -> str:
    drafts = [visit.drafting for visit in docket.visits if hasattr(visit, "drafting")]
    return drafts[-1].comment if drafts and drafts[-1].outcome else ""
