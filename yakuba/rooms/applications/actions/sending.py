"""Sending: the draft is sealed and becomes a case, both in one durable transaction.

What is new is prepared first, without a lock, and written together with what others send at the same moment
(`ground/writing/group.py`). Whatever needs more than its own rows (a correction, steps that go on by rule,
files to be let go, what the town is to remember) has a transaction of its own, as has everything inside one.
"""

from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking
from yakuba.ground.people import read as people
from yakuba.ground.writing import group
from yakuba.ground.writing.again import again
from yakuba.ground.writing.write_set import Overtaken
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.profile import door as profile

_arrivals = group.Group()
"""What this process's requests send at the same moment."""


class InBundle(Exception):
    """The draft is sent together with others; `bundle_id` says with which."""

    def __init__(self, bundle_id: UUID) -> None:
        super().__init__(str(bundle_id))
        self.bundle_id = bundle_id


def bundle_of(draft: answers.DraftView) -> UUID | None:
    """The bundle an unsent draft belongs to."""
    kind, _, identity = draft.about.partition(":")
    return UUID(identity) if kind == "bundle" and draft.submission_id is None else None


@again
def send(draft_id: UUID, key: answers.Key, *, declared: bool, keep: bool = False) -> None:
    """Seal the draft and open a case on it, or answer the request for correction; twice sent is once sent.

    `keep`: the resident wants what was told remembered. When it returns, everything is durable (inside a
    transaction: with that). Raises answers.NoSuchDraft, answers.NotReady, InBundle; cases.CaseRefused when
    the correction is not asked for now.
    """
    if keep or transaction.get_connection().in_atomic_block:
        _send_held(draft_id, key, declared=declared, keep=keep)
        return
    draft = answers.draft(draft_id, key)
    if _settled(draft):
        return
    prepared = None if draft.is_correction else _prepared(draft, key.actor, declared=declared)
    if prepared is None or prepared[0].drops or prepared[1].goes_on:
        _send_held(draft_id, key, declared=declared)
        return
    try:
        _arrivals.commit(group.Together(prepared))
    except Overtaken:
        # Sent twice at once, or changed on another screen since it was read: look again, and hold it.
        _send_held(draft_id, key, declared=declared)
        return


@transaction.atomic
def _send_held(draft_id: UUID, key: answers.Key, *, declared: bool, keep: bool = False) -> None:
    """The same in a transaction of its own, with the draft held."""
    draft = answers.held(draft_id, key)
    if _settled(draft):
        return
    if draft.is_correction:
        sealed = answers.seal(draft_id, key=key, declared=declared)
        cases.answer_correction(UUID(draft.about.removeprefix("case:")), sealed.id, by=key.actor)
        return
    prepared = sealing, _opening = _prepared(draft, key.actor, declared=declared)
    group.write([group.Together(prepared)])
    answers.let_go_of_dropped(sealing, key.actor)
    if keep:
        remember(sealing.submission, key.actor)


def _settled(draft: answers.DraftView) -> bool:
    """Whether it was sent before. Raises InBundle."""
    together = bundle_of(draft)
    if together is not None:
        raise InBundle(together)
    return draft.submission_id is not None


def _prepared(
    draft: answers.DraftView, actor: Actor, *, declared: bool
) -> tuple[answers.Sealing, cases.Opening]:
    sealing = answers.sealing(draft, actor, declared=declared)
    opening = cases.Opening(
        sealing.submission,
        channel=draft.channel,
        arrived_at=clock.now(),
        applicant_ref=draft.owner_ref if draft.owner_ref.startswith("resident:") else None,
        applicant_email=applicant_email(draft, actor),
        by=actor,
    )
    return sealing, opening


def remember(sealed: answers.SubmissionView, actor: Actor) -> None:
    """Let the town remember what a resident's application says; asking for it is the consent. Nothing
    happens for a guest.
    """
    if actor.kind != "resident" or actor.id is None:
        return
    known = {key: origin.value for key, origin in answers.account_facts(actor.id).items()}
    told = [
        fact
        for fact in profile.facts_in(sealed.procedure, sealed.answers, sealed.facts)
        if fact.value != known.get(fact.key)
    ]
    profile.give_consent(actor.id, by=actor)
    profile.remember(actor.id, told, source=sealed.procedure.title, ref=f"submission:{sealed.id}", by=actor)


def applicant_email(draft: answers.DraftView, actor: Actor) -> str:
    """Where notices go: what the application says, else the address it was begun with."""
    written = asking.role_text(draft.procedure, draft.answers, "applicant.email")
    if written or draft.resume_email or actor.kind != "resident" or actor.id is None:
        return written or draft.resume_email
    return people.resident(actor.id).email
