"""One page of questions: fetch the draft one may open, do what was pressed, show or go on."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yakuba.ground.access.request import actor_of
from yakuba.ground.catalogue.asking import Act, Problem, find_question, html_id, read_act
from yakuba.ground.catalogue.definition import Page, Question
from yakuba.rooms.answers import rules
from yakuba.rooms.answers.actions.files import Place, add_files, drop_file
from yakuba.rooms.answers.actions.writing import Kept, PageGone, answer_here, keep_page
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.showing import NEW, Shown, show
from yakuba.rooms.answers.pages.steps import CHECKING
from yakuba.rooms.answers.reading import drafts
from yakuba.rooms.answers.reading.drafts import DraftView, Key

# Far more than any answer may be, far less than what would hurt: longer text is cut before it is looked at.
LONGEST_TEXT = 20_000
HERE = "here"
"""The button that opens a question which another matter has answered."""


def handle_page(request: HttpRequest, draft_id: UUID, page_key: str, *, frame: Frame) -> HttpResponse:
    """Show (GET) or take in (POST) one page of the draft. Raises Draft.DoesNotExist, Http404: both 404."""
    key = Key(actor_of(request), frame.token)
    draft = drafts.draft(draft_id, key)
    if draft.submission_id is not None:
        return HttpResponseRedirect(frame.done_url(draft.id))
    page = draft.page(page_key)
    if page is None:
        return _elsewhere(draft, page_key, frame)
    if request.method == "POST":
        return _take(request, draft, page, key, frame)
    return show(request, draft, page, frame, _as_left(draft, page))


def _elsewhere(draft: DraftView, page_key: str, frame: Frame) -> HttpResponse:
    """A page that other answers have hidden: go on where it makes sense. A page that never was: not found."""
    if all(page.key != page_key for page in draft.procedure.pages):
        raise Http404
    return HttpResponseRedirect(_onward(draft, frame))


def _onward(draft: DraftView, frame: Frame) -> str:
    place = draft.next_place
    return frame.page_url(draft.id, place) if place else frame.summary_url(draft.id)


def _take(request: HttpRequest, draft: DraftView, page: Page, key: Key, frame: Frame) -> HttpResponse:
    typed = _typed(request)
    act = read_act({name: [str(value) for value in values] for name, values in request.POST.lists()})
    refused = _take_files(request, draft, page, key)
    if act.verb == "dropfile":
        drop_file(draft.id, key, page_key=page.key, path=act.key, file_id=act.extra)
    try:
        kept = keep_page(
            draft.id, key, page_key=page.key, typed=typed, act=act, seen=request.POST.get("seen", "")
        )
    except PageGone:
        return HttpResponseRedirect(_onward(drafts.draft(draft.id, key), frame))
    if act.verb == HERE:
        answer_here(draft.id, key, name=act.key)
    if kept.clash:
        return show(request, kept.draft, kept.page, frame, Shown(kept.typed, clash=kept.clash, status=409))
    problems = (*refused, *(kept.problems if act.verb not in ("back", "later") else ()))
    if refused or (act.verb not in ("back", "later") and _tellable(kept)):
        return show(request, kept.draft, kept.page, frame, Shown(kept.typed, problems, status=422))
    return HttpResponseRedirect(_after(request, kept, act, frame))


def _tellable(kept: Kept) -> bool:
    """Whether something on the screen is wrong; a question that has only just come up is no fault yet."""
    came_up = {question.key for question in kept.new}
    return any(problem.key not in came_up for problem in kept.problems)


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    """The typed texts by html name. NUL is dropped (no database text holds it); endless texts are cut."""
    return {
        name: [str(value).replace("\x00", "")[:LONGEST_TEXT] for value in values]
        for name, values in request.POST.lists()
        if name.startswith("q-")
    }


def _take_files(request: HttpRequest, draft: DraftView, page: Page, key: Key) -> list[Problem]:
    """Keep whatever files came, for whichever button; a refused one is told at its question."""
    problems = []
    for name, uploads in request.FILES.lists():
        path = name.removeprefix("q-")
        question = _file_question(page, path)
        if question is not None:
            chosen = [upload for upload in uploads if isinstance(upload, UploadedFile) and upload.name]
            messages = add_files(draft.id, key, Place(page.key, path, question), chosen)
            key_of_page = path.partition(".")[0]
            problems += [Problem(html_id(name), key_of_page, message, name) for message in messages]
    return problems


def _file_question(page: Page, path: str) -> Question | None:
    """The file question that stands at "key" or "repeat.0.key" on this page."""
    found = find_question(page.questions, path)
    inside = path.count(".") == 2 and path.split(".")[1].isdecimal() and len(path.split(".")[1]) <= 3
    return found if found and found.kind == "file" and ("." not in path or inside) else None


def _after(request: HttpRequest, kept: Kept, act: Act, frame: Frame) -> str:
    """Where a written page leads."""
    draft, page = kept.draft, kept.page
    here = frame.page_url(draft.id, page.key)
    check = f"?{CHECKING}=1" if request.GET.get(CHECKING) else ""
    if act.verb == "later":
        return frame.later_url(draft.id)
    if act.verb == "back":
        before = rules.previous_page(draft.pages, page.key)
        return frame.page_url(draft.id, before) if before else here
    if act.verb == "speak":
        return here + check
    if act.verb != "next":
        return f"{here}{check}#q-{act.key.replace('.', '-')}"
    if kept.new:
        return f"{here}?{NEW}=1{check.replace('?', '&')}#q-{kept.new[0].key}"
    if check and (place := draft.next_place):
        return frame.page_url(draft.id, place) + check
    following = None if check else rules.next_page(draft.pages, page.key)
    return frame.page_url(draft.id, following) if following else frame.summary_url(draft.id)


def _as_left(draft: DraftView, page: Page) -> Shown:
    """The page as it was left: what was typed, and its faults if "next" had been pressed."""
    left = draft.raw.get(page.key)
    if not left:
        return Shown()
    problems = draft.read(page.key, left["posted"]).problems if left["tried"] else ()
    return Shown(left["posted"], problems)
