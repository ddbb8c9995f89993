"""The draft is sent: checked once more, hidden answers left out, the fee computed, the whole sealed."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import prune
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess
from yakuba.ground.journal.record import record
from yakuba.ground.languages import DEFAULT, speaking
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.actions.files import let_go
from yakuba.rooms.answers.actions.writing import locked
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.reading.checks import Missing, missing_in, needs_email, written
from yakuba.rooms.answers.reading.drafts import DraftView, Key, view_of
from yakuba.rooms.answers.reading.fee_json import fee_to_json
from yakuba.rooms.answers.reading.sealed import SubmissionRef, digest_of


class NotReady(Exception):
    """It cannot be sent yet: questions are `missing`, the e-mail is not confirmed, it was not `declared`,
    or the fee cannot be computed (`fee` says why)."""

    def __init__(
        self, *, missing: tuple[Missing, ...] = (), email: bool = False, declared: bool = True, fee: str = ""
    ) -> None:
        super().__init__("not ready to be sent")
        self.missing = missing
        self.email = email
        self.declared = declared
        self.fee = fee


@transaction.atomic
def seal(draft_id: UUID, *, key: Key, declared: bool, incomplete: bool = False) -> SubmissionRef:
    """Seal the draft into a submission, for ever. A second call returns the first submission (`already`).

    `incomplete`: a paper that reached the town is taken in with its faults, which the submission then names
    (行政手続法第7条); only for what a clerk entered. Raises Draft.DoesNotExist, NotReady.
    """
    row = locked(draft_id, key)
    if row.submission_id is not None:
        return SubmissionRef(row.submission_id, already=True)
    view = view_of(row)
    faults = missing_in(view)
    as_it_is = incomplete and bool(faults) and bool(view.entered_by)
    _require_ready(view, () if as_it_is else faults, declared=declared)
    with speaking(DEFAULT):
        sealed = _submission(row, view, faults, as_it_is=as_it_is)
    _record(sealed, view, key.actor)
    if sealed.dropped:
        let_go(row, key.actor, keeping=sealed.answers)
    # The draft's content lives on in the submission alone.
    row.answers, row.raw, row.given, row.origins, row.told = {}, {}, {}, {}, []
    row.submission, row.submitted_at = sealed, sealed.sealed_at
    row.save(update_fields=["answers", "raw", "given", "origins", "told", "submission", "submitted_at"])
    return SubmissionRef(sealed.id, already=False)


def _require_ready(view: DraftView, missing: tuple[Missing, ...], *, declared: bool) -> None:
    email = needs_email(view)
    if missing or email or not declared:
        raise NotReady(missing=missing, email=email, declared=declared)


def _submission(row: Draft, view: DraftView, faults: tuple[Missing, ...], *, as_it_is: bool) -> Submission:
    answers, dropped = prune(view.procedure, view.answers, view.facts)
    before = row.supersedes
    origins = rules.origins_kept(view.procedure.all_questions(), answers, view.given, view.origins)
    return Submission.objects.create(
        edition_id=row.edition_id,
        procedure_key=view.procedure.key,
        version=before.version + 1 if before else 1,
        supersedes=before,
        owner_ref=row.owner_ref,
        entered_by=row.entered_by,
        channel=row.channel,
        answers=answers,
        facts={
            **view.facts,
            "today": view.today.isoformat(),
            "channel": row.channel,
            **({"origins": origins} if origins else {}),
        },
        fee=fee_to_json(_fee(view, answers, as_it_is=as_it_is)),
        dropped=sorted(dropped),
        problems=[_fault(view, missing) for missing in faults],
        declared=True,
        renewal_of=row.renewal_of,
        sealed_at=clock.now(),
    )


def _fault(view: DraftView, missing: Missing) -> dict[str, str]:
    problem = missing.problem
    return {
        "key": problem.key,
        "label": view.procedure.question(problem.key).label,
        "message": problem.message,
        "written": written(view, missing.page, problem.key),
    }


def _fee(view: DraftView, answers: dict[str, Any], *, as_it_is: bool) -> Assessment:
    """The fee; of a paper with faults, none where it cannot be computed before the correction."""
    try:
        return assess(view.procedure, answers, view.facts)
    except FeeError as error:
        if as_it_is:
            return Assessment((), ())
        raise NotReady(fee=error.message) from None


def _record(sealed: Submission, view: DraftView, actor: Actor) -> None:
    who = replace(actor, assurance=actor.assurance or ("email" if view.email_confirmed else ""))
    record(
        "submission.sealed",
        subject=f"submission:{sealed.id}",
        by=who.by(),
        facts={
            "procedure": sealed.procedure_key,
            "edition": str(sealed.edition_id),
            "version": sealed.version,
            "incomplete": bool(sealed.problems),
            "supersedes": str(sealed.supersedes_id or ""),
            "channel": sealed.channel,
            "draft": str(view.id),
            "digest": digest_of(sealed.content),
        },
        rows=[sealed],
    )
