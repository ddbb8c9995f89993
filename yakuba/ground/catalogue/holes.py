"""The named holes of letters and registers (`{{申請者}}`, `{{period.from}}`) and what fills them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from yakuba.ground.calendar.era import format_era
from yakuba.ground.catalogue.asking.shown import role_text
from yakuba.ground.catalogue.definition import Answers, Facts, Procedure, Question
from yakuba.ground.catalogue.fees import FeeError, assess
from yakuba.ground.catalogue.kinds.kind import kind_of, known_kind
from yakuba.ground.money import format_yen

HOLES = (
    "文書番号", "施行日", "申請者", "申請者住所", "申請者団体", "申請日", "受付番号", "手続名", "件名",
    "担当課", "町名", "町長名", "料金合計", "料金内訳", "台帳番号", "許可番号",
    "有効期間の始め", "有効期間の終わり", "理由", "条件", "教示", "決定",
)  # fmt: skip
"""Named holes besides the questions; 文書番号 and 施行日 stay open until the letter is issued."""

_HOLE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def holes_in(text: str) -> list[str]:
    """The names of the holes of a text, in order."""
    return _HOLE.findall(text)


def hole_names(questions: Sequence[Question]) -> list[str]:
    """Every name a letter may use: the fixed ones, the questions and their parts."""
    names = list(HOLES)
    for question in questions:
        kind = known_kind(question.kind)
        names.append(question.key)
        if kind is not None:
            names.extend(f"{question.key}.{part}" for part in kind.text_parts(question))
    return names


def hole_values(
    procedure: Procedure, answers: Answers, facts: Facts,
    *, staff: Answers | None = None, extra: Mapping[str, str] | None = None,
) -> dict[str, str]:  # fmt: skip
    """What fills the holes; unanswered questions and names nobody fills are "". `extra` overrides.

    `facts["today"]` is the filing day. 文書番号 and 施行日 are left out unless `extra` has them.
    """
    values = {name: "" for name in HOLES if name not in ("文書番号", "施行日")}
    values |= _standing(procedure, answers, facts)
    for questions, given in (
        (procedure.all_questions(), answers),
        (procedure.staff_questions(), staff or {}),
    ):
        for question in questions:
            values |= _of_question(question, given)
    return values | dict(extra or {})


def _of_question(question: Question, given: Answers) -> dict[str, str]:
    kind = kind_of(question)
    value = given.get(question.key)
    texts = kind.texts(question, value) if value is not None else {}
    parts = {f"{question.key}.{part}": texts.get(part, "") for part in kind.text_parts(question)}
    return {question.key: texts.get("", ""), **parts}


def _standing(procedure: Procedure, answers: Answers, facts: Facts) -> dict[str, str]:
    person, body = (role_text(procedure, answers, f"applicant.{name}") for name in ("name", "organisation"))
    subject = role_text(procedure, answers, "subject")
    values = {
        "申請者": " ".join(part for part in (body, person) if part),
        "申請者住所": role_text(procedure, answers, "applicant.address"),
        "申請者団体": body,
        "申請日": format_era(date.fromisoformat(str(facts["today"]))),
        "手続名": procedure.title,
        "件名": f"{procedure.title}({subject})" if subject else procedure.title,
    }
    try:
        fee = assess(procedure, answers, facts)
    except FeeError:
        return values
    rows = "、".join(f"{line.label} {format_yen(line.amount)}" for line in fee.lines)
    return {**values, "料金合計": format_yen(fee.total), "料金内訳": rows}
