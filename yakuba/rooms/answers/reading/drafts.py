"""Drafts as values: what is open in them, which pages they show, where they go on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from yakuba.ground.access.actor import GUEST, Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf, speech
from yakuba.ground.catalogue.asking import Problem, Reading, facts_but_fee, plan_of, read_page
from yakuba.ground.catalogue.definition import Page, Procedure
from yakuba.ground.catalogue.fees import Assessment, FeeError, assess
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.languages import DEFAULT, current, speaking
from yakuba.ground.prepared import Prepared
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.rules import Origin


@dataclass(frozen=True)
class Key:
    """What opens a draft: who one is, or the secret token of a guest's draft."""

    actor: Actor
    token: str = ""


@dataclass(frozen=True)
class DraftRef:
    id: UUID
    token: str


@dataclass(frozen=True)
class DraftRow:
    """A line of 「書きかけの申請」."""

    id: UUID
    procedure_key: str
    title: str
    started_at: datetime
    updated_at: datetime
    expires_on: date
    is_correction: bool


@dataclass(frozen=True)
class DraftView:
    """A draft as it stands, with its procedure; `facts` are those of the day whose rules hold.

    `answers` are one's `own` with what is `given` elsewhere laid over them.
    """

    id: UUID
    token: str
    edition_id: UUID
    procedure: Procedure
    channel: str
    owner_ref: str
    entered_by: str
    is_correction: bool
    answers: Mapping[str, Any]
    own: Mapping[str, Any]
    given: Mapping[str, Origin]
    told: tuple[Origin, ...]
    origins: Mapping[str, tuple[Origin, ...]]
    raw: Mapping[str, Mapping[str, Any]]
    visited: tuple[str, ...]
    allowed: frozenset[str] | None
    resume_email: str
    email_confirmed: bool
    about: str
    renewal_of: UUID | None
    supersedes: UUID | None
    updated_at: datetime
    submission_id: UUID | None
    today: date
    on_paper: bool = False

    @cached_property
    def shown(self) -> Procedure:
        """The procedure in the language of the reader. What is sealed and filed stays Japanese."""
        return speech.in_language(self.procedure, current())

    @cached_property
    def facts(self) -> dict[str, Any]:
        charged = self.charged
        total = None if isinstance(charged, FeeError) else charged.total
        return {**self._facts_but_fee, "fee_total": total}

    @cached_property
    def charged(self) -> Assessment | FeeError:
        """What these answers cost (yen), or why that cannot be computed; in Japanese, as it is sealed."""
        try:
            with speaking(DEFAULT):
                return assess(self.procedure, self.answers, self._facts_but_fee)
        except FeeError as error:
            return error

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that have something to answer, in the language of the reader."""
        given = frozenset(self.given)
        return rules.pages_to_show(self.shown, self.answers, self.asked_by, self.allowed, given)

    @property
    def asked_by(self) -> dict[str, Any]:
        """The facts that decide what is asked and taken: the fee only where a rule looks at it."""
        return self.facts if plan_of(self.procedure).uses_fee else self._facts_but_fee

    @cached_property
    def _facts_but_fee(self) -> dict[str, Any]:
        return facts_but_fee(self.procedure, self.answers, today=self.today, channel=self.channel)

    @property
    def expires_on(self) -> date:
        return rules.expires_on(clock.local(self.updated_at).date())

    @property
    def next_place(self) -> str | None:
        """The first page not yet visited or not yet readable; None: the summary."""
        for page in self.pages:
            if page.key not in self.visited or page.key in self.raw:
                return page.key
        return None

    @property
    def files(self) -> list[dict[str, Any]]:
        """Every file in the answers so far."""
        return rules.files_in(self.answers)

    def page(self, key: str) -> Page | None:
        return next((page for page in self.pages if page.key == key), None)

    def whole_page(self, key: str) -> Page:
        """The page with all its questions: which of them show depends on what is typed."""
        return next(page for page in self.shown.pages if page.key == key)

    def open(self, key: str) -> bool:
        """Whether the question may be answered in this draft: a correction opens only some, and what is
        given elsewhere is closed.
        """
        return (self.allowed is None or key in self.allowed) and key not in self.given

    def read(self, page_key: str, typed: Mapping[str, Sequence[str]]) -> Reading:
        """What was typed on a page, read. In a correction everything not asked for stays as it was sent."""
        questions = self.whole_page(page_key).questions
        reading = read_page(self.shown, questions, self.posted(page_key, typed), self.answers, self.asked_by)
        return self.limited(reading.answers, reading.problems, typed)

    def limited(
        self, answers: Mapping[str, Any], problems: Iterable[Problem], typed: Mapping[str, Sequence[str]]
    ) -> Reading:
        """The reading cut down to what this draft may change."""
        closed = {key: value for key, value in self.answers.items() if not self.open(key)}
        kept = {key: value for key, value in answers.items() if self.open(key)}
        mine = tuple(problem for problem in problems if self.open(problem.key))
        return Reading({**closed, **kept}, mine, typed)

    def posted(self, page_key: str, typed: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
        """What was typed, with the closed questions of a correction as if typed anew."""
        found: dict[str, Sequence[str]] = {}
        for question in self.whole_page(page_key).questions:
            value = self.answers.get(question.key)
            if not self.open(question.key) and value is not None:
                for sub, values in kind_of(question).to_raw(question, value).items():
                    found[f"q-{question.key}.{sub}" if sub else f"q-{question.key}"] = values
        opened = {name: values for name, values in typed.items() if self.open(key_in(name))}
        return {**found, **opened}

    def mark(self, page: Page) -> str:
        """What a screen showing this page carries, to notice that another screen has changed it."""
        keys = (question.key for question in page.questions)
        return rules.page_mark(keys, self.answers, self.raw.get(page.key))

    def origin(self, key: str) -> Origin | None:
        """Where an open answer came from that stands as it was offered; None when it was typed."""
        value = self.answers.get(key)
        same = (one for one in self.origins.get(key, ()) if value is not None and one.value == value)
        return next(same, None)


def key_in(name: str) -> str:
    """The question's key in an html name: "q-signs.0.class" → "signs"."""
    return name.removeprefix("q-").partition(".")[0]


def draft(draft_id: UUID, key: Key) -> DraftView:
    """Raises Draft.DoesNotExist for what is not there and for what is another's."""
    return view_of(_row_for(draft_id, key))


def _row_for(draft_id: UUID, key: Key) -> Draft:
    """The row as `visible_to` gives it; for residents and guests with its SQL made once."""
    if key.actor.kind == "guest" and key.token:
        return _OF_A_GUEST.one(draft_id=draft_id, token=key.token)
    if key.actor.kind == "resident" and not key.token:
        return _OF_A_RESIDENT.one(draft_id=draft_id, owner_ref=key.actor.ref)
    return Draft.objects.visible_to(key.actor, token=key.token).get(id=draft_id)


_STAND_IN = UUID(int=7)
_SOMEBODY = Actor(kind="resident", id=_STAND_IN, name="")
_OF_A_GUEST: Prepared[Draft] = Prepared(
    lambda draft_id, token: Draft.objects.visible_to(GUEST, token=token).filter(id=draft_id),
    draft_id=_STAND_IN,
    token="(token)",  # noqa: S106 (a stand-in)
)
_OF_A_RESIDENT: Prepared[Draft] = Prepared(
    lambda draft_id, owner_ref: Draft.objects.visible_to(_SOMEBODY).filter(id=draft_id),
    draft_id=_STAND_IN,
    owner_ref=_SOMEBODY.ref,
)


def draft_by_token(token: str) -> DraftView:
    """Raises Draft.DoesNotExist."""
    return view_of(Draft.objects.get(token=token))


def drafts(ids: Iterable[UUID]) -> dict[UUID, DraftView]:
    """Many at once, one query, for rooms above that ask their own rights first; what is gone is left out."""
    return {row.id: view_of(row) for row in Draft.objects.filter(id__in=set(ids))}


def drafts_of(owner_ref: str) -> list[DraftRow]:
    """What a resident has begun and not sent, newest first."""
    rows = list(Draft.objects.filter(owner_ref=owner_ref, submitted_at__isnull=True).order_by("-updated_at"))
    editions = shelf.editions(row.edition_id for row in rows)
    return [_row(row, editions[row.edition_id].procedure) for row in rows]


def _row(row: Draft, procedure: Procedure) -> DraftRow:
    return DraftRow(
        id=row.id,
        procedure_key=procedure.key,
        title=procedure.title,
        started_at=row.started_at,
        updated_at=row.updated_at,
        expires_on=rules.expires_on(clock.local(row.updated_at).date()),
        is_correction=row.purpose == Draft.Purpose.CORRECTION,
    )


def view_of(row: Draft, procedure: Procedure | None = None) -> DraftView:
    """The row as a value, under its own edition (its `procedure`, when the caller has read it already)."""
    procedure = procedure or shelf.edition(row.edition_id).procedure
    correction = row.purpose == Draft.Purpose.CORRECTION
    return DraftView(
        id=row.id,
        token=row.token,
        edition_id=row.edition_id,
        procedure=procedure,
        channel=row.channel,
        owner_ref=row.owner_ref,
        entered_by=row.entered_by,
        is_correction=correction,
        answers={**row.answers, **{key: one["value"] for key, one in row.given.items()}},
        own=row.answers,
        given={key: Origin(**one) for key, one in row.given.items()},
        told=tuple(Origin(**one) for one in row.told),
        origins={key: tuple(Origin(**one) for one in every) for key, every in row.origins.items()},
        raw=row.raw,
        visited=tuple(row.visited),
        allowed=frozenset(row.allowed) if correction else None,
        resume_email=row.resume_email,
        email_confirmed=row.email_confirmed_at is not None,
        about=row.about,
        renewal_of=row.renewal_of,
        supersedes=row.supersedes_id,
        updated_at=row.updated_at,
        submission_id=row.submission_id,
        today=row.filed_on or clock.today(),
        on_paper=row.on_paper_at is not None,
    )
