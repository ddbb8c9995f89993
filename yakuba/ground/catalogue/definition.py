"""What a procedure is, as data: frozen values without Django, the same in TOML, JSON and the program.

Rules (`show_when`, `when`, …) hold stored JSON Logic; what authors write is compiled by `conditions`.
Mappings hold plain JSON only, so that a definition survives the way to JSON and back unchanged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any
Rule = dict[str, Any] | bool
Answers = Mapping[str, Any]
Facts = Mapping[str, Any]

STEP_KINDS = (
    "intake", "review", "consult", "inquire", "inspect", "approval", "payment", "issue", "wait", "close",
)  # fmt: skip
EFFECTS = {"permit": "許可・承認", "notification": "届出", "registration": "登録", "certificate": "証明"}
CHANNELS = {
    "online": "オンライン", "counter": "窓口", "paper": "紙", "telephone": "電話", "post": "郵送",
}  # fmt: skip
IDENTITIES = {
    "none": "本人確認なし",
    "email": "メールの確認",
    "account": "利用者登録",
    "verified": "本人確認",
}
ONCE_ONLY = ("name", "address", "phone", "email", "birth")
ROLES = (
    "applicant.name", "applicant.address", "applicant.phone", "applicant.email", "applicant.birth",
    "applicant.organisation", "place", "period", "amount", "area", "subject",
)  # fmt: skip


class DefinitionError(ValueError):
    """A definition cannot be used as it stands; the message says in Japanese which part and how to mend
    it.
    """


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
class Basis:
    """The legal ground of the procedure."""

    law: str
    article: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the questions and figures were taken from; `date` as written there, `note` e.g. 見本."""

    title: str
    date: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Prepare:
    """One thing the applicant should have at hand."""

    label: str
    help: str = ""


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


@dataclass(frozen=True, slots=True)
class FeeRate:
    """One line of a fee table. `amount` is decimal text in yen; `params` may override those of the fee."""

    label: str
    amount: str
    when: Rule | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The rates in force from `valid_from` ("YYYY-MM-DD") until the next table, and the law that says so."""

    valid_from: str
    basis: str
    rates: tuple[FeeRate, ...]
    valid_until: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reduction:
    """減額・免除: `percent` (1–100) off while `when` holds; one reduction, the greatest, is applied."""

    key: str
    title: str
    percent: int
    basis: str
    when: Rule | None = None
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee; `kind` names the arithmetic in `fees/`, `params` its numbers."""

    key: str
    kind: str
    title: str
    tables: tuple[FeeTable, ...]
    when: Rule | None = None
    tax_when: Rule | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    reductions: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example, run as a test before publishing."""

    title: str
    answers: Mapping[str, Any]
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    staff: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure, whole. `standard_days` is the 標準処理期間 in business days (None: not set by law or
    town).
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
