"""Files of a case, handed out through its gate."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from yakuba.ground.access.gate import Denied
from yakuba.ground.access.request import actor_of
from yakuba.ground.files.problem import FileGone
from yakuba.ground.files.reply import attachment
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
