"""補正: asking for it, taking the request back, and receiving the corrected version. The clock stands
meanwhile.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.gate import Denied
from yakuba.ground.access.rights import Right
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.actions import notices
from yakuba.rooms.cases.actions.opening import describe
from yakuba.rooms.cases.actions.turn import Refused, Turn, machine_turn, turn
from yakuba.rooms.cases.models import ClockStop, Correction
from yakuba.rooms.cases.rules.states import CORRECTABLE, State, state_at

LONGEST_TEXT = 2000


def ask_correction(
    case_id: UUID, *, actor: Actor, seen: int, question_keys: Sequence[str], text: str, due_on: date | None
) -> UUID:
    """Ask the applicant to correct some answers (行政手続法第7条); stops the clock. Returns the request's id.

    No question named: the words alone say what is wanted, and every answer may be changed.
    """
    with turn(case_id, actor=actor, seen=seen, act="ask_correction") as now:
        now.need(*CORRECTABLE)
        labels = _checked(now, question_keys, text, due_on)
        stop = ClockStop(case=now.case, why="correction", begins=now.day)
        now.keep(stop)
        request = Correction(
            case=now.case,
            visit=now.visit,
            stop=stop,
            question_keys=list(dict.fromkeys(question_keys)),
            text=text.strip(),
            asked_by=actor.ref,
            asked_at=now.at,
            due_on=due_on,
            before_id=now.case.submission_id,
        )
        now.keep(request)
        now.case.state = State.CORRECTION
        now.case.stopped_on = now.case.stopped_on or now.day
        notices.correction(now, request.text, labels, due_on)
        now.tell("correction_asked", step=now.visit.step_key, questions=request.question_keys, due=due_on)
        return request.id


def _checked(turn: Turn, keys: Sequence[str], text: str, due_on: date | None) -> list[str]:
    """The labels of the questions asked about. Raises Refused."""
    procedure = turn.docket.procedure
    known = {question.key: question.label for question in procedure.all_questions()}
    if any(key not in known for key in keys):
        raise Refused("補正を求める項目を選び直してください。", field="question_keys")
    if not text.strip():
        raise Refused("何をどう直してほしいかを、申請した人に分かる言葉で入力してください。", field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"説明は{LONGEST_TEXT}文字以内で入力してください。", field="text")
    if due_on is not None and due_on <= turn.day:
        raise Refused("補正の期限は、明日以後の日を入力してください。", field="due_on")
    return [known[key] for key in keys]


def cancel_correction(case_id: UUID, *, actor: Actor, seen: int) -> None:
    """Take the request back; the clock goes on."""
    with turn(case_id, actor=actor, seen=seen, act="cancel_correction") as now:
        request = _open_request(now)
        request.cancelled_at = now.at
        _go_on(now, request)
        notices.correction_cancelled(now)
        now.tell("correction_cancelled", step=now.visit.step_key)


def answer_correction(case_id: UUID, submission_id: UUID, *, by: Actor) -> None:
    """The corrected version has been sealed: it takes the place of the old one, both are kept.

    `by` is the applicant, the holder of the case's link, or a clerk who enters it for them. Done twice it
    stands
    once. Raises Denied and Refused.
    """
    with machine_turn(case_id, "answer_correction", by=by.by()) as now:
        if now.case.submission_id == submission_id:
            now.stay()
            return
        _may_answer(now, by)
        request = _open_request(now)
        before = now.docket.submission
        after = answers.submission(submission_id)
        if after.supersedes != before.id:
            raise Refused("直した申請が、この案件の申請の続きではありません。もう一度開き直してください。")
        request.after_id = submission_id
        request.answered_at = now.at
        now.case.submission_id = submission_id
        now.case.unseen = True
        now.renew()
        describe(now.case, after, now.docket.procedure)
        _go_on(now, request)
        now.tell("corrected", step=now.visit.step_key, submission=submission_id, before=before.id,
                 questions=request.question_keys)  # fmt: skip


def _may_answer(turn: Turn, by: Actor) -> None:
    if by.kind == "staff" and not by.may(Right.CASE_INTAKE):
        raise Denied("correction")
    if by.kind == "resident" and turn.case.applicant_ref not in ("", by.ref):
        raise Denied("correction")


def _open_request(turn: Turn) -> Correction:
    request = (
        Correction.objects.select_related("stop")
        .filter(case=turn.case, answered_at__isnull=True, cancelled_at__isnull=True)
        .first()
    )
    if request is None:
        raise Refused("いま求めている補正はありません。")
    return request


def _go_on(turn: Turn, request: Correction) -> None:
    """Let the clock and the case go on where they stood."""
    request.stop.ends = turn.day
    turn.keep(request.stop, request)
    turn.case.state = state_at(turn.visit.kind)
    standing = ClockStop.objects.filter(case=turn.case, ends__isnull=True).order_by("begins").first()
    turn.case.stopped_on = standing.begins if standing else None
    turn.reckon_due()
