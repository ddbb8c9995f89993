"""A page of a draft is written: what could be read becomes answers, what could not is kept as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import BUTTONS, Act, Problem, Reading, press
from yakuba.ground.catalogue.definition import Page, Question
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.answers.reading import offers
from yakuba.rooms.answers.reading.drafts import DraftView, Key, key_in, view_of
from yakuba.rooms.answers.rules import Origin

Typed = dict[str, list[str]]
MOVES = ("next", "back", "later")


class PageGone(Exception):
    """The page is not among those this draft shows now."""


@dataclass(frozen=True)
class Kept:
    """What became of a posted page. `clash`: another screen stored something else, so nothing was written."""

    draft: DraftView
    page: Page
    typed: Typed
    problems: tuple[Problem, ...] = ()
    clash: tuple[Question, ...] = ()
    # Questions that came up by these answers and were not on the screen.
    new: tuple[Question, ...] = ()


def locked(draft_id: UUID, key: Key) -> Draft:
    """The row, held until the end of the transaction. Raises Draft.DoesNotExist."""
    return Draft.objects.select_for_update().visible_to(key.actor, token=key.token).get(id=draft_id)


@transaction.atomic
def keep_page(draft_id: UUID, key: Key, *, page_key: str, typed: Typed, act: Act, seen: str) -> Kept:
    """Write one page. `seen` is the mark of what the screen showed. Raises Draft.DoesNotExist, PageGone."""
    row = locked(draft_id, key)
    view = view_of(row)
    page = view.page(page_key)
    if page is None or view.submission_id is not None:
        raise PageGone(page_key)
    typed = {**_hidden(view, page), **typed}
    reading = view.read(page_key, typed)
    if seen != view.mark(page):
        clash = rules.differing(page.questions, reading.answers, view.answers)
        if clash:
            return Kept(view, page, typed, clash=tuple(clash))
    if act.verb in offers.VERBS:
        reading = _taking(row, view, page, typed, act)
    elif act.verb not in MOVES:
        reading = _inside(view, page_key, typed, act)
    row.answers = own(view, reading.answers)
    after = view_of(row, view.procedure)
    shown = after.page(page_key) or page
    new = _came_up(page, shown, typed)
    _write(row, page, _left(reading, act, new, view.raw.get(page.key)))
    return Kept(
        view_of(row, view.procedure), shown, _lists(reading.raw), problems=tuple(reading.problems), new=new
    )


def _left(
    reading: Reading, act: Act, new: Sequence[Question], before: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What is kept as typed; None when the page is done. Only what "next" refused is told at the next visit:
    neither leaving a page nor a question that has only just come up is a fault."""
    came_up = {question.key for question in new}
    refused = any(problem.key not in came_up for problem in reading.problems)
    if act.verb == "next" and not reading.problems and not new:
        return None
    tried = (act.verb == "next" and refused) or bool(before and before["tried"])
    return {"posted": _lists(reading.raw), "tried": tried}


def _lists(raw: Mapping[str, Sequence[str]]) -> Typed:
    return {name: list(values) for name, values in raw.items()}


def _hidden(view: DraftView, page: Page) -> Typed:
    """What was typed here before into questions that another answer has hidden meanwhile."""
    shown = {question.key for question in page.questions}
    left = view.raw.get(page.key, {}).get("posted", {})
    return {name: values for name, values in left.items() if key_in(name) not in shown}


def _inside(view: DraftView, page_key: str, typed: Typed, act: Act) -> Reading:
    """A button inside a page: nothing is refused yet but what the button itself cannot do."""
    questions = view.whole_page(page_key).questions
    if act.verb not in BUTTONS or not view.open(act.key.partition(".")[0]):
        return replace(view.read(page_key, typed), problems=())
    pressed = press(view.procedure, questions, view.posted(page_key, typed), view.answers, view.facts, act)
    return view.limited(pressed.answers, pressed.problems, pressed.raw)


def _taking(row: Draft, view: DraftView, page: Page, typed: Typed, act: Act) -> Reading:
    """What is known fills the controls; where it came from is noted beside the answers."""
    # What was typed meanwhile counts when it is asked whether an offer still says something new.
    now = replace(view, answers=view.read(page.key, typed).answers)
    taken = offers.chosen(offers.offers(now, page), act)
    row.origins = offers.with_origins(view.origins, taken)
    filled = offers.with_taken(page, typed, taken)
    return replace(view.read(page.key, filled), problems=())


def own(view: DraftView, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are this draft's: without those laid over them from elsewhere."""
    kept = {key: value for key, value in answers.items() if key not in view.given}
    return {**kept, **{key: value for key, value in view.own.items() if key in view.given}}


def _write(row: Draft, page: Page, typed: dict[str, Any] | None) -> None:
    raw = {key: value for key, value in row.raw.items() if key != page.key}
    row.raw = {**raw, page.key: typed} if typed else raw
    if typed is None and page.key not in row.visited:
        row.visited = [*row.visited, page.key]
    touch(row, "answers", "raw", "visited", "origins")


def _came_up(before: Page, after: Page, typed: Typed) -> tuple[Question, ...]:
    shown = {question.key for question in before.questions}
    posted = {key_in(name) for name in typed}
    return tuple(
        question
        for question in after.questions
        if question.key not in shown | posted and question.kind != "computed"
    )


def touch(row: Draft, *changed: str) -> None:
    """Save these columns; the 90 days begin anew."""
    row.updated_at = clock.now()
    row.save(update_fields=[*changed, "updated_at"])


@transaction.atomic
def save(draft_id: UUID, key: Key, answers: Mapping[str, Any]) -> DraftView:
    """Write answers in stored form without a page: prefilling at the counter, seeds. Sealing checks them.

    Raises Draft.DoesNotExist; KeyError for a key the procedure does not have or that is closed here.
    """
    row = locked(draft_id, key)
    view = view_of(row)
    for name in answers:
        view.procedure.question(name)
        if not view.open(name):
            raise KeyError(name)
    row.answers = {**row.answers, **answers}
    after = view_of(row, view.procedure)
    row.visited = [page.key for page in after.pages]
    touch(row, "answers", "visited")
    return view_of(row, view.procedure)


@transaction.atomic
def set_filed_on(draft_id: UUID, key: Key, day: date) -> DraftView:
    """Another day whose rules and fees hold: a clerk has set the day of arrival right."""
    row = locked(draft_id, key)
    row.filed_on = day
    touch(row, "filed_on")
    return view_of(row)


@transaction.atomic
def set_resume_email(draft_id: UUID, key: Key, email: str) -> DraftView:
    """Where the link to go on is sent; another address must be confirmed anew."""
    row = locked(draft_id, key)
    if row.resume_email != email:
        row.resume_email, row.email_confirmed_at = email, None
        touch(row, "resume_email", "email_confirmed_at")
    return view_of(row)


@transaction.atomic
def opened_by_link(token: str, actor: Actor) -> DraftView:
    """Somebody came by the mailed link: the address is theirs. A signed-in resident makes the draft theirs.

    Raises Draft.DoesNotExist.
    """
    row = Draft.objects.select_for_update().get(token=token)
    if row.resume_email and row.email_confirmed_at is None:
        row.email_confirmed_at = clock.now()
    if actor.kind == "resident" and row.owner_ref.startswith("guest:"):
        row.owner_ref = actor.ref
    row.save(update_fields=["email_confirmed_at", "owner_ref"])
    return view_of(row)


@transaction.atomic
def give(
    given: Mapping[UUID, Mapping[str, Origin]], told: Mapping[UUID, Sequence[Origin]] | None = None
) -> None:
    """Close questions of drafts that are answered elsewhere, by draft; all else in them is open again. `told`
    are children to pick from.

    For rooms above, which ask their own rights first. One's own answers stay beneath, untouched. The 90
    days begin anew for all of them. Sent drafts and those that are gone are left alone.
    """
    rows = Draft.objects.select_for_update().filter(id__in=set(given), submitted_at__isnull=True)
    now = clock.now()
    changed = list(rows)
    for row in changed:
        row.given = {key: origin.json for key, origin in given[row.id].items()}
        row.told = [origin.json for origin in (told or {}).get(row.id, ())]
        row.updated_at = now
    Draft.objects.bulk_update(changed, ["given", "told", "updated_at"])


@transaction.atomic
def answer_here(draft_id: UUID, key: Key, *, name: str) -> None:
    """Open a question that is given elsewhere, with that answer in it, to be answered differently here.

    Nothing happens when it is not given. Raises Draft.DoesNotExist.
    """
    row = locked(draft_id, key)
    view = view_of(row)
    if name not in view.given or row.submission_id is not None:
        return
    origin = view.given[name]
    row.answers = {**row.answers, name: origin.value}
    row.given = {other: one for other, one in row.given.items() if other != name}
    touch(row, "answers", "given")


@transaction.atomic
def keep_alone(draft_id: UUID, *, about: str = "") -> DraftView:
    """What was given from elsewhere becomes this draft's own: from now on it stands by itself.

    For rooms above. Raises Draft.DoesNotExist (also for one that was sent).
    """
    row = Draft.objects.select_for_update().get(id=draft_id, submitted_at__isnull=True)
    view = view_of(row)
    taken = {key: [origin.json] for key, origin in view.given.items()}
    row.answers, row.given, row.told, row.about = dict(view.answers), {}, [], about
    row.origins = {**row.origins, **taken}
    touch(row, "answers", "given", "told", "origins", "about")
    return view_of(row)
