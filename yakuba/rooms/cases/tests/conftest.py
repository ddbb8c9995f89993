"""Two small procedures, somebody who files one, and clerks who take a case to where a test begins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from yakuba.ground import news
from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door, reactions
from yakuba.rooms.cases.actions import decision, intake, issuance, payment, review
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.models import Case
from yakuba.rooms.cases.reading.papers import Proposal
from yakuba.rooms.payments import door as payments

FOLDER = Path(__file__).parent / "procedures"
SIGNBOARD = {
    "name": {"family": "見本", "given": "花子", "family_kana": "ミホン", "given_kana": "ハナコ"},
    "address": {
        "postcode": "099-4113", "prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町",
        "street": "1番地", "building": "",
    },
    "wording": "あさひ商店",
    "area": "2",
    "term": {"from": "2026-11-02", "to": "2027-05-31"},
    "poor": False,
}  # fmt: skip
ENDING = {"name": SIGNBOARD["name"], "day": "2026-11-30", "slow": False}
LOW = Findings(("place", "strong"), {"danger": "low"})
HIGH = Findings(("place", "strong"), {"danger": "high"})
PLATE = Findings((), {"plate": "A-1"})


@pytest.fixture(autouse=True)
def _news_reaches_this_room() -> Iterator[None]:
    """The room's own reactions, without the other rooms that the hall wires."""
    table = {
        approvals.Decided: (reactions.decided,),
        approvals.SentBack: (reactions.sent_back,),
        approvals.PulledBack: (reactions.pulled_back,),
        payments.Settled: (reactions.settled,),
    }
    with news.rewired(table):
        yield


@dataclass
class Office:
    """The people of a test and the acts they do to reach a state. Each takes a case's id and reads its
    version.
    """

    cast: Any
    editions: dict[str, shelf.EditionRef]

    def file(
        self,
        procedure: str = "signboard",
        *,
        by: Actor | None = None,
        email: str = "hanako@example.jp",
        **changed: Any,
    ) -> UUID:
        """A case on a submission of the resident (or of another owner)."""
        owner = by or self.cast.resident
        given = {**(SIGNBOARD if procedure == "signboard" else ENDING), **changed}
        ref = answers.start(edition_id=self.editions[procedure].id, owner=owner, resume_email=email)
        key = answers.Key(owner, ref.token)
        answers.save(ref.id, key, given)
        sealed = answers.seal(ref.id, key=key, declared=True)
        opened = door.open_case(
            submission_id=sealed.id, channel="online", arrived_at=clock.now(),
            applicant_ref=owner.ref if owner.kind == "resident" else None, applicant_email=email, by=owner,
        )  # fmt: skip
        return opened.id

    def case(self, case_id: UUID) -> Case:
        return Case.objects.get(id=case_id)

    def seen(self, case_id: UUID) -> int:
        return self.case(case_id).version

    def accept(self, case_id: UUID) -> UUID:
        intake.accept(case_id, actor=self.cast.clerk, seen=self.seen(case_id))
        return case_id

    def review(self, case_id: UUID, found: Findings = LOW) -> UUID:
        review.finish_review(case_id, actor=self.cast.clerk, seen=self.seen(case_id), found=found)
        return case_id

    def draft(self, case_id: UUID, proposal: Proposal | None = None) -> UUID:
        return decision.draft_decision(
            case_id, actor=self.cast.clerk, seen=self.seen(case_id), proposal=proposal or Proposal("permit")
        )

    def press(self, approval_id: UUID, actor: Actor, act: str, reason: str = "") -> None:
        """One button of the approval page, as `actor` sees it now."""
        view, offer = approvals.approval(approval_id, actor), approvals.offer(approval_id, actor)
        assert offer is not None
        press = approvals.Press(approval_id, offer.step_id, view.digest, clock.now(), reason)
        getattr(approvals, act)(press, by=actor)

    def decide(self, approval_id: UUID) -> None:
        self.press(approval_id, self.cast.chief, "agree")
        self.press(approval_id, self.cast.head, "decide")

    def assess(self, case_id: UUID) -> list[payments.AssessmentRef]:
        return payment.assess_fee(case_id, actor=self.cast.clerk, seen=self.seen(case_id))

    def pay(self, case_id: UUID) -> None:
        for ref in payments.assessments_of([f"case:{case_id}"])[f"case:{case_id}"]:
            payments.receive(
                ref.id, amount=ref.amount, method="cash", received_on=clock.today(),
                by=self.cast.cashier, key=f"test-{ref.id}",
            )  # fmt: skip

    def issue(self, case_id: UUID, delivery: str = "download") -> UUID:
        letter = issuance.issue(
            case_id, actor=self.cast.clerk, seen=self.seen(case_id), delivery=delivery, found=PLATE
        )
        assert letter is not None
        return letter

    def to(self, state: str, **changed: Any) -> UUID:
        """A permit case brought to `state` by the acts that lead there."""
        case_id = self.file(**changed)
        path: list[tuple[str, Callable[[UUID], object]]] = [
            ("received", self.accept),
            ("review", self.review),
            ("drafting", self.draft),
            ("circulating", lambda case_id: self.decide(self.approval(case_id))),
            ("assessing", self.assess),
            ("payment", self.pay),
            ("issue", self.issue),
        ]
        for name, act in path:
            if self.case(case_id).state == state:
                return case_id
            assert self.case(case_id).state == name
            act(case_id)
        assert self.case(case_id).state == state
        return case_id

    def approval(self, case_id: UUID) -> UUID:
        return approvals.approvals_of(f"case:{case_id}")[-1].id


@pytest.fixture
def office(cast: Any) -> Office:
    editions = {}
    for key in ("signboard", "signboard_end"):
        procedure = load_procedure(FOLDER / key, sections=None)
        editions[key] = shelf.publish(procedure, valid_from=date(2026, 4, 1), by=cast.admin.by())
    return Office(cast, editions)
