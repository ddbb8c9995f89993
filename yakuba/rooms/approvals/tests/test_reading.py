"""What is shown of drafts, and to whom."""

import pytest

from yakuba.ground.calendar import clock
from yakuba.rooms.approvals.actions import acting
from yakuba.rooms.approvals.door import approval, route_preview, waiting_for
from yakuba.rooms.approvals.models import Approval
from yakuba.rooms.approvals.tests.drafts import LARGE, SMALL, away, drafted, press

pytestmark = pytest.mark.django_db


def test_the_route_is_shown_before_drafting(cast):
    steps = route_preview(LARGE, cast.clerk, clock.today())
    assert [step.post_title for step in steps] == ["管理係長", "建設課長", "総務課長", "副町長", "町長"]
    assert steps[2].capacity_note == "欠員(職務代理の発令が必要)"
    assert steps[0].holder_names == (cast.chief.name,)
    assert route_preview(SMALL, cast.clerk, clock.today())[-1].capacity_note == "専決"


def test_who_may_see_a_draft(cast):
    approval_id = drafted(cast.clerk)
    for reader in (cast.clerk, cast.chief, cast.head, cast.deputy_mayor, cast.mayor):
        assert approval(approval_id, reader).id == approval_id
    for stranger in (cast.other_clerk, cast.other_head, cast.cashier, cast.admin, cast.resident):
        with pytest.raises(Approval.DoesNotExist):
            approval(approval_id, stranger)


def test_the_inbox_holds_own_turns_and_substitutions_and_nothing_else(cast):
    approval_id = drafted(cast.clerk)
    assert [row.id for row in waiting_for(cast.chief)] == [approval_id]
    assert waiting_for(cast.head) == waiting_for(cast.mayor) == waiting_for(cast.clerk) == []
    acting.agree(press(approval_id), by=cast.chief)
    assert [row.what for row in waiting_for(cast.head)] == ["決裁・専決"]
    assert waiting_for(cast.chief) == []
    away(cast.head, clock.today())
    assert [row.what for row in waiting_for(cast.chief)] == ["決裁・代決"]
