"""One procedure's guide: everything to know before beginning."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from yakuba.ground import languages, town
from yakuba.ground.catalogue import shelf, speech
from yakuba.ground.catalogue.categories import Category
from yakuba.ground.catalogue.definition import Link, Procedure
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.languages import marked, say
from yakuba.ground.people import read as people
from yakuba.rooms.applications.reading.looking import category
from yakuba.rooms.applications.rules.beginning import Way, minutes_to_answer, ways_to_begin
from yakuba.rooms.applications.rules.fee_words import fee_tables
from yakuba.rooms.cases import door as cases

STEP_WORDS = {
    "intake": marked("担当の係が、届いた内容を確かめます。"),
    "review": marked("基準に合っているかを調べます。"),
    "inspect": marked("現地を見て確かめます。"),
    "inquire": marked("関係する役所などに問い合わせます。"),
    "consult": marked("役場の中の関係する課に意見を聞きます。"),
    "approval": marked("町として決めます。"),
    "payment": marked("お知らせする金額を納めていただきます。"),
    "issue": marked("できたことをお知らせし、お渡しします。"),
    "wait": marked("決まった時期まで待ちます。"),
}
"""What each kind of step means for the one who applied, in words without the office's own terms."""
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@dataclass(frozen=True)
class Guide:
    """Everything to know before beginning; `procedure` is told in the language being spoken."""

    edition: EditionRef
    procedure: Procedure
    category: Category | None
    prose: SafeString
    facts: list[dict[str, Any]]
    prepare: list[dict[str, Any]]
    fees: list[dict[str, Any]]
    steps: list[dict[str, Any]]
    ways: tuple[Way, ...]
    section_name: str
    phone: str

    @property
    def paper_links(self) -> list[Link]:
        """Where the paper form of a procedure is that another body runs."""
        return [link for link in self.procedure.links if link.kind == "paper"]

    @property
    def other_links(self) -> list[Link]:
        """The other ways on: the procedure's own page elsewhere, and more to read."""
        return [link for link in self.procedure.links if link.kind != "paper"]


def guide(key: str, day: date) -> Guide:
    """Raises NoEdition when no edition of the procedure is in force."""
    ref = shelf.in_force(key, day)
    procedure = speech.in_language(ref.procedure, languages.current())
    return Guide(
        edition=ref,
        procedure=procedure,
        category=category(procedure.category),
        prose=prose(procedure.guide),
        facts=_facts(procedure),
        prepare=[
            {"label": item.label, "value": item.help or say("用意してください。")}
            for item in procedure.prepare
        ],
        fees=fee_tables(procedure, day),
        steps=_steps(procedure),
        ways=ways_to_begin(ref.procedure),
        section_name=people.section_name(procedure.section) if procedure.section else "",
        phone=town.facts().phone,
    )


def _steps(procedure: Procedure) -> list[dict[str, Any]]:
    """What happens after sending, under the names the status page uses; neighbours of one name once."""
    lines: list[dict[str, Any]] = []
    for step in procedure.steps:
        title = cases.PUBLIC_STEPS.get(step.kind)
        if title and (not lines or lines[-1]["title"] != say(title)):
            text = say(STEP_WORDS[step.kind]) if step.kind in STEP_WORDS else ""
            lines.append({"title": say(title), "text": text, "sometimes": step.when is not None})
    return lines


def _facts(procedure: Procedure) -> list[dict[str, Any]]:
    rows = [{"label": say("対象の人"), "value": procedure.for_whom or say("どなたでも")}]
    if procedure.is_guide_only:
        return rows
    days = say("{days}日(土日祝日と年末年始を除く)", days=procedure.standard_days)
    minutes = say("約{minutes}分(途中で保存できます)", minutes=minutes_to_answer(procedure))
    cost = say("かかります(下の表をごらんください)") if procedure.fees else say("無料")
    return [
        *rows,
        {"label": say("費用"), "value": cost},
        {"label": say("結果が出るまで"), "value": days if procedure.standard_days else say("内容によります")},
        {"label": say("入力の時間"), "value": minutes},
    ]


@lru_cache(maxsize=256)
def prose(markdown: str) -> SafeString:
    """The town's own text as HTML; raw HTML and pictures in it are shown as text."""
    return SafeString(_MARKDOWN.render(markdown))  # html is off in the renderer
