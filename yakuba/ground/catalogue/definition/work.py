"""What is done with an application: the steps, their letters, the record and the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yakuba.ground.catalogue.definition.asked import Option, Question
from yakuba.ground.catalogue.definition.words import Rule


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the work. `due_days` are business days, `minutes` the expected handling time.

    `who` is "section" (the procedure's), a section key or a post key. `to` names sections or posts asked
    (consult) or outside bodies (inquire). `auto` is the rule under which the step is passed by itself.
    """

    key: str
    kind: str
    title: str
    who: str = "section"
    when: Rule | None = None
    due_days: int | None = None
    minutes: int | None = None
    checklist: tuple[Option, ...] = ()
    questions: tuple[Question, ...] = ()
    letter: str = ""
    refusal_letter: str = ""
    matter: str = ""
    to: tuple[str, ...] = ()
    auto: Rule | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: Markdown `body` and `addressee` with `{{holes}}`; `numbered` letters get a 文書番号."""

    key: str
    title: str
    body: str
    addressee: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class RecordRule:
    """How the finished matter is filed; `retention` is a key of the town's retention.toml."""

    classification: str
    file_title: str
    retention: str
    start: str = "next_fiscal_year"
    at_end: str = "dispose"


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One column of a register row; `source` is a hole name (see holes.py) such as "place" or
    "period.from".
    """

    label: str
    source: str


@dataclass(frozen=True, slots=True)
class RegisterRule:
    """The 台帳 row that a step writes, or with action "end" closes. `step` is the step that does it ("":
    issue).

    `valid_from` and `valid_to` are hole names, "issue_day" or "".
    """

    key: str
    title: str
    fields: tuple[RegisterField, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    renewable: bool = False
    number_question: str = ""
    action: str = "write"
    step: str = ""
