"""Forms of questions that belong to no draft: what was typed, and what has only just come up."""

from collections.abc import Iterable

from django.http import HttpRequest

from yakuba.ground.catalogue.asking import Problem
from yakuba.ground.catalogue.definition import Question

SHOWN = "shown"
LONGEST_TEXT = 200


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """The typed texts by html name, cut where no answer may be so long; NUL is dropped."""
    return {
        name: [str(value).replace("\x00", "")[:LONGEST_TEXT] for value in values]
        for name, values in request.POST.lists()
        if name.startswith("q-")
    }


def switched(request: HttpRequest) -> bool:
    """Whether a switch of language was pressed: the page is shown again with what was typed."""
    return "lang" in request.POST or "furigana" in request.POST


def came_up(request: HttpRequest, problems: Iterable[Problem], questions: Iterable[Question]) -> bool:
    """Whether all that is wrong is that questions which were not on the screen have no answer yet."""
    keys = {problem.key for problem in problems}
    shown = {question.key for question in questions} & set(request.POST.get(SHOWN, "").split())
    return bool(keys and shown) and not keys & shown
