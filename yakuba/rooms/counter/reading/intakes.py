"""One intake as it stands, for those who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_datetime
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.files.intake import size_words
from yakuba.ground.money import format_yen
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.models import Intake

NOT_SAID = ("file", "declaration")
"""Kinds of questions that cannot be read out."""


@dataclass(frozen=True)
class IntakeView:
    """An intake: what it is about, how it came, where it stands."""

    id: UUID
    draft_id: UUID
    procedure: Procedure
    details: rules.Details
    scans: tuple[Mapping[str, Any], ...]
    section_name: str
    is_correction: bool
    started_at: datetime
    case_id: UUID | None
    submission_id: UUID | None
    filed: bool
    stopped: bool

    @property
    def days_ago(self) -> int:
        """How many days ago it arrived (Japanese days)."""
        return rules.backdated_days(clock.local(self.details.arrived_at).date(), clock.today())

    @property
    def rows(self) -> list[dict[str, str]]:
        """What was said of it, for a summary list."""
        found = self.details
        rows = [
            ("届いた方法", rules.label(rules.CHANNELS, found.channel)),
            ("届いた日時", format_datetime(found.arrived_at)),
            ("来た人", rules.bearer_text(found)),
            ("本人確認", rules.label(rules.IDENTITY, found.identity) or rules.NOT_CHECKED),
            ("紙の原本の置き場所", found.paper_place),
            ("読み取ったファイル", "、".join(str(scan["name"]) for scan in self.scans)),
            ("担当", self.section_name),
        ]
        return [{"label": label, "value": value} for label, value in rows]

    @property
    def scan_lines(self) -> list[dict[str, str]]:
        """The scans as the file field shows them."""
        return [
            {"id": scan["file"], "name": scan["name"], "size_text": size_words(scan["size"])}
            for scan in self.scans
        ]


def intake(intake_id: UUID, actor: Actor) -> IntakeView:
    """Raises Intake.DoesNotExist for what is not there and for what the actor may not see."""
    row = Intake.objects.visible_to(actor).get(id=intake_id)
    return IntakeView(
        id=row.id,
        draft_id=row.draft_id,
        procedure=shelf.edition(row.edition_id).procedure,
        details=row.details,
        scans=tuple(row.scans),
        section_name=_office(row.section),
        is_correction=row.is_correction,
        started_at=row.started_at,
        case_id=row.case_id,
        submission_id=row.submission_id,
        filed=row.filed_at is not None,
        stopped=row.stopped_at is not None,
    )


def subjects_of(case_id: UUID) -> list[str]:
    """The journal's names of the intakes through which a case, or a correction of it, came in. One query."""
    return [f"intake:{key}" for key in Intake.objects.filter(case_id=case_id).values_list("id", flat=True)]


def _office(section: str) -> str:
    """建設課 管理係: a team is named with its section."""
    known = people.sections()
    here = known[section]
    return f"{known[here.parent].name} {here.name}" if here.parent else here.name


def said_back(view: IntakeView, summary: answers.Summary) -> tuple[str, ...]:
    """The sentences to read out before a telephone application is taken in; () for other ways."""
    if view.details.channel != "telephone":
        return ()
    draft = summary.draft
    unsaid = {missing.problem.key for missing in summary.missing}
    lines = [
        rules.Line(row.label, "、".join(row.lines) if row.key not in unsaid else "")
        for section in summary.sections
        for row in section.rows
        if (row.key in draft.answers or row.key in unsaid)
        and draft.procedure.question(row.key).kind not in NOT_SAID
    ]
    fee = format_yen(summary.fee.total) if summary.fee and summary.fee.lines else ""
    return rules.read_back(view.procedure.title, lines, fee)
