"""A resident fills in a procedure page by page, as a browser would, and sends it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from seeds import papers
from seeds.people import Person, holder_of
from yakuba.ground.access.actor import GUEST, Actor, resident_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Example, Procedure, Question
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.identifiers import new_id
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.actions.files import Place, add_files
from yakuba.rooms.answers.actions.writing import keep_page
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.models import Case
from yakuba.rooms.counter.actions import filing as intake_filing
from yakuba.rooms.counter.actions import starting as intakes
from yakuba.rooms.counter.models import Intake
from yakuba.rooms.counter.rules import Details

COUNTER = "residents_desk.clerk"
_DAY = 10  # len("2026-11-20")


class NotFiled(Exception):
    """The varied example did not make a valid application."""


def variation(procedure: Procedure, example: Example, person: Person, today: date) -> dict[str, Any]:
    """The example's answers with its days moved to today and the person's own name, address and phone."""
    given = moved(example, today)
    for question in procedure.all_questions():
        own = {
            "applicant.name": person.name,
            "applicant.address": person.address,
            "applicant.phone": person.phone,
            "applicant.email": person.email,
        }.get(question.role)
        if own is not None and (question.key in given or question.role == "applicant.email"):
            given[question.key] = own or None
    return given


def moved(example: Example, today: date) -> dict[str, Any]:
    """The example's answers with its days moved to today."""
    shift = today - date.fromisoformat(str(example.facts.get("today", today)))
    return {key: _moved(value, shift) for key, value in example.answers.items()}


def _moved(value: Any, shift: timedelta) -> Any:
    if isinstance(value, Mapping):
        return {key: _moved(inner, shift) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(inner, shift) for inner in value]
    if isinstance(value, date):
        return (value + shift).isoformat()
    if isinstance(value, str) and len(value) == _DAY and value[4:5] == value[7:8] == "-":
        return (date.fromisoformat(value) + shift).isoformat()
    return value


def fill(
    draft_id: UUID, key: answers.Key, given: Mapping[str, Any], chance: Random, *, whole: bool = True
) -> None:
    """Type every page of the draft; a page that does not take what was typed raises NotFiled when it is
    to be `whole`.
    """
    view = answers.draft(draft_id, key)
    seen: set[str] = set()
    while page := next((p for p in view.pages if p.key not in seen), None):
        seen.add(page.key)
        view, problems = type_page(view, key, page.key, given, chance)
        if problems:
            # Once more where an answer brought up a further question on the same page, as for a person
            # at the screen.
            view, problems = type_page(view, key, page.key, given, chance)
        if problems and whole:
            raise NotFiled(f"{page.key}: {problems}")


def type_page(
    view: answers.DraftView, key: answers.Key, page_key: str, given: Mapping[str, Any], chance: Random
) -> tuple[answers.DraftView, list[str]]:
    """Attach the files the page asks for, type the rest, press next; the draft after it and the messages."""
    if _attach(view, key, page_key, given, chance):
        view = answers.draft(view.id, key)
    page = view.page(page_key) or view.whole_page(page_key)
    typed = dict(_typed(view, page_key, given)) | {"act": ["next"]}
    kept = keep_page(
        view.id, key, page_key=page_key, typed=typed, act=asking.read_act(typed), seen=view.mark(page)
    )
    return kept.draft, [problem.message for problem in kept.problems] + [
        question.key for question in kept.new
    ]


def _typed(
    view: answers.DraftView, page_key: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, list[str]]]:
    """What a person would have typed on the page to give these answers."""
    whole = {**view.answers, **{k: v for k, v in given.items() if not _has_files(v)}}
    page = view.whole_page(page_key)
    for field in asking.fields(view.procedure, page.questions, whole, view.facts):
        yield from controls(field)


def controls(field: Any) -> Iterator[tuple[str, list[str]]]:
    if field.rows:
        for row in field.rows:
            for inner in row.fields:
                yield from controls(inner)
    elif field.parts:
        for part in field.parts:
            yield part.name, [str(part.raw)]
    elif field.options:
        yield field.name, [option.key for option in field.options if option.checked]
    else:
        raw = field.raw.get("", "")
        yield field.name, list(raw) if isinstance(raw, list) else [str(raw)]


def _has_files(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and (
            (isinstance(value[0], str) and "." in value[0])
            or (isinstance(value[0], dict) and "file" in value[0])
        )
    )


def _attach(
    view: answers.DraftView, key: answers.Key, page_key: str, given: Mapping[str, Any], chance: Random
) -> bool:
    """Choose the files that are not there yet; whether there were any."""
    page = view.page(page_key) or view.whole_page(page_key)
    missing = [
        (path, question, value)
        for path, question, value in file_questions(page.questions, given)
        if not _has_files(_at(view.answers, path))
    ]
    for path, question, value in missing:
        uploads = [papers.upload(name, chance.randint(0, 19)) for name in names(value)]
        add_files(view.id, key, Place(page.key, path, question), uploads)
    return bool(missing)


def file_questions(
    questions: Sequence[Question], given: Mapping[str, Any]
) -> Iterator[tuple[str, Question, Any]]:
    """Each file question with its path and names, those in the rows of a repeat too."""
    for question in questions:
        value = given.get(question.key)
        if question.kind == "file" and value:
            yield question.key, question, value
        for at, row in enumerate(value if question.questions and isinstance(value, list) else ()):
            for path, inner, names_given in file_questions(question.questions, row):
                yield f"{question.key}.{at}.{path}", inner, names_given


def _at(answers_: Mapping[str, Any], path: str) -> Any:
    value: Any = answers_
    for part in path.split("."):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def names(value: Any) -> list[str]:
    return [item if isinstance(item, str) else str(item["name"]) for item in value]


def applicant(person: Person) -> Actor:
    return resident_actor(person.resident_id) if person.resident_id else GUEST


def apply(edition: EditionRef, given: Mapping[str, Any], person: Person, chance: Random) -> UUID:
    """File online, confirming the address by the mailed link, and open the case; its id."""
    who = applicant(person)
    ref = answers.start(edition_id=edition.id, owner=who, resume_email=person.email)
    key = answers.Key(who, ref.token)
    fill(ref.id, key, given, chance)
    if who.kind == "guest":
        answers.opened_by_link(ref.token, who)
    sealed = answers.seal(ref.id, key=key, declared=True)
    return cases.open_case(
        submission_id=sealed.id,
        channel="online",
        arrived_at=clock.now(),
        applicant_ref=who.ref if person.resident_id else None,
        applicant_email=person.email,
        by=who,
    ).id


def holds(procedure: Procedure, given: Mapping[str, Any], channel: str) -> bool:
    """Whether these answers make a whole application today."""
    facts = asking.facts_for(procedure, given, today=clock.today(), channel=channel)
    return not asking.check_all(procedure, given, facts)


def bring(
    edition: EditionRef,
    given: Mapping[str, Any],
    chance: Random,
    *,
    as_it_is: bool = False,
    channel: str = "",
) -> UUID:
    """Come to the counter, send a paper or telephone: a clerk enters it; the case's id.

    `as_it_is`: a paper in which something is missing is taken in all the same (行政手続法第7条).
    """
    clerk = holder_of(COUNTER)
    intake_id = receive(edition, chance, paper=as_it_is, channel=channel)
    draft_id = Intake.objects.get(id=intake_id).draft_id
    fill(draft_id, answers.Key(clerk), given, chance, whole=not as_it_is)
    return intake_filing.file(intake_id, actor=clerk, checked=True, as_it_is=as_it_is)


def receive(edition: EditionRef, chance: Random, *, paper: bool = False, channel: str = "") -> UUID:
    """The counter's clerk begins to take something in, by `channel` or any way but online; its id."""
    clerk, intake_id = holder_of(COUNTER), new_id()
    ways = [way for way in edition.procedure.channels if way != "online"]
    channel = channel or ("paper" if paper and "paper" in ways else chance.choice(ways))
    details = Details(
        channel, clock.now(), "self", "", "licence", "書架A-3" if channel in ("paper", "post") else ""
    )
    intakes.start(intake_id, procedure_key=edition.key, brought=intakes.Brought(details), actor=clerk)
    return intake_id


def correct(case: Case, person: Person, clerk: Actor) -> None:
    """Answer a request for correction: by oneself where the link reaches, else by telephone to the
    section's clerk.
    """
    ask = cases.status(token=case.status_token).asks[0]
    if not case.applicant_email:
        intake_id = new_id()
        details = Details("telephone", clock.now(), "self", "", "questions", "")
        intakes.start_correction(intake_id, case_id=case.id, brought=intakes.Brought(details), actor=clerk)
        intake_filing.file(intake_id, actor=clerk, checked=True)
        return
    who = applicant(person)
    ref = answers.correction(ask.submission_id, question_keys=ask.question_keys, owner=who, about=case.ref)
    sealed = answers.seal(ref.id, key=answers.Key(who, ref.token), declared=True)
    cases.answer_correction(case.id, sealed.id, by=who)
