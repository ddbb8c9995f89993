"""What visitors of a bench apply for and what they type: `python -m bench.wishes --data DIR` writes it to
wishes.json in the town's folder.

Every worked example of the town's procedures that holds today, as the controls of its pages: names and values
as a browser sends them. The client that plays the visitors needs no Django and knows no procedure.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from bench.serving import WISHES
from seeds import filing
from seeds.people import somebody
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.catalogue.definition import Procedure, Question


def wishes() -> list[dict[str, Any]]:
    """One for each example: procedure, title, controls (name → values), rows to add, files to attach."""
    today, found = clock.today(), []
    for edition in shelf.all_in_force(today):
        procedure = edition.procedure
        if procedure.is_guide_only or "online" not in procedure.channels:
            continue
        for number, example in enumerate(procedure.examples):
            person = somebody(Random(number), number + 1)
            given = filing.variation(procedure, example, person, today)
            if example.expect.get("valid") and filing.holds(procedure, given, "online"):
                found.append(_wish(procedure, example.title, given))
    return found


def _wish(procedure: Procedure, title: str, given: dict[str, Any]) -> dict[str, Any]:
    facts = asking.facts_for(procedure, given, today=clock.today(), channel="online")
    fields = asking.fields(procedure, tuple(procedure.all_questions()), given, facts)
    names = [q.key for q in procedure.all_questions() if q.role == "applicant.name"]
    emails = [q.key for q in procedure.all_questions() if q.role == "applicant.email"]
    return {
        "procedure": procedure.key,
        "title": title,
        "guests": procedure.identity != "account",
        "controls": {name: values for field in fields for name, values in controls(field)},
        "rows": {q.key: len(given[q.key]) for q in procedure.all_questions() if _is_list(q, given)},
        "files": dict(_files(procedure, given)),
        "name": names[0] if names else "",
        "email": emails[0] if emails else "",
    }


def _is_list(question: Question, given: dict[str, Any]) -> bool:
    return bool(question.questions) and isinstance(given.get(question.key), list)


def _files(procedure: Procedure, given: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for path, _question, value in filing.file_questions(tuple(procedure.all_questions()), given):
        yield f"q-{path}", filing.names(value)


def controls(field: Any) -> Iterator[tuple[str, list[str]]]:
    """The controls of a question as a browser sends them untouched; those of files have none."""
    if field.rows:
        for row in field.rows:
            for inner in row.fields:
                yield from controls(inner)
    elif field.kind in ("file", "computed"):
        return
    else:
        yield from filing.controls(field)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the town's folder (read by bench/__init__.py)")
    parser.parse_args()
    path = Path(settings.YAKUBA_DATA) / WISHES
    path.write_text(json.dumps(wishes(), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
