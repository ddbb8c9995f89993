"""eligibility.toml: a few questions, and what comes of them."""

from yakuba.ground.catalogue.definition import Eligibility, Outcome, Question
from yakuba.ground.catalogue.loading.questions import load_questions
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table
from yakuba.ground.catalogue.vocabulary import Vocabulary

KINDS = ("choice", "choices", "yes_no", "number", "date", "yen")
RESULTS = ("yes", "no", "ask")
MOST_QUESTIONS = 6


def load_eligibility(top: Table) -> Eligibility:
    """The questions and outcomes; conditions see the questions above them and the facts of the day."""
    given = top.data.get("questions")
    keys = [one.get("key") for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    vocabulary = Vocabulary.start(fees=False, below=[f"q.{key}" for key in keys])
    questions = load_questions(top, vocabulary)
    _check_questions(top, questions)
    tables = top.many("outcomes")
    outcomes = tuple(_outcome(table, vocabulary) for table in tables)
    for table in tables[:-1]:
        if "when" not in table.data:
            mend = "when を書くか、いちばん下に移してください。"
            table.fault("when", "条件がないので、この下の結果に届きません。", mend)
    if tables and "when" in tables[-1].data:
        tables[-1].fault(
            "when",
            "最後の結果には条件を書けません。",
            "どれにも当てはまらないときの結果を最後に足してください。",
        )
    if not tables:
        top.fault("outcomes", "結果がありません。", "[[outcomes]] に result と title を書いてください。")
    top.close()
    return Eligibility(questions, outcomes)


def _check_questions(top: Table, questions: tuple[Question, ...]) -> None:
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        mend = f"[[questions]] を1つから{MOST_QUESTIONS}つまで書いてください。"
        top.fault("questions", f"質問が {len(questions)} こです。", mend)
    seen: set[str] = set()
    for place, question in enumerate(questions):
        if question.kind not in KINDS:
            top.fault(
                f"questions[{place}].kind",
                f"「{question.kind}」は使えません。",
                nearest(question.kind, KINDS),
            )
        if question.key in seen:
            top.fault(
                f"questions[{place}].key",
                f"質問の key「{question.key}」が2回あります。",
                "別の key にしてください。",
            )
        if question.once_only or question.role or question.search:
            top.fault(
                f"questions[{place}]",
                "role・once_only・search は書けません。",
                "答えは残らないので、消してください。",
            )
        seen.add(question.key)


def _outcome(table: Table, vocabulary: Vocabulary) -> Outcome:
    found = Outcome(
        table.word("result", RESULTS), table.text("title", required=True), table.text("text"),
        table.name("procedure") if "procedure" in table.data else "", table.rule("when", vocabulary),
    )  # fmt: skip
    table.close()
    return found
