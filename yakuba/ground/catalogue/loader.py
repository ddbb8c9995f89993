"""From a folder to a `Procedure`: everything is read, everything is checked, all faults are told at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from yakuba.ground.catalogue.definition import Fee, Procedure
from yakuba.ground.catalogue.loading.eligibility import load_eligibility
from yakuba.ground.catalogue.loading.fees import load_fees
from yakuba.ground.catalogue.loading.header import is_guide_only, load_header
from yakuba.ground.catalogue.loading.letters import check_holes, load_guide, load_letters
from yakuba.ground.catalogue.loading.questions import load_pages, unique_keys
from yakuba.ground.catalogue.loading.report import DefinitionErrors, Fault, Report
from yakuba.ground.catalogue.loading.steps import load_register, load_steps
from yakuba.ground.catalogue.loading.table import Table
from yakuba.ground.catalogue.loading.texts import load_texts, text_file, text_name
from yakuba.ground.catalogue.loading.worked import load_examples
from yakuba.ground.catalogue.speech import TRANSLATED
from yakuba.ground.catalogue.vocabulary import Vocabulary

__all__ = ["DefinitionErrors", "Fault", "load_all", "load_procedure"]

_FILES = (
    "procedure.toml", "questions.toml", "eligibility.toml", "fees.toml", "examples.toml", "guide.md",
    "letters",
    *(text_file(language) for language in TRANSLATED),
)  # fmt: skip
_TABLES = ("questions", "fees", "examples", "eligibility")
_NOT_IN_A_GUIDE = ("questions", "fees", "examples")


def load_procedure(folder: Path, *, sections: set[str] | None) -> Procedure:
    """The procedure of a folder. `sections`: the section keys of the town, or None not to check them.

    Raises DefinitionErrors holding every fault found.
    """
    report = Report()
    procedure = _load(folder, sections, report)
    if report.faults or procedure is None:
        raise DefinitionErrors(report.faults)
    return procedure


def load_all(folder: Path, *, sections: set[str] | None) -> list[Procedure]:
    """All procedures below a folder, by key. Raises DefinitionErrors with the faults of all of them."""
    faults: list[Fault] = []
    found = []
    for path in sorted(one for one in folder.iterdir() if (one / "procedure.toml").is_file()):
        try:
            found.append(load_procedure(path, sections=sections))
        except DefinitionErrors as errors:
            faults.extend(
                Fault(f"{path.name}/{fault.file}", fault.key, fault.message, fault.mend)
                for fault in errors.faults
            )
    if faults:
        raise DefinitionErrors(faults)
    return found


def _load(folder: Path, sections: set[str] | None, report: Report) -> Procedure | None:
    top = _read(folder, "procedure", report, needed=True)
    guide_only = is_guide_only(top)
    needed = () if guide_only else ("questions", "examples")
    tables = {name: _read(folder, name, report, needed=name in needed) for name in _TABLES}
    texts = {language: _read(folder, text_name(language), report) for language in TRANSLATED}
    if report.faults:
        return None
    _check_files(folder, report)
    parts = _guide_parts(top, tables, folder) if guide_only else _worked_parts(top, tables, folder, sections)
    eligibility = load_eligibility(tables["eligibility"]) if tables["eligibility"].data else None
    procedure = Procedure(
        **load_header(top, folder.name, sections), **parts, eligibility=eligibility,
        guide=load_guide(folder, report),
    )  # fmt: skip
    top.close()
    written = {language: table for language, table in texts.items() if table.data}
    return replace(
        procedure, texts={language: load_texts(table, procedure) for language, table in written.items()}
    )


def _guide_parts(top: Table, tables: Mapping[str, Table], folder: Path) -> dict[str, Any]:
    """Nothing of what is filed here may stand beside a guide: it would look as if the town took it."""
    for name in _NOT_IN_A_GUIDE:
        if tables[name].data:
            mend = f"{name}.toml を消すか、procedure.toml に [[steps]] を書いてください。"
            tables[name].fault("", "手順のない、案内だけの手続では使われません。", mend)
    if top.take("register") is not None:
        top.fault("register", "手順のない、案内だけの手続には書けません。", "[register] を消してください。")
    if (folder / "letters").exists():
        mend = "letters を消すか、procedure.toml に [[steps]] を書いてください。"
        top.report.add("letters", "フォルダー", "手順のない、案内だけの手続では使われません。", mend)
    top.take("steps")
    return {"pages": (), "steps": ()}


def _worked_parts(
    top: Table, tables: Mapping[str, Table], folder: Path, sections: set[str] | None
) -> dict[str, Any]:
    """What a procedure that is filed here has: pages, fees, letters, steps, register, examples."""
    report = top.report
    below = _all_paths({**tables, "procedure": top})
    vocabulary = Vocabulary.start(fees=False, below=below)
    pages = load_pages(tables["questions"], vocabulary)
    questions = tuple(question for page in pages for question in page.questions)
    fees: tuple[Fee, ...] = load_fees(tables["fees"], vocabulary, questions)
    letters = load_letters(folder, report)
    known = Vocabulary({**Vocabulary.start(fees=True).terms, **vocabulary.terms}, below)
    steps = load_steps(top, known, letters, sections)
    staff = tuple(question for step in steps for question in step.questions)
    unique_keys(pages, staff, tables["questions"])
    register = top.one("register")
    rule = None if register is None else load_register(register, steps, questions)
    check_holes(letters, [*questions, *staff], report)
    examples = load_examples(tables["examples"], questions, staff, [step.key for step in steps])
    return {
        "pages": pages, "steps": steps, "fees": fees, "register": rule, "letters": letters,
        "examples": examples,
    }  # fmt: skip


def _check_files(folder: Path, report: Report) -> None:
    for path in sorted(folder.iterdir()):
        if path.name not in _FILES and not path.name.startswith("."):
            report.add(
                path.name,
                "ファイル",
                "使われないファイルです。",
                f"{'、'.join(_FILES)} だけを置いてください。",
            )


def _read(folder: Path, name: str, report: Report, *, needed: bool = False) -> Table:
    file = f"{name}.toml"
    path = folder / file
    data: Mapping[str, Any] = {}
    if path.is_file():
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            report.add(
                file, "ファイル", f"TOML として読めません({error})。", "その行の書き方を直してください。"
            )
        except UnicodeDecodeError:
            report.add(
                file, "ファイル", "文字コードが UTF-8 ではありません。", "UTF-8 で保存し直してください。"
            )
    elif needed:
        report.add(file, "ファイル", "ありません。", f"{file} を作ってください。")
    return Table(data, file, "", report)


def _all_paths(tables: Mapping[str, Table]) -> frozenset[str]:
    """Paths of all questions as written, to tell a question that stands below from one that does not
    exist.
    """
    found = set()
    for side, name, list_name in (("q", "questions", "pages"), ("staff", "procedure", "steps")):
        groups = tables[name].data.get(list_name)
        for group in groups if isinstance(groups, list) else []:
            questions = group.get("questions") if isinstance(group, Mapping) else None
            for question in questions if isinstance(questions, list) else []:
                if isinstance(question, Mapping):
                    found.add(f"{side}.{question.get('key')}")
    return frozenset(found)
