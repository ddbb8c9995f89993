"""The only writer of registers: right, rule, rows, journal, in one transaction."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.journal.record import record
from yakuba.ground.numbering.next import next_number
from yakuba.ground.search import fold
from yakuba.rooms.registers import rules
from yakuba.rooms.registers.models import Entry, EntryEnd
from yakuba.rooms.registers.rules import NewEntry, RegisterRefused

RENEWED = "更新"


@transaction.atomic
def write(new: NewEntry, *, by: Actor, replaces: UUID | None = None) -> Entry:
    """Write an entry; without a number the register's own running number of the fiscal year is taken.

    `replaces` is the entry it renews, which ends on the day the new one begins.
    Raises Denied, Entry.DoesNotExist, RegisterRefused.
    """
    _require(by, new.section)
    rules.refuse_period(new.valid_from, new.valid_to)
    if not new.holder_name.strip():
        raise RegisterRefused("台帳に書く人の氏名がありません。申請の内容を確かめてください。")
    former = _former(replaces, new.register)
    row = _row(new, former, by)
    _insert(row)
    _record("register.written", row, by, (row,), new.subject)
    if former:
        today = clock.today()
        _end(former, reason=RENEWED, on=max(today, new.valid_from or today), subject=new.subject, by=by)
    return row


def _row(new: NewEntry, former: Entry | None, by: Actor) -> Entry:
    facts = rules.clean_facts(new.facts)
    number = _number(new.register, new.number)
    row = Entry(
        register=new.register,
        register_title=new.register_title,
        number=number,
        title=new.title,
        holder_name=new.holder_name.strip(),
        holder_ref=new.holder_ref,
        facts=facts,
        conditions=new.conditions.strip(),
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        procedure_key=new.procedure_key,
        section=new.section,
        subject=new.subject,
        link=new.link,
        submission_id=new.submission_id,
        follows=former,
        written_at=clock.now(),
        written_on=clock.today(),
        written_by=by.ref,
        written_by_name=by.name,
        search=fold(" ".join([number, new.title, new.holder_name, *(text for _, text in facts)])),
    )
    row.origin = former.origin if former else row.id
    return row


@transaction.atomic
def end(entry_id: UUID, *, reason: str, on: date, subject: str, by: Actor) -> EntryEnd:
    """End an entry on the day `on` (today or before). Raises Denied, Entry.DoesNotExist, RegisterRefused."""
    row = Entry.objects.select_for_update().get(id=entry_id)
    _require(by, row.section)
    if not reason.strip():
        raise RegisterRefused("終了の理由を入力してください。")
    ended = EntryEnd.objects.filter(entry=row).values_list("on", flat=True).first()
    rules.refuse_end(valid_from=row.valid_from, on=on, today=clock.today(), ended_on=ended)
    return _end(row, reason=reason.strip()[:400], on=on, subject=subject, by=by)


def _require(by: Actor, section: str) -> None:
    """Staff of the section; or the machine, following a procedure that is accepted without a person."""
    if by.kind != "system":
        require(by, Right.REGISTER_WRITE, section=section)


def _number(register: str, number: str | None) -> str:
    if number is None:
        year = fiscal_year(clock.today())
        return f"{year}-{next_number(f'register.{register}', year):04}"
    return rules.clean_number(number)


def _insert(row: Entry) -> None:
    """Write the row unless its number is taken, be it at this very moment. Raises RegisterRefused."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if Entry.objects.filter(register=row.register, number=row.number).exists():
            raise rules.taken(row.register_title, row.number) from None
        raise


def _former(entry_id: UUID | None, register: str) -> Entry | None:
    if entry_id is None:
        return None
    row = Entry.objects.select_for_update().get(id=entry_id, register=register)
    if EntryEnd.objects.filter(entry=row).exists():
        raise RegisterRefused("更新する前の登録は、もう終了しています。新しい登録として書いてください。")
    return row


def _end(row: Entry, *, reason: str, on: date, subject: str, by: Actor) -> EntryEnd:
    done = EntryEnd.objects.create(
        entry=row, on=on, reason=reason, subject=subject, at=clock.now(), by=by.ref, by_name=by.name
    )
    _record("register.ended", row, by, (done,), subject)
    return done


def _record(kind: str, row: Entry, by: Actor, rows: tuple[ProvedRow, ...], subject: str) -> None:
    of, _, identity = subject.partition(":")
    matter = {of: identity} if identity else {}
    said = {"register": row.register, "number": row.number} | matter
    record(kind=kind, subject=f"register:{row.id}", by=by.by(), facts=said, rows=rows)
