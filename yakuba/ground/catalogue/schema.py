"""The JSON Schema of an application, for those who send answers by program."""

from typing import Any

from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.kinds.kind import kind_of


def schema_of(procedure: Procedure) -> dict[str, Any]:
    """The answers of a procedure as JSON Schema (2020-12); `asking.check_all` tells the rest."""
    asked = [question for question in procedure.all_questions() if kind_of(question).asked]
    always = [one.key for page in procedure.pages if page.show_when is None for one in page.questions]
    needed = [one.key for one in asked if one.required and one.show_when is None and one.key in always]
    properties = {
        one.key: {
            "title": one.label,
            **({"description": one.help} if one.help else {}),
            **kind_of(one).schema(one),
        }
        for one in asked
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": procedure.title,
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }
