"""A small exhibit and short ways to press buttons, for the tests of this room."""

from datetime import date

from yakuba.ground.access.actor import Actor, staff_actor
from yakuba.ground.calendar import clock
from yakuba.ground.journal.signature import By
from yakuba.ground.people import arrange
from yakuba.rooms.approvals.actions.acting import Press
from yakuba.rooms.approvals.actions.drafting import draft
from yakuba.rooms.approvals.door import Exhibit, Matter, approvals_of

BY = By(actor="system:test")
SUBJECT = "case:0199aaaa-0000-7000-8000-000000000001"
SMALL = Matter("road_occupancy.permit", "construction_road", {"fee_yen": 9499, "area": 10, "months": 6})
LARGE = Matter("road_occupancy.permit", "construction_road", {"fee_yen": 5_000_000, "area": 10, "months": 6})


def exhibit(body: str = "許可します。番号は{{文書番号}}です。") -> Exhibit:
    return Exhibit(cover=(("件名", "看板の道路占用"), ("料金", "9,499円")), body=body, link="/staff/cases/1/")


def drafted(by: Actor, *, matter: Matter = SMALL, title: str = "道路占用許可について"):
    return draft(matter=matter, title=title, exhibit=exhibit(), subject=SUBJECT, by=by)


def press(approval_id, *, reason: str = "", seen: str | None = None) -> Press:
    """A press on the first open step, having seen what stands."""
    view = next(view for view in approvals_of(SUBJECT) if view.id == approval_id)
    step = next(step for step in view.steps if step.state in ("open", "waiting"))
    return Press(approval_id, step.id, seen or view.digest, clock.now(), reason)


def step_of(approval_id, post_title: str):
    view = next(view for view in approvals_of(SUBJECT) if view.id == approval_id)
    return next(step for step in view.steps if step.post_title == post_title)


def away(actor: Actor, day: date) -> None:
    arrange.note_absence(staff_id=actor.id, starts_on=day, ends_on=day, reason="出張", by=BY)


def also_holds(actor: Actor, post_key: str, day: date, *, acting: bool = False) -> Actor:
    """The actor with one more post."""
    arrange.assign(staff_id=actor.id, post_key=post_key, starts_on=day, by=BY, acting=acting)
    return staff_actor(actor.id, actor.name, day=day, assurance="password")
