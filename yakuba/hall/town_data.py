"""The town's procedures as files: checked all together, then published as editions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from yakuba.ground import town
from yakuba.ground.catalogue import examples, shelf
from yakuba.ground.catalogue.definition import Answers, Facts, Procedure
from yakuba.ground.catalogue.loader import DefinitionErrors, load_procedure
from yakuba.ground.catalogue.loading.once_only import shared_faults
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.signature import By
from yakuba.hall import town_plan, town_tables, town_topics
from yakuba.hall.town_texts import Spoken, of_categories, of_life_event, of_procedure
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door as cases
from yakuba.rooms.records import door as records


@dataclass(frozen=True)
class TownData:
    procedures: tuple[Procedure, ...]
    examples: int
    # Each says file, key, what is wrong and how to mend it.
    faults: tuple[str, ...]
    # What of the town is said in several languages.
    spoken: tuple[Spoken, ...] = ()


def check(keys: Sequence[str] = ()) -> TownData:
    """Load every procedure, run its examples, and hold it against the town's other tables.

    With `keys` (of procedures and life events) only these, and no faults but theirs (and of tables that
    cannot be read).
    """
    if unreadable := town_tables.faults():
        # Nothing can be held against tables that cannot be read.
        return TownData((), 0, tuple(unreadable))
    standing, plan = {folder.name: folder for folder in folders()}, town_plan.rows()
    # A procedure may be named while it is still being written; `--plan` tells that it is not there.
    within_reach = sorted({*standing, *(row.key for row in plan)})
    topics = town_topics.read(within_reach)
    spoken = [of_categories(topics.categories), *map(of_life_event, topics.life_events)]
    known = {*standing, *(one.key for one in spoken)}
    faults = [f"{key}: その名前の定義はありません。{nearest(key, known)}" for key in keys if key not in known]
    if not keys:
        faults += [*approvals.faults_of_table(), *records.faults_of_table(), *topics.faults, *_boards()]
    wanted = [folder for name, folder in standing.items() if not keys or name in keys]
    procedures, unread = _load(wanted)
    faults += unread
    if not keys and not unread:
        faults += town_topics.faults_of_gives(topics, procedures)
    for procedure in procedures:
        own = _faults(procedure, within_reach) + town_plan.faults_of(procedure, plan)
        own += town_topics.faults_of_procedure(procedure, topics)
        faults += [f"{procedure.key}/{fault}" for fault in own]
    asked = [*procedures, *(event.asking for event in topics.life_events)]
    faults += [f"{key}/{fault}" for key, fault in shared_faults(asked) if not keys or key in keys]
    spoken = [one for one in [*spoken, *map(of_procedure, procedures)] if not keys or one.key in keys]
    ran = sum(len(procedure.examples) for procedure in procedures)
    return TownData(tuple(procedures), ran, tuple(faults), tuple(spoken))


def _load(wanted: Sequence[Path]) -> tuple[list[Procedure], list[str]]:
    """The procedures of these folders that can be read, and the faults of those that cannot."""
    sections = {entry["key"] for entry in town.read("organization")["section"]}
    procedures, faults = [], []
    for folder in wanted:
        try:
            procedures.append(load_procedure(folder, sections=sections))
        except DefinitionErrors as errors:
            faults += [f"{folder.name}/{fault}" for fault in errors.faults]
    return procedures, faults


def _boards() -> list[str]:
    """Boards that decide in their own name (`[[authority]]`) do so for sections that stand."""
    known = sorted(entry["key"] for entry in town.read("organization")["section"])
    return [
        f"town.toml の authority「{row.get('title', '')}」: "
        f"「{key}」という課・係はありません。{nearest(key, known)}"
        for row in town.read("town").get("authority", ())
        for key in row.get("sections", ())
        if key not in known
    ]


def folders() -> list[Path]:
    return sorted(path.parent for path in (town.folder() / "procedures").glob("*/procedure.toml"))


def _faults(procedure: Procedure, within_reach: Collection[str]) -> list[str]:
    try:
        faults = [f"examples.toml: {fault}" for fault in examples.run(procedure, decider=_decider)]
    except LookupError as problem:
        faults = [f"examples.toml: {problem}"]
    if procedure.record and (fault := records.rule_fault(procedure.record)):
        faults.append(f"procedure.toml: record: {fault}")
    for place, outcome in enumerate(procedure.eligibility.outcomes if procedure.eligibility else ()):
        if outcome.procedure and outcome.procedure not in within_reach:
            said = f"「{outcome.procedure}」という手続はありません。"
            said += nearest(outcome.procedure, within_reach)
            faults.append(f"eligibility.toml の outcomes[{place}].procedure: {said}")
    return faults


def deciders(procedure: Procedure) -> tuple[str, ...]:
    """Keys of the posts that decide its valid examples by the table of the town; "" for no decision."""
    return examples.deciders(procedure, decider=_decider)


def _decider(procedure: Procedure, answers: Answers, facts: Facts, fee_total: int) -> str:
    """The post that would decide the example by the table in force on its day."""
    matter = cases.matter_for(procedure, answers, fee_total=fee_total)
    return approvals.decider_of(
        matter.kind, matter.section, matter.amounts, date.fromisoformat(facts["today"])
    )


@transaction.atomic
def publish(data: TownData, *, valid_from: date, by: By) -> list[tuple[str, bool]]:
    """Publish what has changed; (title, whether a new edition was made) for each procedure."""
    # Two who publish at once: the second finds what the first one published.
    hold("town:editions")
    done = []
    for procedure in data.procedures:
        standing = {edition.digest for edition in shelf.editions_of(procedure.key)}
        edition = shelf.publish(procedure, valid_from=valid_from, by=by)
        done.append((procedure.title, edition.digest not in standing))
    return done
