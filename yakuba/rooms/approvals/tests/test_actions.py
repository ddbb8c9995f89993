"""Acts on a draft, allowed and refused: the rows, the events and the news they leave."""

from dataclasses import replace
from datetime import timedelta

import pytest

from yakuba.ground.access.actor import system
from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.journal.read import history
from yakuba.ground.news import rewired, told
from yakuba.rooms.approvals.actions import acting
from yakuba.rooms.approvals.door import (
    ApprovalProblem,
    Decided,
    PulledBack,
    SentBack,
    approvals_of,
    pull_back,
    redraft,
    waiting_for,
    withdraw,
)
from yakuba.rooms.approvals.models import Act, Approval, KoetsuDuty
from yakuba.rooms.approvals.rules.refusals import Closed, NeedsReason, NotYourTurn, SelfDecision, Stale
from yakuba.rooms.approvals.tests.drafts import (
    LARGE,
    SMALL,
    SUBJECT,
    also_holds,
    away,
    drafted,
    exhibit,
    press,
    step_of,
)

pytestmark = pytest.mark.django_db


def only():
    (view,) = approvals_of(SUBJECT)
    return view


def decided_by_head(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    acting.decide(press(approval_id), by=cast.head)
    return approval_id


def test_a_small_permit_goes_from_the_chief_to_the_head_who_decides_by_senketsu(cast):
    with told() as news:
        approval_id = decided_by_head(cast)
    assert only().state == "approved"
    (decided,) = news
    assert isinstance(decided, Decided)
    assert (decided.approval_id, decided.subject, decided.outcome) == (approval_id, SUBJECT, "approved")
    assert (decided.capacity, decided.decided_by) == ("senketsu", cast.head.ref)
    assert decided.exhibit_digest == only().digest


def test_each_act_is_one_event_with_its_capacity_post_and_digest_and_no_words_of_the_draft(cast):
    approval_id = decided_by_head(cast)
    events = history(f"approval:{approval_id}")
    assert [event.kind for event in events] == ["approval.draft", "approval.agree", "approval.decide"]
    last = events[-1]
    assert (last.actor, last.capacity, last.post) == (cast.head.ref, "senketsu", "construction.head")
    assert last.facts["digest"] == only().digest
    assert last.facts["case"] == SUBJECT.removeprefix("case:")
    assert not [event for event in events if "道路占用許可について" in event.body or "看板" in event.body]


def test_only_people_with_the_right_in_the_section_may_draft(cast):
    drafted(cast.clerk)
    for stranger in (cast.other_clerk, cast.cashier, cast.admin, cast.resident):
        with pytest.raises(Denied):
            drafted(stranger)


def test_nobody_acts_out_of_turn(cast):
    approval_id = drafted(cast.clerk)
    seen = press(approval_id)
    for other in (cast.clerk, cast.head, cast.mayor):
        with pytest.raises(NotYourTurn):
            acting.agree(seen, by=other)
    with pytest.raises(Approval.DoesNotExist):
        acting.agree(seen, by=cast.other_head)
    acting.agree(seen, by=cast.chief)


def test_a_reviewer_cannot_decide_and_a_decider_cannot_merely_agree(cast):
    approval_id = drafted(cast.clerk)
    with pytest.raises(NotYourTurn):
        acting.decide(press(approval_id), by=cast.chief)
    acting.agree(press(approval_id), by=cast.chief)
    with pytest.raises(NotYourTurn):
        acting.agree(press(approval_id), by=cast.head)


def test_a_double_click_leaves_one_act_and_one_news(cast):
    approval_id = drafted(cast.clerk)
    first = press(approval_id)
    acting.agree(first, by=cast.chief)
    acting.agree(first, by=cast.chief)
    second = press(approval_id)
    with told() as news:
        acting.decide(second, by=cast.head)
        acting.decide(second, by=cast.head)
    assert len(news) == 1
    assert Act.objects.filter(approval_id=approval_id).count() == 3


def test_what_was_not_on_the_screen_cannot_be_approved(cast):
    approval_id = drafted(cast.clerk)
    old = press(approval_id)
    pull_back(approval_id, by=cast.clerk, seen=old.seen, opened_at=clock.now())
    redraft(approval_id, exhibit=exhibit("面積を直しました。"), by=cast.clerk)
    with pytest.raises(Stale):
        acting.agree(old, by=cast.chief)
    with pytest.raises(Stale):
        acting.agree(replace(press(approval_id), seen=old.seen), by=cast.chief)
    acting.agree(press(approval_id), by=cast.chief)


def test_the_act_keeps_when_the_page_was_opened(cast, moved_clock):
    approval_id = drafted(cast.clerk)
    opened = press(approval_id)
    moved_clock.advance(timedelta(minutes=7))
    acting.agree(opened, by=cast.chief)
    act = only().acts[-1]
    assert act.at - act.opened_at == timedelta(minutes=7)


def test_sent_back_to_the_drafter_redrafted_and_decided_keeps_both_rounds(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    with told() as news:
        acting.send_back(press(approval_id, reason="面積が違います"), by=cast.head)
    assert news == [
        SentBack(approval_id, SUBJECT, to_drafter=True, reason="面積が違います", by=cast.head.ref)
    ]
    assert only().state == "returned"
    redraft(approval_id, exhibit=exhibit("直しました"), by=cast.clerk, reason="面積を直した")
    acting.agree(press(approval_id), by=cast.chief)
    acting.decide(press(approval_id), by=cast.head)
    view = only()
    assert (view.state, view.version) == ("approved", 2)
    assert [(act.outcome, act.version, act.void) for act in view.acts] == [
        ("draft", 1, False),
        ("agree", 1, True),
        ("send_back", 1, False),
        ("redraft", 2, False),
        ("agree", 2, False),
        ("decide", 2, False),
    ]


def test_sent_back_to_the_chief_only_later_approvals_are_void(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    chief = step_of(approval_id, "管理係長")
    with told() as news:
        acting.send_back(press(approval_id, reason="もう一度見てください"), by=cast.head, to=chief.id)
    assert [item.to_drafter for item in news] == [False]
    assert only().state == "circulating"
    assert [row.id for row in waiting_for(cast.chief)] == [approval_id]
    assert waiting_for(cast.head) == []
    acting.agree(press(approval_id), by=cast.chief)
    acting.decide(press(approval_id), by=cast.head)
    assert only().state == "approved"


@pytest.mark.parametrize("act", [acting.send_back, acting.reject, acting.refer_up])
def test_sending_back_rejecting_and_referring_up_need_a_reason(cast, act):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    with pytest.raises(NeedsReason, match="理由"):
        act(press(approval_id, reason="  "), by=cast.head)
    act(press(approval_id, reason="先例になるため"), by=cast.head)
    assert only().acts[-1].reason == "先例になるため"


def test_a_rejected_draft_is_over(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    seat = press(approval_id, reason="余地があります")
    with told() as news:
        acting.reject(seat, by=cast.head)
    assert [(item.outcome, item.decided_by) for item in news] == [("rejected", cast.head.ref)]
    with pytest.raises(ApprovalProblem):
        redraft(approval_id, exhibit=exhibit(), by=cast.clerk)


def test_after_the_decision_nothing_changes(cast):
    approval_id = decided_by_head(cast)
    last = replace(press_of_last(approval_id), reason="やはり")
    for refused in (
        lambda: acting.send_back(last, by=cast.head),
        lambda: acting.reject(last, by=cast.head),
        lambda: pull_back(approval_id, by=cast.clerk, seen=last.seen, opened_at=clock.now()),
        lambda: withdraw(approval_id, by=cast.clerk, reason="取下げ"),
    ):
        with pytest.raises(Closed, match="決裁済"):
            refused()


def press_of_last(approval_id):
    view = only()
    return acting.Press(approval_id, view.steps[-1].id, view.digest, clock.now())


def test_the_drafter_pulls_back_until_the_next_person_has_acted(cast):
    approval_id = drafted(cast.clerk)
    seen = press(approval_id).seen
    with pytest.raises(NotYourTurn):
        pull_back(approval_id, by=cast.chief, seen=seen, opened_at=clock.now())
    with told() as news:
        pull_back(approval_id, by=cast.clerk, seen=seen, opened_at=clock.now())
        pull_back(approval_id, by=cast.clerk, seen=seen, opened_at=clock.now())
    assert news == [PulledBack(approval_id, SUBJECT)]
    redraft(approval_id, exhibit=exhibit(), by=cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    with pytest.raises(ApprovalProblem, match="引き戻せません"):
        pull_back(approval_id, by=cast.clerk, seen=press(approval_id).seen, opened_at=clock.now())


def test_a_drafter_with_an_old_page_does_not_pull_back_what_a_colleague_sent_round(cast):
    colleague = also_holds(cast.other_clerk, "construction_road.clerk", clock.today())
    approval_id = drafted(cast.clerk)
    old = press(approval_id).seen
    acting.send_back(press(approval_id, reason="直してください"), by=cast.chief)
    redraft(approval_id, exhibit=exhibit("直した案"), by=colleague)
    with pytest.raises(NotYourTurn):
        pull_back(approval_id, by=cast.clerk, seen=old, opened_at=clock.now())
    with pytest.raises(Stale):
        pull_back(approval_id, by=colleague, seen=old, opened_at=clock.now())
    pull_back(approval_id, by=colleague, seen=press(approval_id).seen, opened_at=clock.now())


def test_a_circulating_draft_is_not_redrafted(cast):
    approval_id = drafted(cast.clerk)
    with pytest.raises(ApprovalProblem, match="差し戻された"):
        redraft(approval_id, exhibit=exhibit(), by=cast.clerk)


def test_a_colleague_of_the_section_may_redraft_and_is_then_the_drafter(cast):
    colleague = also_holds(cast.other_clerk, "construction_road.clerk", clock.today())
    approval_id = drafted(cast.clerk)
    acting.send_back(press(approval_id, reason="直してください"), by=cast.chief)
    for stranger, refusal in ((cast.other_clerk, Approval.DoesNotExist), (cast.mayor, Denied)):
        with pytest.raises(refusal):
            redraft(approval_id, exhibit=exhibit(), by=stranger)
    redraft(approval_id, exhibit=exhibit(), by=colleague)
    assert only().drafter_id == colleague.id


def test_a_redraft_with_a_larger_amount_takes_the_larger_route(cast):
    approval_id = drafted(cast.clerk)
    acting.send_back(press(approval_id, reason="金額が違います"), by=cast.chief)
    redraft(approval_id, exhibit=exhibit(), by=cast.clerk, matter=LARGE)
    assert only().steps[-1].post_title == "町長"


def test_a_withdrawn_draft_waits_for_nobody(cast):
    approval_id = drafted(cast.clerk)
    late = press(approval_id)
    withdraw(approval_id, by=cast.clerk, reason="申請が取り下げられた")
    assert waiting_for(cast.chief) == []
    assert only().state == "withdrawn"
    with pytest.raises(Closed, match="取下げ"):
        acting.agree(late, by=cast.chief)


def test_the_machine_withdraws_a_draft_whose_matter_was_taken_back_even_when_returned(cast):
    approval_id = drafted(cast.clerk)
    acting.send_back(press(approval_id, reason="直してください"), by=cast.chief)
    withdraw(approval_id, by=system("cases"), reason="申請者の取下げ")
    assert only().state == "withdrawn"
    assert only().acts[-1].who == "システム"
    other = drafted(cast.clerk)
    for person in (cast.resident, cast.other_clerk):
        with pytest.raises(Approval.DoesNotExist):
            withdraw(other, by=person, reason="取下げ")


def test_while_the_head_is_away_the_chief_decides_by_daiketsu_and_the_head_reads_afterwards(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    with pytest.raises(NotYourTurn):
        acting.decide(press(approval_id), by=cast.chief)
    away(cast.head, clock.today())
    with told() as news:
        acting.decide(press(approval_id), by=cast.chief)
    assert news[0].capacity == "daiketsu"
    duty = KoetsuDuty.objects.get()
    assert (duty.cause, duty.post_key) == ("substituted_decider", "construction.head")
    with pytest.raises(KoetsuDuty.DoesNotExist):
        acting.read_afterwards(duty.id, by=cast.chief)
    acting.read_afterwards(duty.id, by=cast.head)
    acting.read_afterwards(duty.id, by=cast.head)
    kinds = [event.kind for event in history(f"approval:{approval_id}")]
    assert kinds.count("approval.read_afterwards") == 1


def test_while_the_chief_is_away_the_head_acts_ahead_and_the_chief_reads_afterwards(cast):
    approval_id = drafted(cast.clerk)
    head_step = step_of(approval_id, "建設課長")
    ahead = replace(press(approval_id), step_id=head_step.id)
    with pytest.raises(NotYourTurn):
        acting.decide(ahead, by=cast.head)
    away(cast.chief, clock.today())
    acting.decide(ahead, by=cast.head)
    duty = KoetsuDuty.objects.get()
    assert (duty.cause, duty.post_key) == ("skipped_reviewer", "construction_road.chief")
    assert only().acts[-1].capacity_text == "専決・引上げ"


def test_an_acting_head_decides_as_shokumu_dairi_without_duty_to_read(cast):
    deputy = also_holds(cast.deputy_mayor, "construction.head", clock.today(), acting=True)
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    acting.decide(press(approval_id), by=deputy)
    assert only().acts[-1].capacity_text == "職務代理"
    assert not KoetsuDuty.objects.exists()


def test_consulted_sections_agree_with_an_opinion_or_disagree_and_both_are_kept(cast):
    general = also_holds(cast.other_head, "general_affairs.head", clock.today())
    approval_id = drafted(cast.clerk, matter=replace(SMALL, kind="road_occupancy.refuse"))
    acting.agree(press(approval_id), by=cast.chief)
    acting.agree(press(approval_id), by=cast.head)
    with pytest.raises(NeedsReason):
        acting.disagree(press(approval_id), by=general)
    acting.disagree(press(approval_id, reason="補正を求めるべきです"), by=general)
    assert [step.post_title for step in only().steps] == [
        "管理係長",
        "建設課長",
        "総務課長",
        "副町長",
        "町長",
    ]
    assert only().steps[-2].kind == "review"
    acting.agree(press(approval_id), by=cast.deputy_mayor)
    acting.decide(press(approval_id), by=cast.mayor)
    assert [act.reason for act in only().acts if act.outcome == "disagree"] == ["補正を求めるべきです"]
    assert only().acts[-1].capacity_text == ""


def test_a_consult_agreed_with_words_is_an_opinion(cast):
    general = also_holds(cast.other_head, "general_affairs.head", clock.today())
    approval_id = drafted(cast.clerk, matter=replace(SMALL, kind="road_occupancy.refuse"))
    acting.agree(press(approval_id), by=cast.chief)
    acting.agree(press(approval_id), by=cast.head)
    acting.agree(press(approval_id, reason="教示を忘れずに"), by=general)
    assert only().acts[-1].outcome == "agree_with_opinion"
    assert only().steps[-1].state == "open"


def test_a_head_who_finds_it_unprecedented_refers_it_up(cast):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    acting.refer_up(press(approval_id, reason="先例になるため"), by=cast.head)
    acting.decide(press(approval_id), by=cast.deputy_mayor)
    assert only().acts[-1].capacity_text == "専決"
    assert only().steps[-1].post_title == "副町長"


def test_a_head_cannot_draft_what_only_the_head_decides(cast):
    with pytest.raises(SelfDecision):
        drafted(cast.head)
    drafted(cast.head, matter=LARGE)


def test_a_vacant_reviewer_is_skipped_with_the_reason_on_the_route(cast):
    from_digital = replace(SMALL, kind="dog_registration.accept", section="environment_life")
    clerk = also_holds(cast.other_clerk, "environment_life.clerk", clock.today())
    drafted(clerk, matter=from_digital)
    assert "欠員" in only().steps[0].note
    assert only().steps[1].state == "open"


def test_when_a_reaction_fails_the_act_is_undone(cast):
    def fails(_):
        raise RuntimeError("reaction")

    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    with rewired({Decided: [fails]}), pytest.raises(RuntimeError):
        acting.decide(press(approval_id), by=cast.head)
    assert only().state == "circulating"
