"""Bundles as values: their members in order, where they go on, and what led to which case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf, speech
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.languages import current, say
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.models import Bundle, BundleItem
from yakuba.rooms.applications.reading import plans
from yakuba.rooms.applications.rules import sharing
from yakuba.rooms.applications.rules.beginning import Way, common_ways, ways_to_begin
from yakuba.rooms.cases import door as cases

MOST = sharing.MOST
PLANNED = "手続をさがしたときの答え"
NoSuchBundle = Bundle.DoesNotExist


@dataclass(frozen=True)
class MemberView:
    """One application of a bundle; `position` counts from 1."""

    position: int
    draft: answers.DraftView
    case_number: str
    status_token: str

    @property
    def title(self) -> str:
        """The procedure's Japanese title, as it is filed."""
        return self.draft.procedure.title


@dataclass(frozen=True)
class BundleView:
    """A bundle with those of its drafts that are still there, in order."""

    id: UUID
    token: str
    owner_ref: str
    resume_email: str
    plan: str
    number: str
    sent_at: datetime | None
    updated_at: datetime
    members: tuple[MemberView, ...]

    @property
    def expires_on(self) -> date:
        """The last day on which its drafts are kept."""
        return min(
            (member.draft.expires_on for member in self.members),
            default=clock.local(self.updated_at).date() + timedelta(days=90),
        )

    def member(self, draft_id: UUID) -> MemberView:
        """Raises answers.NoSuchDraft."""
        for member in self.members:
            if member.draft.id == draft_id:
                return member
        raise answers.NoSuchDraft

    def key_of(self, member: MemberView, actor: Actor) -> answers.Key:
        """What opens a member to whom the bundle is open."""
        return answers.Key(actor, member.draft.token)

    @property
    def next_place(self) -> tuple[UUID, str] | None:
        """The first page of the first application not yet answered; None: the summary."""
        for member in self.members:
            place = member.draft.next_place
            if place is not None:
                return member.draft.id, place
        return None


def row(bundle_id: UUID, key: answers.Key) -> Bundle:
    """Raises Bundle.DoesNotExist for what is not there and for what is another's."""
    return Bundle.objects.visible_to(key.actor, token=key.token).get(id=bundle_id)


def bundle(bundle_id: UUID, key: answers.Key) -> BundleView:
    """Three queries. Raises Bundle.DoesNotExist, also when all its drafts are gone."""
    view = view_of(row(bundle_id, key))
    if not view.members:
        raise Bundle.DoesNotExist
    return view


def bundle_by_token(token: str) -> BundleView:
    """Raises Bundle.DoesNotExist."""
    return view_of(Bundle.objects.get(token=token))


def view_of(row: Bundle) -> BundleView:
    """The row as a value, its drafts read anew. Two queries."""
    items = list(BundleItem.objects.filter(bundle_id=row.id))
    return _view(row, items, answers.drafts(item.draft_id for item in items))


def _view(row: Bundle, items: Sequence[BundleItem], drafts: Mapping[UUID, answers.DraftView]) -> BundleView:
    there = [item for item in items if item.draft_id in drafts]
    return BundleView(
        id=row.id,
        token=row.token,
        owner_ref=row.owner_ref,
        resume_email=row.resume_email,
        plan=row.plan,
        number=row.number,
        sent_at=row.sent_at,
        updated_at=row.updated_at,
        members=tuple(
            MemberView(place, drafts[item.draft_id], item.case_number, item.status_token)
            for place, item in enumerate(there, 1)
        ),
    )


def open_bundles(owner_ref: str) -> list[BundleView]:
    """What a resident has begun together and not sent, newest first. Three queries."""
    rows = list(Bundle.objects.filter(owner_ref=owner_ref, sent_at__isnull=True).order_by("-updated_at"))
    items = list(BundleItem.objects.filter(bundle__in=rows)) if rows else []
    drafts = answers.drafts(item.draft_id for item in items) if items else {}
    views = [_view(row, [item for item in items if item.bundle_id == row.id], drafts) for row in rows]
    return [view for view in views if view.members]


def standing(actor: Actor, keys: Sequence[str], plan: str) -> BundleView | None:
    """A resident's unsent bundle from this plan with just these procedures."""
    if actor.kind != "resident" or not plan:
        return None
    return next(
        (
            view
            for view in open_bundles(actor.ref)
            if view.plan == plan and [member.draft.procedure.key for member in view.members] == list(keys)
        ),
        None,
    )


@dataclass(frozen=True)
class Shared:
    """By draft: what stands in it that was answered before it, and the children told to pick from."""

    given: Mapping[UUID, Mapping[str, answers.Origin]]
    told: Mapping[UUID, Sequence[answers.Origin]]


def shared_in(view: BundleView) -> Shared:
    """What stands in each draft that was answered before it: in the plan, or in an earlier application."""
    if view.sent_at is not None:
        return Shared({}, {})
    today = clock.today().isoformat()
    asked = plans.shared_answers(view.plan) if view.plan else {}
    beforehand = {key: sharing.Told(value, "", PLANNED, today) for key, value in asked.items()}
    members = [
        sharing.Member(
            str(one.draft.id), one.draft.procedure, one.draft.own, one.draft.today, one.draft.channel
        )
        for one in view.members
        if one.draft.submission_id is None
    ]
    shared = sharing.share(members, beforehand)
    return Shared(
        {
            UUID(key): {name: _origin(one) for name, one in given.items()}
            for key, given in shared.given.items()
        },
        {UUID(key): [_origin(one) for one in every] for key, every in shared.children.items()},
    )


def _origin(one: sharing.Told) -> answers.Origin:
    return answers.Origin(one.value, one.source, one.at, one.place)


def done_for(plan_token: str) -> dict[str, tuple[str, ...]]:
    """Of a plan's list: procedure key -> status tokens of the cases that bundles from it have led to, the
    earliest first.
    """
    rows = BundleItem.objects.filter(bundle__plan=plan_token, bundle__sent_at__isnull=False)
    found: dict[str, tuple[str, ...]] = {}
    for item in rows.order_by("bundle__sent_at", "position") if plan_token else ():
        found[item.procedure_key] = (*found.get(item.procedure_key, ()), item.status_token)
    return found


@dataclass(frozen=True)
class Choice:
    """What somebody wants to begin together: what can be, what stays a link, the ways all of it allows."""

    editions: tuple[EditionRef, ...]
    others: tuple[Procedure, ...]

    @property
    def ways(self) -> tuple[Way, ...]:
        return common_ways([edition.procedure for edition in self.editions])

    @property
    def titles(self) -> list[str]:
        """In the reader's language."""
        return [speech.in_language(edition.procedure, current()).title for edition in self.editions]


def choice(keys: Iterable[str]) -> Choice:
    """The procedures of these keys in force today, in this order; unknown keys are left out. One that asks
    about one child may stand there several times, any other once.
    """
    known = {edition.key: edition for edition in shelf.all_in_force(clock.today())}
    editions: list[EditionRef] = []
    others: list[Procedure] = []
    for key in [key for key in keys if key in known][:MOST]:
        edition = known[key]
        if not ways_to_begin(edition.procedure):
            others += [edition.procedure] if edition.procedure not in others else []
        elif edition not in editions or sharing.about_one_child(edition.procedure):
            editions.append(edition)
    return Choice(tuple(editions), tuple(others))


def steps_after(procedure: Procedure) -> list[str]:
    """What happens after sending, in the words of the status page, each once, without what is not certain."""
    titles = [
        say(cases.PUBLIC_STEPS[step.kind])
        for step in procedure.steps
        if step.kind in cases.PUBLIC_STEPS and step.when is None
    ]
    return list(dict.fromkeys(titles))


@dataclass(frozen=True)
class SentLine:
    """One application of the receipt: its case, and what happens next."""

    title: str
    case_number: str
    status_token: str
    steps: list[str]
    days: int | None


def sent(view: BundleView) -> list[SentLine]:
    """The lines of the receipt, in order. No query."""
    return [
        SentLine(
            member.draft.shown.title,
            member.case_number,
            member.status_token,
            steps_after(member.draft.procedure),
            member.draft.procedure.standard_days,
        )
        for member in view.members
    ]
