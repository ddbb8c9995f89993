"""A file as the national portal would send it, made from the worked examples of the procedures."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile

from seeds import papers
from yakuba.ground.catalogue.definition import Procedure
from yakuba.rooms.portal.rules.cells import BETWEEN, columns
from yakuba.rooms.portal.rules.sheet import EMAIL, NUMBER, PROCEDURE, SENT_AT

NAME = "portal.zip"
_ATTACHED = (".pdf", ".jpg", ".png")


def row(
    procedure: Procedure, answers: Mapping[str, Any], *, number: str, sent_at: str, email: str = ""
) -> dict[str, str]:
    """The answers as one row of the portal's file; `sent_at` is a time in Japan as it is written there."""
    found = {NUMBER: number, PROCEDURE: procedure.portal[0], SENT_AT: sent_at, EMAIL: email}
    for column in columns(procedure):
        text = _text(answers, column.name.split("."))
        if text:
            found[column.name] = text
    return found


def parcel(rows: Sequence[Mapping[str, str]]) -> ContentFile[bytes]:
    """The ZIP with the rows as CSV and every file they name."""
    heads = list(dict.fromkeys(name for one in rows for name in one))
    sheet = io.StringIO()
    csv.writer(sheet).writerows([heads, *([one.get(head, "") for head in heads] for one in rows)])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("cases.csv", sheet.getvalue())
        for name in sorted(set(_names(rows))):
            archive.writestr(f"files/{name}", papers.upload(name, len(name)).read())
    return ContentFile(out.getvalue(), name=NAME)


def _names(rows: Iterable[Mapping[str, str]]) -> Iterable[str]:
    for one in rows:
        for text in one.values():
            yield from (name for name in text.split(BETWEEN) if name.endswith(_ATTACHED))


def _text(value: Any, path: list[str]) -> str:
    """The cell of a column: what stands at its path in the answers, "" for nothing."""
    for part in path:
        if isinstance(value, list | tuple):
            value = value[int(part) - 1] if int(part) <= len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list | tuple):
        return BETWEEN.join(one if isinstance(one, str) else str(one["name"]) for one in value)
    return str(value)
