"""Files of a case, handed out through its gate."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yakuba.ground.access.gate import Denied
from yakuba.ground.access.request import actor_of
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue import shelf
from yakuba.ground.files.problem import FileGone
from yakuba.ground.files.reply import attachment
from yakuba.ground.paper import CASE, filled_form
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.reading.files import belongs
from yakuba.rooms.cases.reading.page import case_for


@require_safe
def case_file(request: HttpRequest, case_id: UUID, file_id: UUID) -> FileResponse:
    """A file of the application, of a paper or of a letter of this case; pictures may show in the page."""
    case = case_for(case_id, actor_of(request))
    if not belongs(case, file_id):
        raise Denied("file")
    try:
        return attachment(file_id, show_picture="show" in request.GET)
    except FileGone:
        raise Http404 from None


@require_safe
def form(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The application as its paper form, filled in, with the code that leads back to this case."""
    case = case_for(case_id, actor_of(request))
    sent = answers.submission(case.submission_id)
    edition = shelf.edition(sent.edition_id)
    day = format_era(clock.local(case.arrived_at).date())
    pdf = filled_form(edition, sent.answers, sent.facts, what=CASE, id=case.id, number=case.number, day=day)
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=False, filename=f"{case.title}-{case.number}.pdf")
    response.headers["Content-Disposition"] = named or "inline"
    return response
