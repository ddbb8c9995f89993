"""One act on one case: locked, checked against what the actor saw, and told to the journal with its rows."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.models import ProvedRow
from yakuba.ground.journal.record import record, record_first
from yakuba.ground.journal.signature import By
from yakuba.ground.languages import DEFAULT, marked, speaking
from yakuba.ground.writing.write_set import WriteSet
from yakuba.rooms.answers.door import SubmissionView
from yakuba.rooms.cases.actions import indexing
from yakuba.rooms.cases.models import Case, Opinion, StepVisit
from yakuba.rooms.cases.reading.docket import Docket, docket, due_of
from yakuba.rooms.cases.rules.states import LABELS

MACHINE = By(actor="system:cases", capacity="automatic")
"""Signs what the edition's own rules do, never what law gives to a person."""


class Refused(Exception):
    """The act cannot be done; `message` says in Japanese why and what to do. `field` names the input."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Exception):
    """The screen was drawn before somebody else moved the case."""


class AlreadyDone(Exception):
    """The same person sent the same act twice: it stands once, and nothing more is to be done."""


class Turn:
    """A case under one act: rows kept here are saved and told together.

    A case that is only being opened has `writes`: rows go into them, and are saved when those are sent.
    """

    def __init__(self, case: Case, by: By, *, writes: WriteSet | None = None) -> None:
        self.case = case
        self._writes = writes
        self.by = by
        self.at: datetime = clock.now()
        self.day: date = clock.today()
        self._rows: dict[UUID, ProvedRow] = {}
        # What the search index knows of the case.
        self._indexed = indexing.sign(case)
        self._docket: Docket | None = None
        self._submission: SubmissionView | None = None

    @property
    def docket(self) -> Docket:
        """The case with its surroundings; read anew after `renew`."""
        if self._docket is None:
            self._docket = docket(self.case, submission=self._submission)
            self._submission = self._docket.submission
        return self._docket

    def renew(self) -> None:
        """Forget what was read: rows or the submission have changed."""
        self._docket = None

    def opens(self, found: Docket) -> None:
        """The case has no rows around it yet but these."""
        self._docket, self._submission = found, found.submission

    @property
    def kept(self) -> tuple[ProvedRow, ...]:
        """The rows no event has told yet."""
        return tuple(self._rows.values())

    def add_visit(self, visit: StepVisit) -> None:
        """A visit has begun: the docket knows it without being read again."""
        self._docket = replace(self.docket, visits=(*self.docket.visits, visit))

    @property
    def visit(self) -> StepVisit:
        """The visit the case is at. Raises Refused when the case has ended."""
        visit = self.docket.visit
        if visit is None:
            raise Refused(marked("この案件は終わっています。"))
        return visit

    def need(self, *states: str) -> None:
        """Raises Refused unless the case is in one of `states`."""
        if self.case.state not in states:
            label = LABELS[self.case.state]
            raise Refused(f"この案件は「{label}」なので、この操作はできません。画面を開き直してください。")

    def keep(self, *rows: ProvedRow) -> None:
        """Save rows and remember that the next event must prove them."""
        for row in rows:
            if self._writes is None:
                row.save()
            else:
                self._writes.insert(row)
            self._rows[row.pk] = row

    def prove(self, *rows: ProvedRow) -> None:
        """Rows another package has saved for this act: the next event proves them."""
        self._rows.update({row.pk: row for row in rows})

    def tell(self, kind: str, *, by: By | None = None, **facts: Any) -> None:
        """Save the case and write one event `case.<kind>` that proves every row kept since the last one."""
        self.case.save()
        record(
            f"case.{kind}",
            subject=self.case.ref,
            by=by or self.by,
            facts=_plain(facts),
            rows=[self.case, *self._rows.values()],
        )
        self._index()
        self._rows.clear()

    def _index(self) -> None:
        """The search index follows what has changed since the act before."""
        asked = {row.section for row in self._rows.values() if isinstance(row, Opinion)}
        now = indexing.sign(self.case)
        if asked or now != self._indexed:
            indexing.put(self.case)
        self._indexed = now

    def tell_opened(self, writes: WriteSet, **facts: Any) -> None:
        """Put the case and its first event among `writes`; may be repeated when those were undone."""
        writes.insert(self.case)
        record_first(
            writes,
            "case.opened",
            subject=self.case.ref,
            by=self.by,
            facts=_plain(facts),
            rows=[self.case, *self.kept],
        )
        asked = frozenset(row.section for row in self.kept if isinstance(row, Opinion))
        writes.then(indexing.put_new, (self.case, asked))

    def reckon_due(self) -> None:
        """Set the case's due day from its stops as they stand now."""
        arrived = clock.local(self.case.arrived_at).date()
        self.case.due_on = due_of(self.case, self.docket.procedure, self.day, arrived)

    def stay(self) -> None:
        """Nothing is to be done: leave the stored case as it was."""
        self.case.refresh_from_db()

    def finish(self) -> None:
        """Raises AssertionError when rows were kept that no event tells."""
        if self._rows:
            raise AssertionError(f"rows without an event: {sorted(map(str, self._rows))}")


@contextmanager
def turn(
    case_id: UUID, *, actor: Actor, seen: int, act: str, right: Right | None = Right.CASE_WORK
) -> Iterator[Turn]:
    """Begin an act of a person on a case they may see.

    `seen` is the case's version on the screen the act was sent from, `right` must reach the section whose
    work
    the current step is (None: the act checks for itself). Raises Denied, Stale or AlreadyDone.
    """
    # Written and mailed in Japanese, whatever the page is read in.
    with speaking(DEFAULT), transaction.atomic():
        case = _locked(case_id, actor)
        if right is not None and not actor.may(right, section=case.work_section):
            raise Denied(str(right))
        if seen != case.version:
            same = (case.last_act, case.last_by, case.version) == (act, actor.ref, seen + 1)
            raise AlreadyDone if same else Stale
        _count(case, act, actor.ref)
        now = Turn(case, actor.by())
        yield now
        now.finish()


@contextmanager
def machine_turn(case_id: UUID, act: str, *, by: By = MACHINE) -> Iterator[Turn]:
    """Begin a move that news or a job brings; nobody's screen is behind it."""
    with speaking(DEFAULT), transaction.atomic():
        hold(f"case:{case_id}")
        case = Case.objects.select_for_update().get(id=case_id)
        _count(case, act, by.actor)
        now = Turn(case, by)
        yield now
        now.finish()


def _locked(case_id: UUID, actor: Actor) -> Case:
    hold(f"case:{case_id}")
    case = Case.objects.visible_to(actor).select_for_update().filter(id=case_id).first()
    if case is None:
        raise Denied("case")
    return case


def _count(case: Case, act: str, ref: str) -> None:
    case.version += 1
    case.last_act = act
    case.last_by = ref


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON: identifiers and days as text, empty ones left out."""
    return {key: _json(value) for key, value in facts.items() if value not in (None, "", [], ())}


def _json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items()}
    return value
