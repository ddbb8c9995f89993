"""What townspeople look through: topics, cards of procedures, one procedure's guide."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from yakuba.ground import town
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.shelf import EditionRef, NoEdition
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.rules.beginning import Way, minutes_to_answer, ways_to_begin
from yakuba.rooms.applications.rules.fee_words import fee_tables
from yakuba.rooms.cases import door as cases

__all__ = ["Card", "Front", "Guide", "NoEdition", "Topic", "cards_under", "found", "front", "guide", "topic"]

TOPICS_FILE = "life_events"
STEP_WORDS = {
    "intake": "担当の係が、届いた内容を確かめます。",
    "review": "基準に合っているかを調べます。",
    "inspect": "現地を見て確かめます。",
    "inquire": "関係する役所などに問い合わせます。",
    "consult": "役場の中の関係する課に意見を聞きます。",
    "approval": "町として決めます。",
    "payment": "お知らせする金額を納めていただきます。",
    "issue": "できたことをお知らせし、お渡しします。",
    "wait": "決まった時期まで待ちます。",
}
"""What each kind of step means for the one who applied, in words without the office's own terms."""
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class Topic:
    """A category or a life event, with how many procedures stand under it."""

    key: str
    title: str
    text: str
    icon: str = ""
    count: int = 0


@dataclass(frozen=True)
class Card:
    """A procedure in a list."""

    key: str
    title: str
    kana: str
    summary: str
    online: bool


@dataclass(frozen=True)
class Front:
    """The first page."""

    categories: list[Topic]
    life_events: list[Topic]
    most_used: list[Card]
    everything: list[Card]


@dataclass(frozen=True)
class Guide:
    """Everything to know before beginning."""

    edition: EditionRef
    procedure: Procedure
    category: Topic | None
    prose: SafeString
    facts: list[dict[str, Any]]
    prepare: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    ways: tuple[Way, ...]
    section_name: str
    phone: str


def front(day: date) -> Front:
    cards = {ref.key: card(ref) for ref in shelf.all_in_force(day)}
    procedures = [ref.procedure for ref in shelf.all_in_force(day)]
    used = [cards[key] for key in answers.most_used() if key in cards]
    return Front(
        categories=_counted("category", [procedure.category for procedure in procedures]),
        life_events=_counted("life_event", [key for each in procedures for key in each.life_events]),
        most_used=used,
        everything=list(cards.values()),
    )


def _counted(kind: str, keys: list[str]) -> list[Topic]:
    """The topics that have procedures, in the town's order."""
    return [replace(topic, count=keys.count(topic.key)) for topic in topics(kind) if topic.key in keys]


def topics(kind: str) -> list[Topic]:
    """The town's categories ("category") or life events ("life_event"). Raises TownError."""
    rows: Iterable[dict[str, str]] = town.read(TOPICS_FILE).get(kind, ())
    return [Topic(row["key"], row["title"], row.get("text", ""), row.get("icon", "")) for row in rows]


def topic(kind: str, key: str) -> Topic | None:
    return next((topic for topic in topics(kind) if topic.key == key), None)


def cards_under(kind: str, key: str, day: date) -> list[Card]:
    return [card(ref) for ref in shelf.all_in_force(day) if _stands_under(ref.procedure, kind, key)]


def _stands_under(procedure: Procedure, kind: str, key: str) -> bool:
    return key == procedure.category if kind == "category" else key in procedure.life_events


def found(text: str, day: date) -> list[Card]:
    """The procedures for some words, best first."""
    return [card(ref) for ref in shelf.search(text, day)]


def card(ref: EditionRef) -> Card:
    procedure = ref.procedure
    return Card(
        procedure.key,
        procedure.title,
        procedure.kana,
        procedure.summary,
        online=bool(ways_to_begin(procedure)),
    )


def guide(key: str, day: date) -> Guide:
    """Raises NoEdition when no edition of the procedure is in force."""
    ref = shelf.in_force(key, day)
    procedure = ref.procedure
    return Guide(
        edition=ref,
        procedure=procedure,
        category=topic("category", procedure.category),
        prose=prose(procedure.guide),
        facts=_facts(procedure),
        prepare=[
            {"label": item.label, "value": item.help or "用意してください。"} for item in procedure.prepare
        ],
        fees=fee_tables(procedure, day),
        steps=_steps(procedure),
        ways=ways_to_begin(procedure),
        section_name=people.section_name(procedure.section),
        phone=town.facts().phone,
    )


def _steps(procedure: Procedure) -> list[dict[str, Any]]:
    """What happens after sending, under the names the status page uses; neighbours of one name once."""
    lines: list[dict[str, Any]] = []
    for step in procedure.steps:
        title = cases.PUBLIC_STEPS.get(step.kind)
        if title and (not lines or lines[-1]["title"] != title):
            text = STEP_WORDS.get(step.kind, "")
            lines.append({"title": title, "text": text, "sometimes": step.when is not None})
    return lines


def _facts(procedure: Procedure) -> list[dict[str, Any]]:
    days = f"{procedure.standard_days}日(土日祝日と年末年始を除く)"
    cost = "かかります(下の表をごらんください)" if procedure.fees else "無料"
    rows = [
        {"label": "対象の人", "value": procedure.for_whom or "どなたでも"},
        {"label": "費用", "value": cost},
        {"label": "結果が出るまで", "value": days if procedure.standard_days else "内容によります"},
        {"label": "入力の時間", "value": f"約{minutes_to_answer(procedure)}分(途中で保存できます)"},
    ]
    return rows


@lru_cache(maxsize=256)
def prose(markdown: str) -> SafeString:
    """The town's own text as HTML; raw HTML and pictures in it are shown as text."""
    return SafeString(_MARKDOWN.render(markdown))  # html is off in the renderer
