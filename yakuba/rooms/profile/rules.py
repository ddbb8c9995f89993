"""What may be remembered, read out of answers, and when it is forgotten by itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yakuba.ground.catalogue.asking import display, prune
from yakuba.ground.catalogue.definition import OF_A_CHILD, REMEMBERED, Page, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.languages import marked, say

KEPT_DAYS = 730
"""A fact is cleared this many days after it was last given (見本の期間; the town's own rules decide)."""
CHILDREN = "children"
_IS_CHILDS = "child."

LABELS = {
    "name": marked("氏名"), "address": marked("住所"), "phone": marked("電話番号"),
    "email": marked("メールアドレス"), "birth": marked("生年月日"), "household_head": marked("世帯主の氏名"),
    "bank_account": marked("口座"), "organisation": marked("事業者・団体の名前"),
    "corporate_number": marked("法人番号"), "representative": marked("代表者の氏名"),
    "business_address": marked("事業所の住所"), "business_phone": marked("事業所の電話番号"),
    "spouse.name": marked("配偶者の氏名"), "spouse.birth": marked("配偶者の生年月日"),
    "care.name": marked("介護を受ける人の氏名"), "care.birth": marked("介護を受ける人の生年月日"),
    "care.address": marked("介護を受ける人の住所"), "care.phone": marked("介護を受ける人の電話番号"),
    "care.insured_number": marked("介護保険の被保険者番号"), "children": marked("子ども"),
    "child.name": marked("子どもの氏名"), "child.birth": marked("子どもの生年月日"),
    "child.relation": marked("続柄"), "child.address": marked("子どもの住所"),
}  # fmt: skip


class ProfileRefused(Exception):
    """What was asked of the town's memory cannot be done; the text is for the person."""


@dataclass(frozen=True)
class Given:
    """Something a person told: a `once_only` key and its canonical value (of a child: a value per key)."""

    key: str
    value: Any


@dataclass(frozen=True)
class Fact:
    """Something remembered. `source` is the title of the procedure it was told in, `ref` names the
    submission ("submission:<uuid>", "" when it was corrected by hand); `given_at` is an aware instant.
    """

    id: UUID
    key: str
    value: Any
    source: str
    ref: str
    given_at: datetime

    @property
    def label(self) -> str:
        """What it is, in the reader's language."""
        return say(LABELS[self.key])

    @property
    def lines(self) -> list[str]:
        """The value as people read it."""
        if self.key != CHILDREN:
            return display(questions_of(self.key)[0], self.value)
        return child_lines(self.value)


def label_of(key: str) -> str:
    """What a fact is called, in the reader's language. Raises KeyError for an unknown key."""
    return say(LABELS[key])


def child_lines(child: Mapping[str, Any]) -> list[str]:
    """A child as people read it: name, birth, relation, address, as far as told."""
    return [
        line
        for question in questions_of(CHILDREN)
        if child.get(question.once_only) is not None
        for line in display(question, child[question.once_only])
    ]


def questions_of(key: str) -> tuple[Question, ...]:
    """The questions with which a fact is shown and corrected. Raises KeyError for an unknown key."""
    if key == CHILDREN:
        names = list(OF_A_CHILD)
        return tuple(_question(name, OF_A_CHILD[name], required=name == "child.name") for name in names)
    return (_question(key, REMEMBERED[key], required=True),)


def _question(key: str, kind: str, *, required: bool) -> Question:
    return Question(
        key=key.replace(".", "_"), kind=kind, label=say(LABELS[key]), required=required, once_only=key
    )


def form_of(key: str) -> Procedure:
    """The page on which a fact is corrected, as a definition: the same kinds, the same validation."""
    questions = questions_of(key)
    page = Page(key="fact", title=say(LABELS[key]), questions=questions)
    return Procedure(
        key="remembered", title=say(LABELS[key]), kana="", summary="", section="", effect="registration",
        pages=(page,), steps=(),
    )  # fmt: skip


def answers_from(fact: Fact) -> dict[str, Any]:
    """A fact as answers to `form_of`."""
    questions = questions_of(fact.key)
    if fact.key != CHILDREN:
        return {questions[0].key: fact.value}
    return {
        question.key: fact.value[question.once_only]
        for question in questions
        if question.once_only in fact.value
    }


def value_from(key: str, answers: Mapping[str, Any]) -> Any:
    """The value that answers to `form_of` amount to."""
    questions = questions_of(key)
    if key != CHILDREN:
        return answers[questions[0].key]
    return {question.once_only: answers[question.key] for question in questions if question.key in answers}


def cleaned(key: str, value: Any) -> Any:
    """The value in the form its question kind keeps. Raises ProfileRefused."""
    try:
        if key != CHILDREN:
            return _clean(questions_of(key)[0], value)
        parts = {question.once_only: question for question in questions_of(CHILDREN)}
        child = {name: _clean(parts[name], part) for name, part in value.items() if part is not None}
    except (KeyError, Wrong, AttributeError):
        raise ProfileRefused(say("この内容は覚えられません。入力を確かめてください。")) from None
    if "child.name" not in child:
        raise ProfileRefused(say("子どもの氏名を入力してください。"))
    return child


def _clean(question: Question, value: Any) -> Any:
    return kind_of(question).clean(question, value)


def facts_in(procedure: Procedure, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Given]:
    """What an application tells that may be remembered: visible answers with a `once_only` key that lasts.

    Single questions about a child are one child; a key asked twice counts as first answered.
    """
    kept, _ = prune(procedure, answers, facts)
    found: dict[str, Given] = {}
    children: list[dict[str, Any]] = []
    child: dict[str, Any] = {}
    for question in procedure.all_questions():
        value, key = kept.get(question.key), question.once_only
        if value is None:
            continue
        if key == CHILDREN and question.questions:
            children += [child_in(question, row) for row in value]
        elif key in OF_A_CHILD:
            child.setdefault(key, value)
        elif key in REMEMBERED:
            found.setdefault(key, Given(key, value))
    every = [one for one in [*children, child] if one.get("child.name")]
    return [*found.values(), *(Given(CHILDREN, one) for one in every)]


def child_in(repeat: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a repeat as a child."""
    return {
        inner.once_only: row[inner.key]
        for inner in repeat.questions
        if inner.once_only in OF_A_CHILD and row.get(inner.key) is not None
    }


def row_of(repeat: Question, child: Mapping[str, Any]) -> dict[str, Any]:
    """A child as a row of a repeat: only what is asked there."""
    return {
        inner.key: child[inner.once_only]
        for inner in repeat.questions
        if child.get(inner.once_only) is not None
    }


def same_child(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two tellings are of one child: the same written name, and no two different days of birth."""
    names = [(child["child.name"]["family"], child["child.name"]["given"]) for child in (one, other)]
    births = {child["child.birth"] for child in (one, other) if child.get("child.birth")}
    return names[0] == names[1] and len(births) < 2


def merged(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """A child told again: what is new goes over what was known."""
    return {**before, **after}


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts as they are listed: by the order of the keys, children by birth."""
    keys = list(REMEMBERED)
    return tuple(
        sorted(
            facts,
            key=lambda fact: (
                keys.index(fact.key),
                str(fact.value.get("child.birth", "")) if fact.key == CHILDREN else "",
                fact.given_at,
            ),
        )
    )


def too_old(moment: datetime) -> datetime:
    """Facts last given before this instant are cleared at `moment` (both aware)."""
    return moment - timedelta(days=KEPT_DAYS)
