"""What the town's people do with a case, one act at a time, as its state asks. The same for every
procedure.
"""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from seeds import filing
from seeds.answering import Answering
from seeds.people import BY, Person, clerk_of, holder_of
from seeds.timeline import Later, Life
from yakuba.ground.access.actor import Actor, system
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.people import arrange
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.approvals.models import RouteStep
from yakuba.rooms.approvals.rules.values import StepKind, StepState
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.actions import (
    closing,
    correction,
    decision,
    desk,
    intake,
    issuance,
    outside,
    payment,
    review,
)
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.models import Case, Opinion, StepVisit
from yakuba.rooms.cases.reading.docket import docket
from yakuba.rooms.cases.reading.papers import Proposal
from yakuba.rooms.cases.rules.machine import Outcome
from yakuba.rooms.cases.rules.states import ENDS, WITHDRAWABLE, State
from yakuba.rooms.payments import door as payments
from yakuba.rooms.registers import door as registers

# How often something out of the ordinary happens, per matter.
LUCK = {
    "correct": 0.08,
    "send_back": 0.06,
    "refuse": 0.03,
    "withdraw": 0.02,
    "hand_back": 0.02,
    "absent": 0.03,
}
DELIVERY_OFF_LINE = {"post": "post", "telephone": "post"}  # else at the counter

# States in which the next act is not the section's.
ELSEWHERE = {State.CORRECTION, State.CIRCULATING, State.PAYMENT}
NO_ROOM = "道路の幅に余裕がなく、歩行者の安全な通行が確保できないため（見本の理由）。"
NOT_SHOWN = "必要な要件を満たしていることが、出された書類からは確かめられなかったため（見本の理由）。"
KEEP_CLEAR = "作業のときは、歩行者の通路を幅1.5m以上あけてください。"
ON_THE_ROAD = "road_occupancy"


def _reason(case: Case) -> str:
    return NO_ROOM if case.procedure_key == ON_THE_ROAD else NOT_SHOWN


class Matter:
    """One case's way through the hall: who does what next, and after how long.

    `stand`: the state it has come to when the world ends; nobody touches it from there on.
    """

    def __init__(
        self,
        case_id: UUID,
        person: Person,
        staff_answers: Mapping[str, Any],
        chance: Random,
        *,
        stand: State | None = None,
    ) -> None:
        self.id, self.person, self.chance, self.stand = case_id, person, chance, stand
        self.staff_answers = staff_answers
        self.luck = {name: chance.random() < rate for name, rate in LUCK.items()}
        self.pace = chance.choice((0.5, 1.0, 1.5, 2.0, 3.0, 5.0))

    def life(self) -> Life:
        yield self._soon(2)
        while (case := Case.objects.get(id=self.id)).state not in (*ENDS, self.stand):
            if case.state in WITHDRAWABLE - {State.RECEIVED} and self.luck.pop("withdraw", False):
                cases.withdraw(case.id, by=filing.applicant(self.person))
                return
            yield self._act(case)

    def _soon(self, hours: float) -> Later:
        return Later(timedelta(hours=hours * self.pace * self.chance.uniform(0.3, 1.7)))

    def _act(self, case: Case) -> Later:
        """Open the case first, as a person would: that is where waiting ends and work begins."""
        if case.visit_id and case.state not in ELSEWHERE and desk.first_look(case.id, actor=self.clerk(case)):
            case.refresh_from_db()
        return _ACTS[State(case.state)](self, case)

    def clerk(self, case: Case) -> Actor:
        return clerk_of(case.section)

    def received(self, case: Case) -> Later:
        clerk = self.clerk(case)
        if self.luck.pop("hand_back", False):
            reason = "斜里町の外のことなので、そちらの市町村に出してください（見本の理由）。"
            intake.hand_back(case.id, actor=clerk, seen=case.version, reason=reason)
            return self._soon(1)
        desk.take(case.id, actor=clerk, seen=case.version)
        intake.accept(case.id, actor=clerk, seen=case.version + 1)
        return self._soon(8)

    def reviewing(self, case: Case) -> Later:
        clerk, found = self.clerk(case), self._found(case)
        if self.luck.pop("correct", False):
            keys = [key for key in ("phone", "damage", "purpose") if key in self._answers(case)]
            correction.ask_correction(
                case.id, actor=clerk, seen=case.version, question_keys=keys,
                text="書かれた内容について、もう少しくわしく教えてください。", due_on=None,
            )  # fmt: skip
            return Later(timedelta(days=self.chance.uniform(0.5, 6)), office=False)
        if self.luck.pop("refuse", False) and any(
            step.refusal_letter for step in self._procedure(case).steps
        ):
            review.propose_refusal(
                case.id, actor=clerk, seen=case.version, found=found,
                reason=_reason(case),
            )  # fmt: skip
        else:
            review.finish_review(case.id, actor=clerk, seen=case.version, found=found)
        return self._soon(6)

    def correcting(self, case: Case) -> Later:
        """The applicant mends what was asked, and sends it again."""
        filing.correct(case, self.person, self.clerk(case))
        return self._soon(8)

    def inquiring(self, case: Case) -> Later:
        clerk, step = self.clerk(case), self._procedure(case).step(case.step_key)
        if self._visit(case).sent_on:
            outside.answer_inquiry(
                case.id,
                actor=clerk,
                seen=case.version,
                came_on=clock.today(),
                found=self._found(case),
                note="",
            )
            return self._soon(6)
        outside.send_inquiry(case.id, actor=clerk, seen=case.version, to=step.to[0], sent_on=clock.today())
        return Later(timedelta(days=self.chance.uniform(2, 6)))

    def consulting(self, case: Case) -> Later:
        """One of the sections or posts asked says it agrees; the others in their own time."""
        opinion = Opinion.objects.filter(case=case, at__isnull=True).order_by("id")[0]
        actor = holder_of(opinion.post) if opinion.post else clerk_of(opinion.section)
        outside.give_opinion(case.id, opinion.id, actor=actor, seen=case.version, result="agree", text="")
        return self._soon(8)

    def inspecting(self, case: Case) -> Later:
        clerk, found = self.clerk(case), self._found(case)
        outside.finish_inspection(case.id, actor=clerk, seen=case.version, came_on=clock.today(), found=found)
        return self._soon(8)

    def drafting(self, case: Case) -> Later:
        refused = case.visits.filter(outcome=Outcome.REFUSAL).exists()
        proposal = Proposal(
            decision="refuse" if refused else "permit",
            conditions=KEEP_CLEAR if case.procedure_key == ON_THE_ROAD and not refused else "",
            reason=_reason(case) if refused else "",
        )
        decision.draft_decision(case.id, actor=self.clerk(case), seen=case.version, proposal=proposal)
        return self._soon(8)

    def circulating(self, case: Case) -> Later:
        """Whoever's turn it is reads and presses; once in a while it goes back with a reason."""
        step = RouteStep.objects.filter(approval__subject=case.ref, state=StepState.OPEN)[0]
        decides = step.kind == StepKind.DECIDE
        if decides and self.luck.pop("absent", False):
            self._send_away(holder_of(step.post_key))
        actor = self._present(step)
        if actor is None:
            return Later(timedelta(days=1))
        seen = approvals.approval(step.approval_id, actor)
        returned = decides and self.luck.pop("send_back", False)
        reason = "起案の書き方があいまいです。判断のもとになった書類を示してください。" if returned else ""
        press = approvals.Press(seen.id, step.id, seen.digest, clock.now(), reason)
        act = approvals.send_back if returned else approvals.decide if decides else approvals.agree
        act(press, by=actor)
        return self._soon(5)

    def _send_away(self, actor: Actor) -> None:
        """A day's journey on business: others stand in, and one reads afterwards (後閲)."""
        if actor.id is not None and not people.absent([actor.id], clock.today()):
            arrange.note_absence(
                staff_id=actor.id, starts_on=clock.today(), ends_on=clock.today(), reason="出張", by=BY
            )

    def _present(self, step: RouteStep) -> Actor | None:
        """Who acts at the step today: the holder of its post, else the first to stand in who is here."""
        substitutes = [key for key in step.substitutes.split("|") if key]
        for post in (step.post_key, *substitutes):
            here = people.holders(post, clock.today())
            if here and not people.absent([here[0].id], clock.today()):
                return holder_of(post)
        return None

    def assessing(self, case: Case) -> Later:
        payment.assess_fee(case.id, actor=self.clerk(case), seen=case.version)
        return Later(timedelta(days=self.chance.uniform(0.2, 9)))

    def paying(self, case: Case) -> Later:
        """The payer comes to the window; the cashier takes what is owed."""
        cashier = holder_of("accounting_cash.cashier")
        for due in payments.assessments_of([f"case:{case.id}"])[f"case:{case.id}"]:
            if due.state == "open":
                payments.receive(
                    due.id,
                    amount=due.amount,
                    method="cash",
                    received_on=clock.today(),
                    by=cashier,
                    key=f"seed-{due.id}",
                )
        return self._soon(4)

    def issuing(self, case: Case) -> Later:
        off_line = DELIVERY_OFF_LINE.get(case.channel, "counter")
        delivery = "download" if case.applicant_email else off_line
        actor, found = self.clerk(case), self._found(case)
        letter = issuance.issue(case.id, actor=actor, seen=case.version, delivery=delivery, found=found)
        if letter is not None:
            issuance.make_pdf(letter)  # what the queued job does; it finds the letter set
        return self._soon(12)

    def closing(self, case: Case) -> Later:
        clerk = self.clerk(case)
        for letter in cases.status(token=case.status_token).letters:
            if letter.delivery != "download":
                issuance.deliver(case.id, letter.id, actor=clerk, seen=Case.objects.get(id=case.id).version)
        closing.close_case(case.id, actor=clerk, seen=Case.objects.get(id=case.id).version)
        return self._soon(1)

    def waiting(self, case: Case) -> Later:
        outside.end_waiting(case.id, actor=self.clerk(case), seen=case.version)
        return self._soon(1)

    def _visit(self, case: Case) -> StepVisit:
        return StepVisit.objects.get(case=case, done_at__isnull=True)

    def _procedure(self, case: Case) -> Procedure:
        return shelf.edition(case.edition_id).procedure

    def _found(self, case: Case) -> Findings:
        step = self._procedure(case).step(case.step_key)
        return Findings(tuple(item.key for item in step.checklist), self._staff_answers(case))

    def _staff_answers(self, case: Case) -> dict[str, Any]:
        """What the clerk finds out at this step: as in the example where that may stand, the day today, the
        register's number from the case's own.
        """
        now, today = docket(case), clock.today().isoformat()
        questions, rule = now.procedure.step(case.step_key).questions, now.procedure.register
        wanted: dict[str, Any] = {
            **self.staff_answers,
            **{q.key: today for q in questions if q.kind == "date"},
        }
        numbers = {q.key for q in questions if rule and q.key == rule.number_question}
        if rule and numbers and rule.action == "write":
            # What is entered in the register has its number, so the clerk finds that it qualifies.
            yes = {q.key: True for q in questions if q.kind == "yes_no"}
            wanted = {**yes, **wanted, rule.number_question: case.number}
        answering = Answering(now.procedure, {**now.facts, "today": today}, self.chance)
        found = answering.staff(questions, now.submission.answers, now.staff, wanted)
        if rule and numbers and rule.action == "end":
            found.pop(rule.number_question, None)
            if standing := self._standing(rule.key, case.number.partition("-")[0]):
                found[rule.number_question] = standing[0]
        return found

    def _standing(self, register: str, year: str) -> list[str]:
        """Numbers of the register of this year (R8) that are in force, those of this person first: what an
        ending finds there.
        """
        name = f"{self.person.name['family']} {self.person.name['given']}"
        found = [one for one in registers.find(register, year, system("seeds"), limit=50) if one.end is None]
        return [one.number for one in sorted(found, key=lambda one: one.holder_name != name)]

    def _answers(self, case: Case) -> Mapping[str, Any]:
        return answers.submission(case.submission_id).answers


_ACTS = {
    State.RECEIVED: Matter.received,
    State.REVIEW: Matter.reviewing,
    State.CORRECTION: Matter.correcting,
    State.CONSULT: Matter.consulting,
    State.INQUIRE: Matter.inquiring,
    State.INSPECT: Matter.inspecting,
    State.DRAFTING: Matter.drafting,
    State.CIRCULATING: Matter.circulating,
    State.ASSESSING: Matter.assessing,
    State.PAYMENT: Matter.paying,
    State.ISSUE: Matter.issuing,
    State.CLOSING: Matter.closing,
    State.WAIT: Matter.waiting,
}
