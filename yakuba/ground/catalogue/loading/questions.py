"""questions.toml: pages and questions, and the staff questions of steps."""

from collections.abc import Mapping
from typing import Any

from yakuba.ground.catalogue.conditions import ConditionErrors, compile_authoring
from yakuba.ground.catalogue.definition import ROLES, Check, Option, Page, Question
from yakuba.ground.catalogue.kinds.kind import Kind, kind_names, known_kind
from yakuba.ground.catalogue.loading.once_only import check_once_only, check_rows
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table, unique
from yakuba.ground.catalogue.vocabulary import Vocabulary

_OWN = (
    "key", "kind", "label", "help", "required", "show_when", "check", "options", "questions",
    "role", "sensitive", "once_only", "search",
)  # fmt: skip


def load_pages(top: Table, vocabulary: Vocabulary) -> tuple[Page, ...]:
    """All pages; the vocabulary knows all the applicant's questions afterwards."""
    tables = top.many("pages")
    pages = []
    for table in tables:
        show_when = table.rule("show_when", vocabulary)
        key, title, intro = table.name(), table.text("title", required=True), table.text("intro")
        questions = load_questions(table, vocabulary)
        if not questions:
            table.fault("questions", "質問がありません。", "[[pages.questions]] を書いてください。")
        table.close(("questions",))
        pages.append(Page(key, title, intro, questions, show_when))
    if not tables:
        top.fault("pages", "ページがありません。", "[[pages]] を書いてください。")
    unique(zip(tables, (page.key for page in pages), strict=True), "ページ")
    top.close()
    return tuple(pages)


def load_questions(parent: Table, vocabulary: Vocabulary, side: str = "q") -> tuple[Question, ...]:
    """The questions of a page, a row or a step; each becomes known to those below it."""
    return tuple(_question(table, vocabulary, side) for table in parent.many("questions"))


def _question(table: Table, vocabulary: Vocabulary, side: str) -> Question:
    key, label = table.name(), table.text("label", required=True)
    name = table.word("kind", kind_names())
    kind = known_kind(name)
    show_when = table.rule("show_when", vocabulary)
    help_, required = table.text("help"), table.flag("required", default=True)
    options = load_options(table, "options")
    inner: tuple[Question, ...] = ()
    if kind is not None and kind.takes_questions:
        inner = load_questions(table, vocabulary.copy(), side)
        _no_nesting(table, inner)
    role, once_only = table.text("role"), table.text("once_only")
    sensitive, search = table.flag("sensitive", default=False), table.flag("search", default=False)
    checks = table.many("check")
    question = Question(
        key, name, label, help_, required, show_when, (), options, _params(table, kind, vocabulary), inner,
        role, sensitive, once_only, search,
    )  # fmt: skip
    _check_question(table, question, kind)
    vocabulary.add(question, side)
    found = tuple(_check(one, vocabulary) for one in checks)
    table.close()
    return _with_checks(question, found)


def _with_checks(question: Question, checks: tuple[Check, ...]) -> Question:
    return Question(
        question.key, question.kind, question.label, question.help, question.required, question.show_when,
        checks, question.options, question.params, question.questions, question.role, question.sensitive,
        question.once_only, question.search,
    )  # fmt: skip


def _check(table: Table, vocabulary: Vocabulary) -> Check:
    rule = table.rule("rule", vocabulary)
    if "rule" not in table.data:
        table.fault("rule", "書かれていません。", "成り立つべき条件を rule に書いてください。")
    message = table.text("message", required=True)
    table.close()
    return Check(True if rule is None else rule, message)


def _no_nesting(table: Table, inner: tuple[Question, ...]) -> None:
    for question in inner:
        kind = known_kind(question.kind)
        if kind is not None and kind.takes_questions:
            table.fault(
                "questions", "くり返しの中にくり返しがあります。", "外に出して、別のくり返しにしてください。"
            )


def load_options(table: Table, name: str) -> tuple[Option, ...]:
    """Options of a choice, or the items of a checklist."""
    tables = table.many(name)
    found = []
    for one in tables:
        found.append(
            Option(one.text("key", required=True), one.text("label", required=True), one.text("help"))
        )
        one.close()
    unique(zip(tables, (option.key for option in found), strict=True), "選択肢")
    return tuple(found)


def _params(table: Table, kind: Kind | None, vocabulary: Vocabulary) -> Mapping[str, Any]:
    if kind is None:
        table.seen.update(table.data)
        return {}
    table.seen.update(_OWN)
    given: dict[str, Any] = {}
    for name, value in table.rest().items():
        param = kind.params.get(name)
        if param is None:
            table.fault(
                name, f"「{kind.name}」にこの名前はありません。", nearest(name, [*_OWN, *kind.params])
            )
        elif not kind.asked and name == "value":
            given[name] = _computed_rule(table, vocabulary)
        elif problem := param.check(value):
            table.fault(name, "値が合いません。", problem)
        else:
            given[name] = value
        table.seen.add(name)
    return given


def _computed_rule(table: Table, vocabulary: Vocabulary) -> Any:
    value = table.take("value")
    if isinstance(value, Mapping) and set(value) in ({"q"}, {"staff"}, {"fact"}):
        side, name = next(iter(value.items()))
        if vocabulary.term(f"{side}.{name}") is None:
            table.fault("value", *vocabulary.unknown(f"{side}.{name}"))
        return {"var": f"{side}.{name}"}
    try:
        return compile_authoring(value, vocabulary)
    except ConditionErrors as errors:
        for fault in errors.faults:
            table.fault(f"value{fault.place}", fault.message, fault.mend)
        return False


def _check_question(table: Table, question: Question, kind: Kind | None) -> None:
    if question.role and question.role not in ROLES and not question.role.startswith("register."):
        table.fault("role", f"「{question.role}」という役目はありません。", nearest(question.role, ROLES))
    check_once_only(table, question)
    if kind is None:
        return
    if kind.takes_questions:
        check_rows(table, question)
    if question.options and not kind.takes_options:
        table.fault(
            "options", f"「{kind.name}」に選択肢は書けません。", "kind を choice か choices にしてください。"
        )
    if "questions" in table.data and not kind.takes_questions:
        table.fault(
            "questions", f"「{kind.name}」の中に質問は書けません。", "kind を repeat にしてください。"
        )
    for flaw in kind.flaws(question):
        table.fault(flaw.key, flaw.message, flaw.mend)


def unique_keys(pages: tuple[Page, ...], staff: tuple[Question, ...], top: Table) -> None:
    """Every question key once in the procedure, those inside repeats included."""
    seen: set[str] = set()
    places = [(question, f"pages[{at}]") for at, page in enumerate(pages) for question in page.questions]
    for question, place in [*places, *((question, "steps") for question in staff)]:
        for key in (question.key, *dict.fromkeys(inner.key for inner in question.questions)):
            if key in seen:
                top.fault(place, f"質問の key「{key}」が2回あります。", "別の key にしてください。")
            seen.add(key)
        inner_keys = [inner.key for inner in question.questions]
        for key in {key for key in inner_keys if inner_keys.count(key) > 1}:
            top.fault(
                place,
                f"くり返し「{question.key}」の中で key「{key}」が2回あります。",
                "別の key にしてください。",
            )
