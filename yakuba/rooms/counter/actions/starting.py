"""An intake begins, is set right, gets or loses scans, or is given up because it was a slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import GUEST, Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue import shelf
from yakuba.ground.files.intake import Examined, enter
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.read import destroy
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.record import record
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.rules import Details

REASON_LENGTH = 300


class CounterRefused(Exception):
    """It cannot be done; `message` says in Japanese why and what to do. `field` names the input."""

    def __init__(self, message: str, *, field: str = "act") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Brought:
    """What the clerk says of it, with the scans of its paper."""

    details: Details
    scans: Sequence[Examined] = ()


def edition_for(key: str, day: date) -> shelf.EditionRef:
    """The edition under which something that arrived on `day` (Japanese day) is taken in.

    Raises CounterRefused when none was in force.
    """
    try:
        return shelf.in_force(key, day)
    except shelf.NoEdition:
        raise CounterRefused(
            f"この手続は{format_era(day)}にはまだ始まっていません。届いた日を確かめてください。",
            field="arrived_on",
        ) from None


@transaction.atomic
def start(
    intake_id: UUID,
    *,
    procedure_key: str,
    brought: Brought,
    actor: Actor,
    paper: answers.HandedIn | None = None,
) -> UUID:
    """Begin to enter an application; returns the intake's id. `intake_id` was made with the form: sent
    twice it stands once. `paper`: a draft its writer printed; what it says is entered already.

    Raises Denied, CounterRefused.
    """
    require(actor, Right.CASE_INTAKE)
    hold(f"intake:{intake_id}")
    if _standing(intake_id, actor):
        return intake_id
    day = clock.local(brought.details.arrived_at).date()
    edition = edition_for(procedure_key, day)
    procedure = edition.procedure
    fault = rules.channel_fault(procedure.title, procedure.channels, brought.details.channel)
    if fault:
        raise CounterRefused(fault, field="channel")
    draft = answers.start(
        edition_id=edition.id,
        owner=GUEST,
        channel=brought.details.channel,
        prefill=paper.answers if paper else None,
        entered_by=actor,
        filed_on=day,
        about=f"intake:{intake_id}",
    )
    row = Intake(
        id=intake_id,
        draft_id=draft.id,
        edition_id=edition.id,
        procedure_key=procedure.key,
        title=procedure.title,
        section=procedure.section,
        paper_draft_id=paper.id if paper else None,
    )
    return _begun(row, brought, actor)


@transaction.atomic
def start_correction(intake_id: UUID, *, case_id: UUID, brought: Brought, actor: Actor) -> UUID:
    """Begin to enter what somebody brought in answer to a request for correction (補正).

    Raises Denied, CounterRefused when the case waits for none, or when somebody is entering it already.
    """
    require(actor, Right.CASE_INTAKE)
    hold(f"intake:{intake_id}")
    if _standing(intake_id, actor):
        return intake_id
    asked = cases.asked(actor, case_id=case_id)
    if asked is None or asked.ask is None:
        raise CounterRefused("この案件は、いま補正を待っていません。案件の画面で確かめてください。")
    case, ask = asked.case, asked.ask
    draft = answers.correction(
        ask.submission_id,
        question_keys=ask.question_keys,
        owner=GUEST,
        about=f"case:{case.id}",
        entered_by=actor,
    )
    if Intake.objects.half_entered().filter(draft_id=draft.id).exists():
        raise CounterRefused("この補正は入力が始まっています。「窓口の受付」の一覧から続けてください。")
    row = Intake(
        id=intake_id,
        draft_id=draft.id,
        edition_id=case.edition_id,
        procedure_key=case.procedure_key,
        title=case.title,
        section=case.section,
        case_id=case.id,
        is_correction=True,
    )
    return _begun(row, brought, actor)


def _standing(intake_id: UUID, actor: Actor) -> bool:
    """Whether the form was sent before. Raises CounterRefused when the id is another's."""
    row = Intake.objects.filter(id=intake_id).first()
    if row is not None and row.entered_by != actor.ref:
        raise CounterRefused("画面が古くなっています。「窓口の受付」からもう一度始めてください。")
    return row is not None


def _begun(row: Intake, brought: Brought, actor: Actor) -> UUID:
    _say(row, brought.details)
    row.entered_by = actor.ref
    row.started_at = clock.now()
    files = [enter(scan) for scan in _each_once(brought.scans, ())]
    row.scans = [_scan(file) for file in files]
    row.save(force_insert=True)
    _tell(row, "started", actor, files, draft=str(row.draft_id), edition=str(row.edition_id))
    return row.id


def _say(row: Intake, details: Details) -> None:
    row.channel = details.channel
    row.arrived_at = details.arrived_at
    row.brought_by = details.brought_by
    row.bearer_name = details.bearer_name
    row.identity_checked = details.identity
    row.paper_place = details.paper_place


def _tell(row: Intake, kind: str, actor: Actor, files: Sequence[StoredFile] = (), **facts: object) -> None:
    """One event that proves the row and the files taken in or destroyed with it."""
    record(
        f"intake.{kind}",
        subject=row.ref,
        by=actor.by(),
        facts={
            "procedure": row.procedure_key,
            "section": row.section,
            "channel": row.channel,
            "files": [str(file.id) for file in files],
            **({"case": str(row.case_id)} if row.case_id else {}),
            **facts,
        },
        rows=[row, *files],
    )


def locked(intake_id: UUID, actor: Actor) -> Intake:
    """The row, held until the end of the transaction. Raises Intake.DoesNotExist for what one may not see."""
    return Intake.objects.visible_to(actor).select_for_update().get(id=intake_id)


def open_one(intake_id: UUID, actor: Actor) -> Intake:
    """A locked intake that is still being entered. Raises Intake.DoesNotExist, CounterRefused."""
    row = locked(intake_id, actor)
    if row.filed_at or row.stopped_at:
        raise CounterRefused("この受付は、もう終わっています。画面を開き直してください。")
    return row


@transaction.atomic
def change(intake_id: UUID, *, details: Details, actor: Actor) -> None:
    """Set right what was said of it. Raises Intake.DoesNotExist, CounterRefused."""
    row = open_one(intake_id, actor)
    if details.channel != row.channel:
        raise CounterRefused(
            "届いた方法は、途中で変えられません。入力をやめて、正しい方法で始め直してください。",
            field="channel",
        )
    day = clock.local(details.arrived_at).date()
    if not row.is_correction and day != clock.local(row.arrived_at).date():
        _move_day(row, day, actor)
    _say(row, details)
    row.save()
    _tell(row, "changed", actor)


def _move_day(row: Intake, day: date, actor: Actor) -> None:
    """Another day of arrival: its rules and fees hold, as long as the questions are the same."""
    if edition_for(row.procedure_key, day).id != row.edition_id:
        raise CounterRefused(
            f"{format_era(day)}は、質問や料金の定めが違います。入力をやめて、正しい日で始め直してください。",
            field="arrived_on",
        )
    answers.set_filed_on(row.draft_id, answers.Key(actor), day)


@transaction.atomic
def add_scans(intake_id: UUID, *, scans: Sequence[Examined], actor: Actor) -> None:
    """Scans examined before the transaction are kept; the same content twice stands once."""
    row = open_one(intake_id, actor)
    files = [enter(scan) for scan in _each_once(scans, [scan["digest"] for scan in row.scans])]
    if files:
        row.scans = [*row.scans, *(_scan(file) for file in files)]
        row.save()
        _tell(row, "scans_added", actor, files)


@transaction.atomic
def drop_scan(intake_id: UUID, file_id: str, *, actor: Actor) -> None:
    """A scan chosen by mistake is destroyed. Nothing happens when it is not there."""
    row = open_one(intake_id, actor)
    if file_id in {scan["file"] for scan in row.scans}:
        row.scans = [scan for scan in row.scans if scan["file"] != file_id]
        row.save()
        _tell(row, "scan_dropped", actor, [destroy(UUID(file_id))])


@transaction.atomic
def stop(intake_id: UUID, *, reason: str, actor: Actor) -> None:
    """Give up an intake that was a slip (wrong procedure, entered twice); its draft and scans are destroyed.

    The draft of a correction stays: the applicant may have begun it online, and it is still waited for.
    What really arrived must be taken in (行政手続法第7条), so a reason is asked for and kept.
    Raises Intake.DoesNotExist, CounterRefused.
    """
    row = open_one(intake_id, actor)
    if not reason.strip():
        raise CounterRefused("入力をやめる理由を入力してください。例: 手続を選びまちがえた", field="reason")
    if len(reason) > REASON_LENGTH:
        raise CounterRefused(f"理由は{REASON_LENGTH}文字以内で入力してください。", field="reason")
    files = [destroy(UUID(scan["file"])) for scan in row.scans]
    if not row.is_correction and row.draft_id in answers.drafts([row.draft_id]):
        answers.discard(row.draft_id, answers.Key(actor))
    row.scans, row.stopped_at, row.stop_reason = [], clock.now(), reason.strip()
    row.save()
    _tell(row, "stopped", actor, files)


def _each_once(scans: Sequence[Examined], present: Sequence[str]) -> list[Examined]:
    return [scan for digest, scan in {scan.digest: scan for scan in scans}.items() if digest not in present]


def _scan(file: StoredFile) -> dict[str, object]:
    return {"file": str(file.id), "name": file.name, "size": file.size, "digest": file.digest}
