"""A procedure, whole, and how its parts are found by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yakuba.ground.catalogue.definition.asked import Eligibility, Page, Question
from yakuba.ground.catalogue.definition.money import Fee
from yakuba.ground.catalogue.definition.notes import (
    Basis,
    Example,
    Link,
    Prepare,
    RunBy,
    Source,
    Translation,
)
from yakuba.ground.catalogue.definition.work import Letter, RecordRule, RegisterRule, Step


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure, whole. `standard_days` is the 標準処理期間 in business days (None: not set by law or
    town). One without steps is a guide only: another body runs it, and nothing of it is filed here.
    """

    key: str
    title: str
    kana: str
    summary: str
    section: str
    effect: str
    pages: tuple[Page, ...]
    steps: tuple[Step, ...]
    words: tuple[str, ...] = ()
    category: str = ""
    life_events: tuple[str, ...] = ()
    operator: str = ""
    for_whom: str = ""
    identity: str = "email"
    standard_days: int | None = None
    symbol: str = ""
    basis: tuple[Basis, ...] = ()
    sources: tuple[Source, ...] = ()
    channels: tuple[str, ...] = ("online", "counter", "paper", "telephone", "post")
    prepare: tuple[Prepare, ...] = ()
    fees: tuple[Fee, ...] = ()
    record: RecordRule | None = None
    register: RegisterRule | None = None
    letters: tuple[Letter, ...] = ()
    guide: str = ""
    examples: tuple[Example, ...] = ()
    external: str = ""
    plan: tuple[str, ...] = ()
    portal: tuple[str, ...] = ()
    run_by: RunBy | None = None
    links: tuple[Link, ...] = ()
    waits_for: str = ""
    eligibility: Eligibility | None = None
    texts: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def is_guide_only(self) -> bool:
        """Whether the house only tells of it: nothing can be filed here."""
        return not self.steps

    @property
    def completeness(self) -> str:
        """How much of it the house can do: "guide", "all but …" (what waits for a room), or "complete"."""
        if self.is_guide_only:
            return "guide"
        return f"all but {self.waits_for}" if self.waits_for else "complete"

    def all_questions(self) -> tuple[Question, ...]:
        """The applicant's questions of all pages in order, without those inside repeats and without
        staff's.
        """
        return tuple(question for page in self.pages for question in page.questions)

    def staff_questions(self) -> tuple[Question, ...]:
        """The questions staff answer in the steps, in order."""
        return tuple(question for step in self.steps for question in step.questions)

    def question(self, key: str) -> Question:
        """The question (applicant's or staff's) of that key. Raises KeyError."""
        for found in self._every_question():
            if found.key == key:
                return found
        raise KeyError(key)

    def step(self, key: str) -> Step:
        """The step of that key. Raises KeyError."""
        for found in self.steps:
            if found.key == key:
                return found
        raise KeyError(key)

    def letter(self, key: str) -> Letter:
        """The letter of that key. Raises KeyError."""
        for found in self.letters:
            if found.key == key:
                return found
        raise KeyError(key)

    def page_of(self, question_key: str) -> Page:
        """The page on which that question of the applicant stands. Raises KeyError."""
        for page in self.pages:
            if any(question.key == question_key for question in page.questions):
                return page
        raise KeyError(question_key)

    def by_role(self, role: str) -> Question | None:
        """The first question (applicant's, then staff's) that has this role."""
        return next((found for found in self._every_question() if found.role == role), None)

    def _every_question(self) -> Iterator[Question]:
        yield from self.all_questions()
        yield from self.staff_questions()
