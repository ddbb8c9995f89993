"""What the town's people do with a case, one act at a time, as its state asks. The same for every procedure."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from seeds import filing
from seeds.people import Person, holder_of
from seeds.timeline import Later, Life
from yakuba.ground.access.actor import Actor, staff_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.jobs.queue import run_due
from yakuba.ground.people import read as people
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door as cases
from yakuba.rooms.cases.actions import closing, correction, decision, desk, intake, issuance, outside, payment, review
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.approvals.models import RouteStep
from yakuba.rooms.approvals.rules.values import StepKind, StepState
from yakuba.rooms.cases.models import Case, StepVisit
from yakuba.rooms.cases.reading.papers import Proposal
from yakuba.rooms.cases.rules.states import ENDS, State
from yakuba.rooms.payments import door as payments

CORRECTED, SENT_BACK, REFUSED, WITHDRAWN = 0.08, 0.06, 0.03, 0.02  # how often, per matter

# States in which the next act is not the section's.
ELSEWHERE = {State.CORRECTION, State.CIRCULATING, State.PAYMENT}


class Matter:
    """One case's way through the hall: who does what next, and after how long."""

    def __init__(self, case_id: UUID, person: Person, staff_answers: Mapping[str, Any], chance: Random) -> None:
        self.id, self.person, self.chance = case_id, person, chance
        self.staff_answers = staff_answers
        self.luck = {name: chance.random() < rate for name, rate in
                     (("correct", CORRECTED), ("send_back", SENT_BACK), ("refuse", REFUSED), ("withdraw", WITHDRAWN))}  # fmt: skip
        self.pace = chance.choice((0.5, 1.0, 1.5, 2.0, 3.0, 5.0))

    def life(self) -> Life:
        yield self._soon(2)
        while (case := Case.objects.get(id=self.id)).state not in ENDS:
            if self.luck.pop("withdraw", False):
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
        """Someone of the section that works on the case: its clerk first."""
        refs = people.holders_by_section(case.section, clock.today())
        lowest = min(refs, key=lambda ref: ref.rank)
        return staff_actor(lowest.id, lowest.name, day=clock.today(), assurance="password")

    def received(self, case: Case) -> Later:
        clerk = self.clerk(case)
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
        if self.luck.pop("refuse", False) and any(step.refusal_letter for step in self._procedure(case).steps):
            review.propose_refusal(
                case.id, actor=clerk, seen=case.version, found=found,
                reason="道路の幅に余裕がなく、歩行者の安全な通行が確保できないため（見本の理由）。",
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
            found = Findings(answers=self._staff_answers(case))
            outside.answer_inquiry(case.id, actor=clerk, seen=case.version, came_on=clock.today(), found=found, note="")
            return self._soon(6)
        outside.send_inquiry(case.id, actor=clerk, seen=case.version, to=step.to[0], sent_on=clock.today())
        return Later(timedelta(days=self.chance.uniform(2, 6)))

    def inspecting(self, case: Case) -> Later:
        clerk = self.clerk(case)
        found = Findings(answers=self._staff_answers(case))
        outside.finish_inspection(case.id, actor=clerk, seen=case.version, came_on=clock.today(), found=found)
        return self._soon(8)

    def drafting(self, case: Case) -> Later:
        refused = case.decision == "refuse"
        proposal = Proposal(
            decision="refuse" if refused else "permit",
            conditions="" if refused else "作業のときは、歩行者の通路を幅1.5m以上あけてください。",
            reason="道路の幅に余裕がなく、歩行者の安全な通行が確保できないため（見本の理由）。" if refused else "",
        )
        decision.draft_decision(case.id, actor=self.clerk(case), seen=case.version, proposal=proposal)
        return self._soon(8)

    def circulating(self, case: Case) -> Later:
        """Whoever's turn it is reads and presses; once in a while it goes back with a reason."""
        step = RouteStep.objects.filter(approval__subject=case.ref, state=StepState.OPEN)[0]
        actor = holder_of(step.post_key)
        seen = approvals.approval(step.approval_id, actor)
        decides = step.kind == StepKind.DECIDE
        returned = decides and self.luck.pop("send_back", False)
        reason = "条件の書き方があいまいです。通路の幅を数字で示してください。" if returned else ""
        press = approvals.Press(seen.id, step.id, seen.digest, clock.now(), reason)
        act = approvals.send_back if returned else approvals.decide if decides else approvals.agree
        act(press, by=actor)
        return self._soon(5)

    def assessing(self, case: Case) -> Later:
        payment.assess_fee(case.id, actor=self.clerk(case), seen=case.version)
        return Later(timedelta(days=self.chance.uniform(0.2, 9)))

    def paying(self, case: Case) -> Later:
        """The payer comes to the window; the cashier takes what is owed."""
        cashier = holder_of("accounting_cash.cashier")
        for due in payments.assessments_of([f"case:{case.id}"])[f"case:{case.id}"]:
            if due.state == "open":
                payments.receive(
                    due.id, amount=due.amount, method="cash", received_on=clock.today(), by=cashier, key=f"seed-{due.id}"
                )
        return self._soon(4)

    def issuing(self, case: Case) -> Later:
        delivery = "download" if case.applicant_email else "counter"
        found = Findings(answers=self._staff_answers(case))
        issuance.issue(case.id, actor=self.clerk(case), seen=case.version, delivery=delivery, found=found)
        run_due()  # the letter is set
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
        return StepVisit.objects.get(id=case.visit_id)

    def _procedure(self, case: Case) -> Procedure:
        return shelf.edition(case.edition_id).procedure

    def _found(self, case: Case) -> Findings:
        step = self._procedure(case).step(case.step_key)
        return Findings(tuple(item.key for item in step.checklist), self._staff_answers(case))

    def _staff_answers(self, case: Case) -> dict[str, Any]:
        """The example's staff answers of this step; a register number is made from the case's own."""
        procedure = self._procedure(case)
        step = procedure.step(case.step_key)
        given = {q.key: self.staff_answers[q.key] for q in step.questions if q.key in self.staff_answers}
        rule = procedure.register
        if rule and rule.action == "write" and rule.number_question in given:
            given[rule.number_question] = case.number
        if rule and rule.action == "end":
            given.pop(rule.number_question, None)
        asked = {question.key: question for question in step.questions}
        today = clock.today().isoformat()
        return {key: today if asked[key].kind == "date" else value for key, value in given.items()}

    def _answers(self, case: Case) -> Mapping[str, Any]:
        return answers.submission(case.submission_id).answers


_ACTS = {
    State.RECEIVED: Matter.received,
    State.REVIEW: Matter.reviewing,
    State.CORRECTION: Matter.correcting,
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
