"""`once_only`: which facts may be asked once, by which kind of question, and where."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from yakuba.ground.catalogue.definition import ONCE_ONLY, Option, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import kind_names
from yakuba.ground.catalogue.loader import DefinitionErrors, load_procedure
from yakuba.ground.catalogue.loading.once_only import shared_faults

Edited = Callable[[str, str, str], Path]
Q = "questions.toml"
OWN = 'once_only = "name"'
REPEAT = 'title_from = "what"'
ROWS = """
[[pages.questions.questions]]
key = "child"
kind = "person_name"
label = "子の氏名"
once_only = "{}"
"""


def told(folder: Path) -> list[str]:
    try:
        load_procedure(folder, sections=None)
    except DefinitionErrors as errors:
        return [str(fault) for fault in errors.faults]
    return []


def test_every_fact_is_asked_by_a_kind_there_is() -> None:
    assert set(ONCE_ONLY.values()) <= set(kind_names())


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("household_head", ""),
        ("care.name", ""),
        ("child.name", ""),
        ("deceased.name", ""),
        ("shared.reason_name", ""),
        ("spouse.birth", 'kind = "date"'),
        ("children", 'kind = "repeat"'),
        ("spouse.nmae", "「spouse.name」ではありませんか"),
        ("shared.Reason", "名前に使えません"),
    ],
)
def test_a_fact_fits_its_question_or_is_refused_with_the_mend(edited: Edited, fact: str, said: str) -> None:
    found = told(edited(Q, OWN, f'once_only = "{fact}"'))
    assert (found == []) if not said else (len(found) == 1 and said in found[0])


@pytest.mark.parametrize(
    ("repeat", "row", "said"),
    [
        ("children", "child.name", ""),
        ("", "child.name", 'once_only = "children"'),
        ("children", "name", "くり返しの中で"),
        ("children", "child.birth", 'kind = "date"'),
    ],
)
def test_children_are_listed_by_their_names_and_rows_hold_nothing_else(
    edited: Edited, repeat: str, row: str, said: str
) -> None:
    edited(Q, REPEAT, f'{REPEAT}\nonce_only = "{repeat}"' if repeat else REPEAT)
    found = told(
        edited(Q, "\n[[pages.questions.questions]]", f"{ROWS.format(row)}\n[[pages.questions.questions]]")
    )
    assert (found == []) if not said else any(said in one for one in found)


def test_a_shared_word_is_asked_alike_everywhere(procedure: Procedure) -> None:
    def asking(key: str, *options: str) -> Procedure:
        asked = Question("q", "choice", "わけ", options=tuple(Option(one, one) for one in options))
        page = replace(procedure.pages[0], questions=(replace(asked, once_only="shared.why"),))
        return replace(procedure, key=key, pages=(page,))

    assert shared_faults([asking("one", "a", "b"), asking("two", "a", "b")]) == []
    [(key, fault)] = shared_faults([asking("one", "a", "b"), asking("two", "a", "c")])
    assert key == "two" and "one の q と種類か選択肢が違います" in fault
