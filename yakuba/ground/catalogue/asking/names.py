"""Names and ids of controls: `q-area`, `q-period.from_year`, `q-signs.0.class`; ids have "-" for "."."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.kinds.kind import kind_of

Posted = Mapping[str, Sequence[str]]
"""Html name → values, as a browser posts them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps an answer from being taken: where (html id), which question, and how to mend it.

    `key` is the question of the page (a repeat for its rows); `name` and `sub` say which control exactly.
    """

    anchor: str
    key: str
    message: str
    name: str = ""
    sub: str = ""


def html_id(name: str) -> str:
    """The id of the control or group of that name."""
    return name.replace(".", "-")


def anchor(question: Question, name: str, sub: str) -> str:
    """The id of the control to jump to; the first control of a group carries the group's id."""
    subs = kind_of(question).subs(question)
    if not sub or (subs and subs[0].sub == sub):
        return html_id(name)
    return html_id(f"{name}.{sub}")


def of_question(posted: Posted, name: str) -> dict[str, Sequence[str]]:
    """What was posted for one question, by sub-name."""
    start = f"{name}."
    found = {full.removeprefix(start): values for full, values in posted.items() if full.startswith(start)}
    if name in posted:
        found[""] = posted[name]
    return found


def rows_shown(question: Question, posted: int, stored: int) -> int:
    """How many rows of a repeat stand on the page: those posted, else those stored; one if required."""
    return max(posted or stored, 1 if question.required else 0)


def rows_posted(posted: Posted, name: str) -> int:
    """How many rows of a repeat were posted (the highest index, plus one)."""
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})\.")
    found = [int(match.group(1)) for match in map(pattern.match, posted) if match]
    return max(found, default=-1) + 1
