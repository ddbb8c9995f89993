"""The town's procedures as files: checked all together, then published as editions."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.catalogue import examples, shelf
from yakuba.ground.catalogue.definition import Answers, Facts, Procedure
from yakuba.ground.catalogue.loader import DefinitionErrors, load_procedure
from yakuba.ground.journal.signature import By
from yakuba.hall import town_tables
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door as cases
from yakuba.rooms.records import door as records


@dataclass(frozen=True)
class TownData:
    procedures: tuple[Procedure, ...]
    examples: int
    # Each says file, key, what is wrong and how to mend it.
    faults: tuple[str, ...]


def check() -> TownData:
    """Load every procedure, run its examples, and hold it against the town's other tables."""
    if unreadable := town_tables.faults():
        # Nothing can be held against tables that cannot be read.
        return TownData((), 0, tuple(unreadable))
    sections = {entry["key"] for entry in town.read("organization")["section"]}
    procedures, faults, ran = [], [*approvals.faults_of_table(), *records.faults_of_table()], 0
    for folder in folders():
        try:
            procedure = load_procedure(folder, sections=sections)
        except DefinitionErrors as errors:
            faults += [f"{folder.name}/{fault}" for fault in errors.faults]
            continue
        procedures.append(procedure)
        ran += len(procedure.examples)
        faults += [f"{folder.name}/{fault}" for fault in _faults(procedure)]
    return TownData(tuple(procedures), ran, tuple(faults))


def folders() -> list[Path]:
    return sorted(path.parent for path in (town.folder() / "procedures").glob("*/procedure.toml"))


def _faults(procedure: Procedure) -> list[str]:
    try:
        faults = [f"examples.toml: {fault}" for fault in examples.run(procedure, decider=_decider)]
    except LookupError as problem:
        faults = [f"examples.toml: {problem}"]
    if procedure.record and (fault := records.rule_fault(procedure.record)):
        faults.append(f"procedure.toml: record: {fault}")
    return faults


def _decider(procedure: Procedure, answers: Answers, facts: Facts, fee_total: int) -> str:
    """The post that would decide the example by the table in force on its day."""
    matter = cases.matter_for(procedure, answers, fee_total=fee_total)
    return approvals.decider_of(
        matter.kind, matter.section, matter.amounts, date.fromisoformat(facts["today"])
    )


@transaction.atomic
def publish(data: TownData, *, valid_from: date, by: By) -> list[tuple[str, bool]]:
    """Publish what has changed; (title, whether a new edition was made) for each procedure."""
    done = []
    for procedure in data.procedures:
        standing = {edition.digest for edition in shelf.editions_of(procedure.key)}
        edition = shelf.publish(procedure, valid_from=valid_from, by=by)
        done.append((procedure.title, edition.digest not in standing))
    return done
