"""Small acts of the desk: who has the case, who looked first, memos and papers added to it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import require
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.holding import hold
from yakuba.rooms.cases.actions.added import NewPaper, add_papers, paper
from yakuba.rooms.cases.actions.turn import Refused, Turn, turn
from yakuba.rooms.cases.models import Case, StepVisit
from yakuba.rooms.cases.reading.assignees import candidates

MEMO_LENGTH = 4000


def take(case_id: UUID, *, actor: Actor, seen: int) -> None:
    """自分が担当する."""
    assign(case_id, actor=actor, seen=seen, to=actor.id)


def assign(case_id: UUID, *, actor: Actor, seen: int, to: UUID | None) -> None:
    """割り当てる: to somebody of the section that has the work (None: to nobody)."""
    with turn(case_id, actor=actor, seen=seen, act="assign") as now:
        if now.case.closed_at is not None:
            raise Refused("終わった案件の担当は変えられません。")
        if to is not None and to not in {ref.id for ref in candidates(now.case)}:
            raise Refused(
                "担当にできるのは、この案件を受け持つ係の職員です。選び直してください。", field="assignee"
            )
        now.case.assignee_id = to
        now.tell("assigned", to=to)


def first_look(case_id: UUID, *, actor: Actor) -> bool:
    """Somebody who may do the work opens a step, or answers that were corrected, first; False after that."""
    with transaction.atomic():
        hold(f"case:{case_id}")
        case = Case.objects.visible_to(actor).select_for_update().get(id=case_id)
        visit = StepVisit.objects.filter(case=case, done_at__isnull=True).first()
        if visit is None or not case.unseen or not actor.may(Right.CASE_WORK, section=visit.section):
            return False
        now = Turn(case, actor.by())
        case.unseen = False
        if visit.opened_at is None:
            visit.opened_at, visit.opened_by = now.at, actor.ref
            now.keep(visit)
        now.tell("looked_at", step=visit.step_key)
        return True


def add_note(case_id: UUID, *, actor: Actor, seen: int, text: str, papers: Collection[NewPaper] = ()) -> None:
    """An internal memo, papers, or both. Open cases only; anybody of the section may add."""
    with turn(case_id, actor=actor, seen=seen, act="add_note", right=None) as now:
        require(actor, Right.CASE_READ, section=now.case.section)
        if now.case.closed_at is not None:
            raise Refused("終わった案件には書き足せません。")
        if not text.strip() and not papers:
            raise Refused("メモを入力するか、ファイルを選んでください。", field="text")
        if len(text) > MEMO_LENGTH:
            raise Refused(f"メモは{MEMO_LENGTH}文字以内で入力してください。", field="text")
        if text.strip():
            now.keep(paper(now, actor, "memo", text.strip()))
        add_papers(now, actor, papers)
        now.tell("noted", papers=len(papers))
