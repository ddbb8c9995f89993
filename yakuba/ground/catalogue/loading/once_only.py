"""`once_only`: which facts may be asked once, by questions of which kind, and where."""

import re
from collections.abc import Iterable

from yakuba.ground.catalogue.definition import OF_A_CHILD, ONCE_ONLY, SHARED, Procedure, Question
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table

_WORD = re.compile(r"shared\.[a-z][a-z0-9_]{0,39}")


def check_once_only(table: Table, question: Question) -> None:
    """Note a fact nobody knows, or one asked by a question of another kind."""
    name = question.once_only
    if not name:
        return
    if name.startswith(SHARED):
        if not _WORD.fullmatch(name):
            mend = "shared. のあとは、英小文字で始め、英小文字・数字・_ で書いてください。"
            table.fault("once_only", f"「{name}」は名前に使えません。", mend)
        return
    if name not in ONCE_ONLY:
        mend = nearest(name, [*ONCE_ONLY, f"{SHARED}<語>"])
        table.fault("once_only", f"「{name}」は町が持つ事実の名前ではありません。", mend)
    elif question.kind != ONCE_ONLY[name]:
        table.fault(
            "once_only",
            f"「{name}」は {ONCE_ONLY[name]} の質問にだけ書けます（この質問は {question.kind}）。",
            f'kind = "{ONCE_ONLY[name]}" にするか、once_only を消してください。',
        )


def check_rows(table: Table, repeat: Question) -> None:
    """In the rows of a repeat only the facts of a child, and those only when the rows are children."""
    listed = repeat.once_only == "children"
    for place, inner in enumerate(repeat.questions):
        key = f"questions[{place}].once_only"
        if not inner.once_only:
            continue
        if inner.once_only not in OF_A_CHILD:
            table.fault(
                key,
                f"くり返しの中で「{inner.once_only}」は使えません。",
                nearest(inner.once_only, OF_A_CHILD),
            )
        elif not listed:
            table.fault(
                key, "だれの子どもかが分かりません。", 'くり返しに once_only = "children" を書いてください。'
            )
    if listed and not any(inner.once_only == "child.name" for inner in repeat.questions):
        table.fault(
            "once_only",
            "子どもの氏名の質問がありません。",
            '行の質問に once_only = "child.name" を書いてください。',
        )


def shared_faults(procedures: Iterable[Procedure]) -> list[tuple[str, str]]:
    """(procedure key, fault): a `shared.` word must be of one kind with the same options everywhere."""
    first: dict[str, tuple[Procedure, Question]] = {}
    faults = []
    for procedure in procedures:
        for question in procedure.all_questions():
            if not question.once_only.startswith(SHARED):
                continue
            origin, other = first.setdefault(question.once_only, (procedure, question))
            same = [option.key for option in question.options] == [option.key for option in other.options]
            if question.kind != other.kind or not same:
                said = f"質問 {question.key}: once_only「{question.once_only}」が、"
                said += f"{origin.key} の {other.key} と種類か選択肢が違います。"
                faults.append((procedure.key, f"{said}同じにするか、別の語にしてください。"))
    return faults
