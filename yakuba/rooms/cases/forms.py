"""Shapes of input from the staff's forms: what was typed, read into values or refused with how to mend it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar.era import DayError, parse_day
from yakuba.ground.catalogue import asking
from yakuba.ground.catalogue.definition import Step
from yakuba.rooms.cases.actions.added import NewPaper
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.actions.turn import AlreadyDone, Refused, Stale
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.desk import Wanted
from yakuba.rooms.cases.reading.docket import Docket
from yakuba.rooms.cases.reading.search import Sought

PREFIX = "s"


@dataclass(frozen=True)
class Trouble:
    """One message at the top of the page with the anchor of its input."""

    anchor: str
    message: str


@dataclass(frozen=True)
class Typed:
    """What was sent, kept to be shown again."""

    posted: QueryDict | Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Any, ...] = ()
    raw: Mapping[str, Sequence[str]] | None = None
    staff: Mapping[str, Any] | None = None


def seen(request: HttpRequest) -> int:
    """The version of the case the form was drawn from. Raises Stale when it says none."""
    text = request.POST.get("seen", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Stale
    return int(text)


def day(request: HttpRequest, name: str, label: str, *, required: bool = True) -> date | None:
    """A day in any usual way of writing. Raises Refused that names the input."""
    text = request.POST.get(name, "").strip()
    if not text and not required:
        return None
    if not text:
        raise Refused(f"{label}を入力してください。", field=name)
    try:
        return parse_day(text)
    except DayError as problem:
        raise Refused(f"{label}: {problem}", field=name) from problem


def needed_day(request: HttpRequest, name: str, label: str) -> date:
    """A day that must be given. Raises Refused."""
    found = day(request, name, label)
    if found is None:
        raise Refused(f"{label}を入力してください。", field=name)
    return found


def uuid_or_none(request: HttpRequest, name: str) -> UUID | None:
    """An identifier chosen from a list; None for the empty choice. Raises Refused."""
    text = request.POST.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Refused("一覧から選び直してください。", field=name) from None


def papers(request: HttpRequest, name: str, kind: str) -> tuple[NewPaper, ...]:
    """The files sent under one name."""
    return tuple(_paper(upload, kind) for upload in request.FILES.getlist(name))


def findings(request: HttpRequest, docket: Docket, step: Step) -> tuple[Findings, Typed]:
    """Ticks, staff answers and files sent for a step, and what has to be mended in them."""
    raw = {name: values for name, values in request.POST.lists() if name.startswith(f"{PREFIX}-")}
    reading = asking.read_page(
        docket.procedure,
        step.questions,
        raw,
        docket.submission.answers,
        docket.staff_facts,
        staff=docket.staff,
        prefix=PREFIX,
    )
    uploads = {
        question.key: papers(request, f"{PREFIX}-{question.key}", "photo")
        for question in step.questions
        if question.kind == "file" and request.FILES.getlist(f"{PREFIX}-{question.key}")
    }
    answers, act = reading.answers, asking.read_act(dict(request.POST.lists()))
    dropped = asking.find_question(step.questions, act.key) if act.verb == "dropfile" else None
    if dropped is not None and dropped.kind == "file":
        answers = asking.without_file(answers, act.key, act.extra)
    problems = tuple(problem for problem in reading.problems if problem.key not in uploads)
    found = Findings(tuple(request.POST.getlist("tick")), answers, uploads)
    return found, Typed(request.POST, problems, raw, answers)


def only_keeps(request: HttpRequest) -> bool:
    """Whether the button only keeps what was found (also by adding or dropping a file) and does not go on."""
    return request.POST.get("act", "done") not in ("done", "refuse")


def wrongly_typed(typed: Typed) -> tuple[Any, ...]:
    """The problems of answers that were typed; what is still empty may wait when only keeping."""
    given = {name for name, values in (typed.raw or {}).items() if any(value.strip() for value in values)}

    def was_typed(key: str) -> bool:
        name = f"{PREFIX}-{key}"
        return any(one == name or one.startswith(f"{name}.") for one in given)

    return tuple(problem for problem in typed.problems if was_typed(problem.key))


class Mend(Refused):
    """Staff answers have to be mended first; the messages stand beside them."""

    def __init__(self) -> None:
        super().__init__("入力を直してください。", field="act")


def checked(
    request: HttpRequest,
    typed: Typed,
    act: Callable[..., object],
    case_id: UUID,
    *,
    partly: bool = False,
    **given: Any,
) -> object:
    """Run an act on findings that can be read. `partly`: what is still empty may wait. Raises Mend, Stale."""
    if wrongly_typed(typed) if partly else typed.problems:
        raise Mend
    return act(case_id, seen=seen(request), **given)


def left_behind(request: HttpRequest, case: Case) -> None:
    """The form belongs to a step the case has left: by the same person's own press, or by somebody else's.

    Raises AlreadyDone or Stale.
    """
    own = case.last_by == actor_of(request).ref and seen(request) == case.version - 1
    raise AlreadyDone if own else Stale


def wanted(request: HttpRequest) -> Wanted:
    """The filters of the desk; what is not understood is left out."""
    get = _given(request)
    return Wanted(
        tab=get.get("tab", ""),
        state=get.get("state", "")[:20],
        procedure=get.get("procedure", "")[:80],
        channel=get.get("channel", "")[:20],
        due=get.get("due", ""),
        text=get.get("q", "")[:100],
        page=_count(get.get("page", ""), 1),
    )


def sought(request: HttpRequest) -> Sought:
    """What the search page is asked for; what is not understood is left out."""
    get = _given(request)
    year = _count(get.get("year", ""), 0)
    return Sought(
        text=get.get("q", "")[:100],
        state=get.get("state", "")[:20],
        section=get.get("section", "")[:60],
        procedure=get.get("procedure", "")[:80],
        channel=get.get("channel", "")[:20],
        year=year if 1900 < year < 2200 else None,
        page=_count(get.get("page", ""), 1),
    )


def _given(request: HttpRequest) -> dict[str, str]:
    """What the address says, without NUL, which no database takes."""
    return {name: str(value).replace("\x00", "") for name, value in request.GET.items()}


def _count(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise


def _paper(upload: UploadedFile[Any], kind: str) -> NewPaper:
    return NewPaper(kind=kind, name=upload.name or "file", upload=upload)
