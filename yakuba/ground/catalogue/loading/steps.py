"""The steps of procedure.toml, and the register that one of them writes."""

from collections.abc import Sequence

from yakuba.ground.catalogue.definition import (
    STEP_KINDS,
    Letter,
    Question,
    RegisterField,
    RegisterRule,
    Step,
)
from yakuba.ground.catalogue.holes import hole_names
from yakuba.ground.catalogue.loading.questions import load_options, load_questions
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table, unique
from yakuba.ground.catalogue.vocabulary import Vocabulary

PARAMS = ("back_to", "mode", "stops_clock", "days", "due_days")
"""What a step may be given: where a return goes (review), how many of a consultation must answer (all, any),
whether an inquiry stops the clock, business days to wait, calendar days to pay."""


def load_steps(
    top: Table, vocabulary: Vocabulary, letters: Sequence[Letter], sections: set[str] | None
) -> tuple[Step, ...]:
    """All steps in order; conditions may use staff's answers of steps before, `auto` also the step's own."""
    tables = top.many("steps")
    steps: list[Step] = []
    for table in tables:
        step = _step(table, vocabulary)
        _check_step(table, step, steps, letters, sections)
        steps.append(step)
    unique(zip(tables, (step.key for step in steps), strict=True), "手順")
    _check_order(top, steps)
    return tuple(steps)


def _step(table: Table, vocabulary: Vocabulary) -> Step:
    key, kind, title = table.name(), table.word("kind", STEP_KINDS), table.text("title", required=True)
    who = table.text("who", default="section")
    when = table.rule("when", vocabulary)
    due_days, minutes = table.whole("due_days", most=1000), table.whole("minutes", most=10_000)
    checklist = load_options(table, "checklist")
    questions = load_questions(table, vocabulary, "staff")
    params = table.one("params")
    step = Step(
        key, kind, title, who, when, due_days, minutes, checklist, questions, table.text("letter"),
        table.text("refusal_letter"), table.text("matter"), table.texts("to"), table.rule("auto", vocabulary),
        {} if params is None else params.rest(),
    )  # fmt: skip
    table.close()
    return step


def _check_step(
    table: Table, step: Step, before: Sequence[Step], letters: Sequence[Letter], sections: set[str] | None
) -> None:
    names = [letter.key for letter in letters]
    for field, name in (("letter", step.letter), ("refusal_letter", step.refusal_letter)):
        if name and name not in names:
            table.fault(field, f"letters/{name}.md がありません。", nearest(name, names))
    if step.kind == "approval" and not step.matter:
        table.fault(
            "matter",
            "決裁の案件の種類がありません。",
            'matter = "road_occupancy.permit" のように書いてください。',
        )
    if step.matter and step.kind != "approval":
        table.fault(
            "matter", "決裁(approval)の手順だけに書けます。", "消すか、kind を approval にしてください。"
        )
    if step.kind in ("consult", "inquire") and not step.to:
        table.fault(
            "to", "相手がありません。", 'to = ["…"] に合議する係か、問い合わせる相手を書いてください。'
        )
    if sections is not None and step.who != "section" and step.who.split(".")[0] not in sections:
        table.fault(
            "who",
            f"「{step.who}」という係や職はありません。",
            nearest(step.who, ["section", *sorted(sections)]),
        )
    _check_params(table, step, before)


def _check_params(table: Table, step: Step, before: Sequence[Step]) -> None:
    back = step.params.get("back_to")
    earlier = [other.key for other in before]
    if back is not None and back not in earlier:
        table.fault("params.back_to", f"「{back}」は前の手順ではありません。", nearest(str(back), earlier))
    if step.params.get("mode", "all") not in ("all", "any"):
        table.fault("params.mode", "all か any ではありません。", 'mode = "all" と書いてください。')
    if not isinstance(step.params.get("stops_clock", False), bool):
        mend = "stops_clock = true と書いてください。"
        table.fault("params.stops_clock", "true か false ではありません。", mend)
    for name in ("days", "due_days"):
        value = step.params.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            mend = f"{name} = 5 のように書いてください。"
            table.fault(f"params.{name}", "1以上の日数ではありません。", mend)
    for name in step.params:
        if name not in PARAMS:
            table.fault(f"params.{name}", "この名前は使えません。", nearest(name, PARAMS))


def _check_order(top: Table, steps: Sequence[Step]) -> None:
    if not steps:
        top.fault("steps", "手順がありません。", "[[steps]] に受付から完結までを書いてください。")
        return
    if steps[0].kind != "intake":
        top.fault(
            "steps[0].kind", "最初の手順が受付(intake)ではありません。", "最初に intake を置いてください。"
        )
    if steps[-1].kind != "close":
        top.fault(
            f"steps[{len(steps) - 1}].kind",
            "最後の手順が完結(close)ではありません。",
            "最後に close を置いてください。",
        )


def load_register(table: Table, steps: Sequence[Step], questions: Sequence[Question]) -> RegisterRule:
    """[register]: what is written to (or closed in) a 台帳, from which answers."""
    rule = RegisterRule(
        table.name(), table.text("title", required=True), tuple(_field(one) for one in table.many("fields")),
        table.text("valid_from"), table.text("valid_to"), table.flag("renewable", default=False),
        table.text("number_question"), table.word("action", ("write", "end"), default="write"),
        table.text("step"),
    )  # fmt: skip
    table.close(("fields",))
    known = hole_names([*questions, *(inner for step in steps for inner in step.questions)])
    sources = [(f"fields[{at}].source", one.source) for at, one in enumerate(rule.fields)]
    days = [
        (name, value)
        for name, value in (("valid_from", rule.valid_from), ("valid_to", rule.valid_to))
        if value
    ]
    for key, source in [*sources, *((name, value) for name, value in days if value != "issue_day")]:
        if source not in known:
            table.fault(key, f"「{source}」という項目はありません。", nearest(source, known))
    staff = [question.key for step in steps for question in step.questions]
    if rule.number_question and rule.number_question not in staff:
        table.fault(
            "number_question",
            f"「{rule.number_question}」は職員の質問ではありません。",
            nearest(rule.number_question, staff),
        )
    keys = [step.key for step in steps]
    if rule.step and rule.step not in keys:
        table.fault("step", f"「{rule.step}」という手順はありません。", nearest(rule.step, keys))
    if not rule.step and not any(step.kind == "issue" for step in steps):
        table.fault(
            "step",
            "台帳に書く手順が分かりません。",
            "step に手順の key を書くか、issue の手順を置いてください。",
        )
    return rule


def _field(table: Table) -> RegisterField:
    found = RegisterField(table.text("label", required=True), table.text("source", required=True))
    table.close()
    return found
