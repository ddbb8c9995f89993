"""The plan's rows (town/plan.csv): which procedure answers which row, and which rows nobody answers yet."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from yakuba.ground import town
from yakuba.ground.catalogue.definition import Procedure

FILE = "plan.csv"
EXAMPLES, REFUSED = 5, 2
"""How many worked examples each procedure taken here shows, and how many of them are refused."""
_PORTAL = "myna"
"""The plan's list of what the national portal also takes; its names are the portal's."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the plan: `ref` is list/no; several rows may speak of one procedure (`subject`)."""

    ref: str
    title: str
    operator: str
    subject: str

    @property
    def key(self) -> str:
        """The key its procedure is expected to have."""
        return self.subject.replace("-", "_")


def rows() -> tuple[Row, ...]:
    """All rows; () for a town that follows no plan. Raises TownError when the file cannot be read."""
    path: Path = town.folder() / FILE
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(
                Row(f"{row['list']}/{row['no']}", row["name_ja"], row["operator"], row["id_suggestion"])
                for row in csv.DictReader(file)
            )
    except (KeyError, UnicodeDecodeError, csv.Error) as problem:
        mend = f"見出しを list,no,name_ja,status_2023,operator,id_suggestion にしてください（{problem}）。"
        raise town.TownError(FILE, "(書き方)", mend) from None


def unanswered(procedures: Iterable[Procedure]) -> list[Row]:
    """The rows no procedure answers."""
    answered = {ref for procedure in procedures for ref in procedure.plan}
    return [row for row in rows() if row.ref not in answered]


def faults_of(procedure: Procedure, plan: Sequence[Row]) -> list[str]:
    """Rows and portal names of a procedure that the plan does not know."""
    if not plan:
        return []
    known = {row.ref: row for row in plan}
    faults = [
        f"procedure.toml の plan: 「{ref}」という行は {FILE} にありません。list/no を確かめてください。"
        for ref in procedure.plan
        if ref not in known
    ]
    named = [known[ref].title for ref in procedure.plan if ref in known and ref.startswith(f"{_PORTAL}/")]
    faults += [
        f"procedure.toml の portal: 「{name}」は plan に書いた {_PORTAL} の行の名前ではありません。"
        f"{FILE} の name_ja をそのまま写し、plan にその行を書いてください。"
        for name in procedure.portal
        if name not in named
    ]
    faults += [
        f"procedure.toml の portal: 「{name}」がありません。portal に書き足してください。"
        for name in named
        if name not in procedure.portal
    ]
    return faults


def thin(procedures: Iterable[Procedure]) -> list[str]:
    """Procedures taken here that show too little of what is right and what is refused, in Japanese."""
    found = []
    for procedure in procedures:
        refused = sum(1 for example in procedure.examples if example.expect.get("valid") is False)
        enough = len(procedure.examples) >= EXAMPLES and refused >= REFUSED
        if not procedure.is_guide_only and not enough:
            found.append(
                f"{procedure.key}/examples.toml: 例が {len(procedure.examples)} こ"
                f"（うち断る例 {refused} こ）です。"
                f"{EXAMPLES} こ以上（うち断る例 {REFUSED} こ以上）書いてください。"
            )
    return found
