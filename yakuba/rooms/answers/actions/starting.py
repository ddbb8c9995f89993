"""A draft begins: for a new application, a renewal, or the correction of a sealed submission."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.journal.holding import hold
from yakuba.ground.writing.again import again
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.reading.drafts import DraftRef
from yakuba.rooms.answers.reading.held import account_facts
from yakuba.rooms.answers.rules import Origin


@transaction.atomic
def start(
    *,
    edition_id: UUID,
    owner: Actor,
    channel: str = "online",
    prefill: Mapping[str, Any] | None = None,
    entered_by: Actor | None = None,
    renewal_of: UUID | None = None,
    resume_email: str = "",
    filed_on: date | None = None,
    about: str = "",
    known: Collection[str] | None = None,
    always_new: bool = False,
) -> DraftRef:
    """Begin a draft. `filed_on` is the day whose rules and fees hold (None: the day of sending).

    A resident's answers begin with what stands in the account (`once_only`; `known` limits it to these
    question keys), and the page says so; `prefill` goes over it. A resident who begins the same thing twice
    without writing anything gets the same draft, unless `always_new`.
    """
    procedure = shelf.edition(edition_id).procedure
    if owner.kind == "resident" and prefill is None and entered_by is None and not always_new:
        # Pressed twice at once, the second finds what the first began.
        hold(owner.ref)
        begun = _untouched(owner, edition_id, channel)
        if begun is not None:
            return begun
    begins = {
        key: origin
        for key, origin in _known(procedure, owner, resume_email).items()
        if known is None or key in known
    }
    row = Draft.objects.create(
        edition_id=edition_id,
        owner_ref=owner.ref,
        entered_by=entered_by.ref if entered_by else "",
        channel=channel,
        filed_on=filed_on,
        resume_email=resume_email,
        renewal_of=renewal_of,
        about=about,
        answers={
            **{key: origin.value for key, origin in begins.items()},
            **_of_procedure(procedure, prefill or {}),
        },
        origins={key: [origin.json] for key, origin in begins.items() if origin.source},
    )
    return DraftRef(row.id, row.token)


def _untouched(owner: Actor, edition_id: UUID, channel: str) -> DraftRef | None:
    rows = Draft.objects.filter(
        owner_ref=owner.ref,
        edition_id=edition_id,
        channel=channel,
        purpose=Draft.Purpose.NEW,
        submitted_at__isnull=True,
        renewal_of__isnull=True,
        about="",
        visited=[],
        raw={},
    )
    found = rows.first()
    return DraftRef(found.id, found.token) if found else None


def _of_procedure(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, Any]:
    known = {question.key for question in procedure.all_questions() if question.kind != "declaration"}
    return {key: value for key, value in answers.items() if key in known}


def known_answers(procedure: Procedure, owner: Actor, email: str = "") -> dict[str, Any]:
    """Answers that stand in the account, for questions with `once_only` (デジタル手続法2条)."""
    return {key: origin.value for key, origin in _known(procedure, owner, email).items()}


def _known(procedure: Procedure, owner: Actor, email: str) -> dict[str, Origin]:
    """By question key; the address a guest has just typed has no source."""
    if owner.kind == "resident" and owner.id:
        held = account_facts(owner.id)
    else:
        held = {"email": Origin(email, "", "")} if email else {}
    return {
        question.key: held[question.once_only]
        for question in procedure.all_questions()
        if question.once_only in held
    }


@again
@transaction.atomic
def correction(
    submission_id: UUID,
    *,
    question_keys: Iterable[str],
    owner: Actor,
    about: str = "",
    entered_by: Actor | None = None,
) -> DraftRef:
    """The draft in which just these questions of a sealed submission are answered anew; one at a time.

    No question named: every answer may change. Rules and fees stay those of the first filing day.
    Raises Submission.DoesNotExist, also for one that has been corrected since.
    """
    before = Submission.objects.select_for_update().get(id=submission_id)
    procedure = shelf.edition(before.edition_id).procedure
    every = frozenset(question.key for question in procedure.all_questions())
    asked = frozenset(question_keys) & every or every
    allowed = sorted(rules.correctable(procedure, asked, before.answers, before.facts))
    # Held: whoever writes in it at this moment, or sends it, is not undone.
    standing = Draft.objects.filter(supersedes=before, submitted_at__isnull=True)
    row = standing.select_for_update().first()
    if row is None and Submission.objects.filter(supersedes=before).exists():
        # It has been corrected at this very moment.
        raise Submission.DoesNotExist
    if row is None:
        row = _correcting(before, allowed, owner, entered_by)
    elif entered_by:
        # The applicant had begun online; now a clerk enters what came on paper.
        row.entered_by = entered_by.ref
    kept = {key: value for key, value in row.answers.items() if key in allowed}
    row.allowed, row.about = allowed, about
    row.answers = {**{key: value for key, value in before.answers.items() if key not in allowed}, **kept}
    row.save()
    return DraftRef(row.id, row.token)


def _correcting(before: Submission, allowed: list[str], owner: Actor, entered_by: Actor | None) -> Draft:
    return Draft(
        edition_id=before.edition_id,
        purpose=Draft.Purpose.CORRECTION,
        owner_ref=owner.ref if owner.kind == "resident" else before.owner_ref,
        entered_by=entered_by.ref if entered_by else "",
        channel=before.channel,
        filed_on=date.fromisoformat(before.facts["today"]),
        answers=before.answers,
        origins={
            key: [origin.json for origin in every]
            for key, every in rules.origins_again(before.answers, before.origins).items()
        },
        allowed=allowed,
        supersedes=before,
        renewal_of=before.renewal_of,
    )
