"""What of a procedure can be found: its texts in every language, by field."""

import re
from collections.abc import Iterable

from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.finding.index import Document

_SENTENCES = re.compile(r"[。\n．？?！!]+|\. ")
_NOT_READ = re.compile(r"\]\([^)]*\)|https?://\S+")
_PRIOR = 0.08
_TRANSLATED = ("title", "summary", "for_whom", "guide")


def procedure_document(procedure: Procedure, *, events: Iterable[str] = (), met: int = 0) -> Document:
    """The document of a procedure; `events` are the names of the life events it belongs to, `met` in how
    many life events' lists it stands: what people meet there is what they mostly mean.
    """
    fields: dict[str, list[str]] = {
        "title": [procedure.title],
        "kana": [procedure.kana],
        "words": [*procedure.words, *procedure.portal],
        "for_whom": _lines(procedure.for_whom),
        "summary": _lines(procedure.summary),
        "guide": _lines(procedure.guide),
        "events": list(events),
    }
    for translation in procedure.texts.values():
        for name in _TRANSLATED:
            fields[name] += _lines(translation.texts.get(name, ""))
        fields["words"] += translation.words
    return Document(
        procedure.key, {name: tuple(lines) for name, lines in fields.items()}, 1 + _PRIOR * min(met, 2)
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _SENTENCES.split(_NOT_READ.sub(" ", text)) if line.strip()]
