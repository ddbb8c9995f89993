"""The paper form of an edition as PDF, with the code that brings the paper back.

The code is the address `/papers/<what>/<id>/` of this town: `form` an edition (a blank form), `draft` a draft
printed by its writer, `case` a case. Nothing about the person stands in it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.languages import DEFAULT, speaking
from yakuba.ground.letters import set_form
from yakuba.ground.paper.compose import FormHead, blank, filled

FORM, DRAFT, CASE = "form", "draft", "case"
READ_HERE = "役場で読み取る印"


def blank_form(edition: EditionRef) -> bytes:
    """The form to write on. Raises ValueError for a procedure that asks nothing, LetterError."""
    return _blank(edition.id, settings.YAKUBA_URL)


@lru_cache(maxsize=64)
def _blank(edition_id: UUID, _url: str) -> bytes:
    """Set once: an edition never changes, and the code holds the town's address."""
    edition = shelf.edition(edition_id)
    with speaking(DEFAULT):
        return set_form(blank(edition.procedure, _head(edition, FORM, edition.id)))


def filled_form(
    edition: EditionRef,
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    what: str,
    id: UUID,
    number: str = "",
    day: str = "",
) -> bytes:
    """The form with the answers of a draft or a case (`what`), with its 受付番号 and day where it has them.

    Raises ValueError for a procedure that asks nothing, LetterError.
    """
    with speaking(DEFAULT):
        head = _head(edition, what, id, number=number, day=day)
        return set_form(filled(edition.procedure, answers, facts, head))


def _head(edition: EditionRef, what: str, id: UUID, *, number: str = "", day: str = "") -> FormHead:
    authority = town.authority_of(edition.procedure.section).title
    return FormHead(
        receiver=authority,
        sender_title=authority,
        made_on=edition.valid_from if what == FORM else clock.today(),
        edition=f"様式版 {edition.digest[:8]}({format_era(edition.valid_from)}から)",
        qr=f"{settings.YAKUBA_URL}/papers/{what}/{id}/",
        qr_label=READ_HERE,
        number=number,
        number_label="受付番号" if number else "",
        day=day,
    )
