"""The town's ways to find: categories, life events and synonyms, each held against its procedures."""

from collections.abc import Collection
from dataclasses import dataclass

from yakuba.ground import town
from yakuba.ground.catalogue.categories import Categories, load_categories
from yakuba.ground.catalogue.definition import Procedure, Question
from yakuba.ground.catalogue.finding.synonyms import faults_of
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.catalogue.life_events import LifeEvent, load_life_events
from yakuba.ground.catalogue.loading.report import DefinitionErrors, nearest
from yakuba.ground.catalogue.topics import LIFE_EVENTS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Topics:
    """What could be read, and every fault of what could not."""

    categories: Categories
    life_events: tuple[LifeEvent, ...]
    faults: tuple[str, ...]


def read(within_reach: Collection[str]) -> Topics:
    """All of them. `within_reach`: the keys of the procedures that a life event may name."""
    faults: list[str] = []
    categories = Categories(())
    events: tuple[LifeEvent, ...] = ()
    try:
        categories = load_categories(town.folder())
    except DefinitionErrors as errors:
        faults += map(str, errors.faults)
    try:
        events = load_life_events(town.folder() / LIFE_EVENTS, procedures=within_reach)
    except DefinitionErrors as errors:
        faults += [f"{LIFE_EVENTS}/{fault}" for fault in errors.faults]
    try:
        faults += faults_of(town.read(SYNONYMS))
    except town.TownError as problem:
        faults.append(str(problem))
    return Topics(categories, events, tuple(faults))


def faults_of_procedure(procedure: Procedure, topics: Topics) -> list[str]:
    """A category or life event that no page shows would hide the procedure; and only one that asks about one
    child can be applied for several times.
    """
    rows = [row.key for row in topics.categories.rows]
    events = [event.key for event in topics.life_events]
    # What could not be read is told by itself.
    return [
        f"procedure.toml の {name}: 「{key}」は{place}にありません。{nearest(key, known)}"
        for name, place, known, given in (
            ("category", "categories.toml ", rows, (procedure.category,) if procedure.category else ()),
            ("life_events", f" {LIFE_EVENTS} の中", events, procedure.life_events),
        )
        for key in given
        if known and key not in known
    ] + [
        f"{LIFE_EVENTS}/{event.key}.toml の times: {procedure.key} は子ども1人について聞く手続"
        '(once_only = "child.name" の質問がある手続)ではないので、1回しか申請できません。'
        "times を消してください。"
        for event in topics.life_events
        for item in event.items
        if item.times and item.procedure == procedure.key and not _about_one_child(procedure)
    ]


def faults_of_gives(topics: Topics, procedures: Collection[Procedure]) -> list[str]:
    """What a list says for its procedures must be an answer that one of them asks for."""
    asked = [question for one in procedures for question in one.all_questions()]
    return [
        f"{LIFE_EVENTS}/{event.key}.toml の gives: {give.key} に「{give.value}」と答える質問がありません。"
        "key と value を、手続の once_only と選択肢に合わせてください。"
        for event in topics.life_events
        for give in event.gives
        if not any(_takes(question, give.value) for question in asked if question.once_only == give.key)
    ]


def _takes(question: Question, value: str) -> bool:
    try:
        return kind_of(question).clean(question, value) is not None
    except Wrong:
        return False


def _about_one_child(procedure: Procedure) -> bool:
    return any(question.once_only == "child.name" for question in procedure.all_questions())
