"""The draft is sent: checked once more, hidden answers left out, the fee computed, the whole sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import prune
from yakuba.ground.catalogue.fees import Assessment
from yakuba.ground.journal.record import record_first
from yakuba.ground.languages import DEFAULT, speaking
from yakuba.ground.numbering.next import Series
from yakuba.ground.writing import group
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.actions.files import let_go
from yakuba.rooms.answers.actions.writing import locked
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.reading.checks import Missing, missing_in, needs_email, written
from yakuba.rooms.answers.reading.drafts import DraftView, Key, view_of
from yakuba.rooms.answers.reading.fee_json import fee_to_json
from yakuba.rooms.answers.reading.sealed import SubmissionRef, SubmissionView, digest_of, view_of_sealed


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


@dataclass(frozen=True)
class Sealing:
    """A draft checked and sealed in thought: nothing but writing is left. An act of `writing.group`."""

    draft: DraftView
    submission: SubmissionView
    rows: WriteSet
    wanted: Sequence[Series] = ()

    @property
    def drops(self) -> bool:
        """Whether answers that no longer apply are left out, with which files of the draft may go."""
        return bool(self.submission.dropped)

    def write(self, writes: WriteSet, numbers: Sequence[int]) -> None:
        """Put in the submission, its event, and the emptied draft; when sent, Overtaken if somebody has
        changed or sent the draft since it was read.
        """
        writes.take(self.rows)


@transaction.atomic
def seal(draft_id: UUID, *, key: Key, declared: bool, incomplete: bool = False) -> SubmissionRef:
    """Seal the draft into a submission, for ever. A second call returns the first submission (`already`).

    `incomplete`: a paper that reached the town is taken in with its faults, which the submission then names
    (行政手続法第7条); only for what a clerk entered. Raises Draft.DoesNotExist, NotReady.
    """
    view = held(draft_id, key)
    if view.submission_id is not None:
        return SubmissionRef(view.submission_id, already=True)
    act = sealing(view, key.actor, declared=declared, incomplete=incomplete)
    group.write([act])
    let_go_of_dropped(act, key.actor)
    return SubmissionRef(act.submission.id, already=False)


def held(draft_id: UUID, key: Key) -> DraftView:
    """The draft, which nobody else can change until the transaction ends. Raises Draft.DoesNotExist."""
    return view_of(locked(draft_id, key))


def sealing(view: DraftView, actor: Actor, *, declared: bool, incomplete: bool = False) -> Sealing:
    """Check an unsent draft and prepare its submission; no row is written yet. Raises NotReady."""
    faults = missing_in(view)
    as_it_is = incomplete and bool(faults) and bool(view.entered_by)
    _require_ready(view, () if as_it_is else faults, declared=declared)
    with speaking(DEFAULT):
        sealed = _submission(view, faults, as_it_is=as_it_is)
    writes = WriteSet()
    writes.insert(sealed)
    digest = digest_of(sealed.content)
    _record(writes, sealed, view, actor, digest)
    _empty(writes, view, sealed)
    return Sealing(view, view_of_sealed(sealed, view.procedure, digest), writes)


def let_go_of_dropped(act: Sealing, actor: Actor) -> None:
    """Destroy the files of answers that were left out; in the transaction that wrote the act."""
    if act.drops:
        let_go(act.draft.id, actor, keeping=act.submission.answers)


def _empty(writes: WriteSet, view: DraftView, sealed: Submission) -> None:
    """The draft's content lives on in the submission alone."""
    writes.change(
        Draft,
        view.id,
        {
            "answers": {}, "raw": {}, "given": {}, "origins": {}, "told": [],
            "submission_id": sealed.id, "submitted_at": sealed.sealed_at,
        },
        still={"submission_id": None, "updated_at": view.updated_at, "owner_ref": view.owner_ref},
    )  # fmt: skip


def _require_ready(view: DraftView, missing: tuple[Missing, ...], *, declared: bool) -> None:
    email = needs_email(view)
    if missing or email or not declared:
        raise NotReady(missing=missing, email=email, declared=declared)


def _submission(view: DraftView, faults: tuple[Missing, ...], *, as_it_is: bool) -> Submission:
    answers, dropped = prune(view.procedure, view.answers, view.facts)
    origins = rules.origins_kept(view.procedure.all_questions(), answers, view.given, view.origins)
    return Submission(
        edition_id=view.edition_id,
        procedure_key=view.procedure.key,
        version=_version(view.supersedes),
        supersedes_id=view.supersedes,
        owner_ref=view.owner_ref,
        entered_by=view.entered_by,
        channel=view.channel,
        answers=answers,
        facts={
            **view.facts,
            "today": view.today.isoformat(),
            "channel": view.channel,
            **({"origins": origins} if origins else {}),
        },
        fee=fee_to_json(_fee(view, as_it_is=as_it_is)),
        dropped=sorted(dropped),
        problems=[_fault(view, missing) for missing in faults],
        declared=True,
        renewal_of=view.renewal_of,
        sealed_at=clock.now(),
    )


def _version(supersedes: UUID | None) -> int:
    if supersedes is None:
        return 1
    return int(Submission.objects.values_list("version", flat=True).get(id=supersedes)) + 1


def _fault(view: DraftView, missing: Missing) -> dict[str, str]:
    problem = missing.problem
    return {
        "key": problem.key,
        "label": view.procedure.question(problem.key).label,
        "message": problem.message,
        "written": written(view, missing.page, problem.key),
    }


def _fee(view: DraftView, *, as_it_is: bool) -> Assessment:
    """The fee; of a paper with faults, none where it cannot be computed before the correction."""
    charged = view.charged
    if isinstance(charged, Assessment):
        return charged
    if as_it_is:
        return Assessment((), ())
    raise NotReady(fee=charged.message)


def _record(writes: WriteSet, sealed: Submission, view: DraftView, actor: Actor, digest: str) -> None:
    who = replace(actor, assurance=actor.assurance or ("email" if view.email_confirmed else ""))
    record_first(
        writes,
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
            "digest": digest,
        },
        rows=[sealed],
    )
