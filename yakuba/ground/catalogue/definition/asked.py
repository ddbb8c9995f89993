"""What is asked: pages, questions, options, checks, and the questions of eligibility."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.catalogue.definition.words import Rule


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; also one item of a step's checklist."""

    key: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that must hold, and the Japanese message shown when it does not."""

    rule: Rule
    message: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `questions` are those of each row of a repeat."""

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = True
    show_when: Rule | None = None
    check: tuple[Check, ...] = ()
    options: tuple[Option, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple["Question", ...] = ()
    role: str = ""
    sensitive: bool = False
    once_only: str = ""
    search: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Questions asked together on one screen."""

    key: str
    title: str
    intro: str = ""
    questions: tuple[Question, ...] = ()
    show_when: Rule | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of the eligibility questions while `when` holds; `result` is yes, no or ask (相談).

    `procedure` is the key of the procedure to go to instead ("": none).
    """

    result: str
    title: str
    text: str = ""
    procedure: str = ""
    when: Rule | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """「対象になるか確かめる」: a few questions, answered without keeping anything; the first outcome that
    holds counts, and the last one always holds.
    """

    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]
