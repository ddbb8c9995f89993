"""A case on its way from arrival to its file: allowed acts and what they leave."""

from datetime import date

import pytest

from yakuba.ground.files.read import open_file
from yakuba.ground.journal.read import history
from yakuba.ground.messages.send import mailbox, to_be_posted
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import door
from yakuba.rooms.cases.actions import closing, issuance, outside, review
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.models import Drafting, IssuedLetter, Opinion, StepVisit
from yakuba.rooms.cases.reading.papers import Proposal
from yakuba.rooms.cases.tests.conftest import HIGH, LOW, PLATE, Office
from yakuba.rooms.payments import door as payments
from yakuba.rooms.records import door as records
from yakuba.rooms.registers import door as registers

pytestmark = pytest.mark.django_db


def test_a_new_case_is_numbered_received_due_and_told(office: Office):
    case = office.case(office.file())

    assert case.number == "R8-0001"
    assert case.receipt_number.endswith("収第1号")
    # ten business days after Monday 2 November, with 文化の日 and 勤労感謝の日 between
    assert case.due_on == date(2026, 11, 17)
    assert (case.state, case.step_key, case.work_section) == ("received", "intake", "construction_road")
    assert (case.applicant_name, case.applicant_kana) == ("見本 花子", "ミホン ハナコ")
    assert case.subject == "あさひ商店"
    assert [mail.address for mail in mailbox(5)] == ["hanako@example.jp"]
    assert case.status_token in mailbox(5)[0].body


def test_opening_twice_on_one_submission_gives_one_case(office: Office):
    case = office.case(office.file())
    again = door.open_case(
        submission_id=case.submission_id, channel="online", arrived_at=case.arrived_at,
        applicant_ref=case.applicant_ref, applicant_email="", by=office.cast.resident,
    )  # fmt: skip

    assert (again.id, again.number) == (case.id, case.number)
    assert len(history(case.ref)) == 1


def test_the_whole_way_of_a_permit(office: Office):
    case_id = office.to("closing")
    letter = IssuedLetter.objects.get(case_id=case_id)
    assert issuance.make_pdf(letter.id)
    closing.close_case(case_id, actor=office.cast.clerk, seen=office.seen(case_id))
    case = office.case(case_id)

    assert (case.state, case.decision, case.step_key, case.visit_id) == ("done", "permit", "", None)
    assert case.closed_at is not None
    kinds = [event.kind for event in history(case.ref)]
    assert kinds == [
        "case.opened", "case.accepted", "case.review_done", "case.drafted", "case.decided", "case.assessed",
        "case.settled", "case.issued", "case.letter_made", "case.closed",
    ]  # fmt: skip
    filed = records.records_of(case.ref)
    assert len(filed) == 1


def test_steps_whose_condition_does_not_hold_are_kept_as_passed_over_with_the_reason(office: Office):
    case_id = office.to("drafting")
    skipped = StepVisit.objects.filter(case_id=case_id, outcome="skipped").order_by("order")

    assert [visit.step_key for visit in skipped] == ["neighbours", "police", "look"]
    assert "危険の程度" in skipped[0].because[0]
    assert "面積" in skipped[1].because[0]


def test_a_big_dangerous_sign_passes_the_neighbours_the_police_and_the_inspection(office: Office):
    case_id = office.to("review", area="12.5")
    office.review(case_id, HIGH)
    clerk, other = office.cast.clerk, office.cast.other_clerk
    opinion = Opinion.objects.get(case_id=case_id)
    outside.give_opinion(
        case_id, opinion.id, actor=other, seen=office.seen(case_id), result="opinion", text="音に注意"
    )
    outside.send_inquiry(
        case_id, actor=clerk, seen=office.seen(case_id), to="斜里警察署長", sent_on=date(2026, 11, 2)
    )
    assert office.case(case_id).stopped_on == date(2026, 11, 2)
    outside.answer_inquiry(
        case_id, actor=clerk, seen=office.seen(case_id), came_on=date(2026, 11, 2),
        found=Findings((), {"agreed": True}), note="支障なし",
    )  # fmt: skip
    outside.plan_inspection(case_id, actor=clerk, seen=office.seen(case_id), planned_on=date(2026, 11, 5))
    outside.finish_inspection(
        case_id, actor=clerk, seen=office.seen(case_id), came_on=date(2026, 11, 2),
        found=Findings((), {"seen": "余地がない"}),
    )  # fmt: skip

    assert office.case(case_id).state == "drafting"
    assert office.case(case_id).stopped_on is None
    cover = dict(approvals.approval(office.draft(case_id), clerk).exhibit.cover)
    assert "音に注意" in cover["合議の結果"]
    assert "余地がない" in cover["職員の確認"]


def test_the_draft_shows_the_deciders_letter_reasons_fee_and_papers(office: Office):
    case_id = office.to("drafting")
    view = approvals.approval(
        office.draft(case_id, Proposal("permit", "夜は灯りを消すこと")), office.cast.clerk
    )
    cover = dict(view.exhibit.cover)

    assert view.matter_kind == "dog.permit"
    assert "夜は灯りを消すこと" in view.exhibit.body
    assert cover["許可条件"] == "夜は灯りを消すこと"
    assert cover["あて先"].endswith("見本 花子 様")
    assert "1,200円" in cover["料金"]
    assert "構造が安全" in cover["審査の結果"]
    assert view.exhibit.attachments[0].digest == answers.submission(office.case(case_id).submission_id).digest
    assert view.exhibit.link == f"/staff/cases/{case_id}/"


def test_a_draft_sent_back_is_drafted_again_and_goes_round_anew(office: Office):
    case_id = office.to("circulating")
    approval_id = office.approval(case_id)
    office.press(approval_id, office.cast.chief, "send_back", "条件を加えること")
    assert office.case(case_id).state == "drafting"
    assert Drafting.objects.get().comment == "条件を加えること"

    again = office.draft(case_id, Proposal("permit", "灯りを消すこと"))
    office.decide(again)

    assert again == approval_id
    assert office.case(case_id).decision == "permit"
    visits = StepVisit.objects.filter(case_id=case_id, kind="approval").order_by("order")
    assert [visit.outcome for visit in visits] == ["sent_back", "approved"]


def test_a_rejected_draft_is_drafted_anew_as_another_approval(office: Office):
    case_id = office.to("circulating")
    first = office.approval(case_id)
    office.press(first, office.cast.chief, "agree")
    office.press(first, office.cast.head, "reject", "余地がある")

    assert office.case(case_id).state == "drafting"
    assert office.case(case_id).decision == ""
    assert office.draft(case_id) != first


def test_pulling_a_draft_back_opens_the_drafting_again(office: Office):
    case_id = office.to("circulating")
    view = approvals.approval(office.approval(case_id), office.cast.clerk)
    approvals.pull_back(view.id, by=office.cast.clerk, seen=view.digest, opened_at=view.drafted_at)

    assert office.case(case_id).state == "drafting"


def test_a_refusal_is_issued_with_its_reason_and_writes_no_register(office: Office):
    case_id = office.to("review")
    review.propose_refusal(
        case_id,
        actor=office.cast.clerk,
        seen=office.seen(case_id),
        reason="道路の敷地の外に余地がある",
        found=LOW,
    )
    approval_id = office.draft(case_id, Proposal("refuse", "", "道路の敷地の外に余地がある"))
    assert approvals.approval(approval_id, office.cast.clerk).matter_kind == "dog.refuse"
    office.decide(approval_id)
    assert office.case(case_id).state == "issue"
    letter = IssuedLetter.objects.get(id=office.issue(case_id))

    assert letter.title == "看板占用不許可通知書"
    assert "余地がある" in letter.body and "3か月以内" in letter.body
    assert registers.entries_of([f"case:{case_id}"])[f"case:{case_id}"] == []
    assert door.status(token=office.case(case_id).status_token).public_state == "申請却下"


def test_issuing_binds_what_was_approved_and_the_values_of_the_open_holes(office: Office):
    case_id = office.to("issue")
    letter = IssuedLetter.objects.get(id=office.issue(case_id))
    drafting = Drafting.objects.get()
    event = history(f"case:{case_id}")[-1]

    assert event.kind == "case.issued"
    assert event.facts["digest"] == drafting.digest == letter.approved_digest
    assert event.facts["holes"] == {"文書番号": letter.number, "施行日": "令和8年11月2日"}
    assert letter.body == drafting.body
    entry = registers.entries_of([f"case:{case_id}"])[f"case:{case_id}"][0]
    assert (entry.number, entry.valid_from, entry.valid_to) == ("A-1", date(2026, 11, 2), date(2027, 5, 31))


def test_the_letter_becomes_a_pdf_once_and_the_applicant_is_told_once(office: Office):
    letter_id = IssuedLetter.objects.get(id=office.issue(office.to("issue"))).id
    before = len(mailbox(50))

    assert issuance.make_pdf(letter_id)
    assert not issuance.make_pdf(letter_id)

    with open_file(IssuedLetter.objects.get(id=letter_id).file_id) as file:
        assert file.read(5) == b"%PDF-"
    assert len(mailbox(50)) == before + 1


def test_only_the_applicant_or_the_holder_of_the_link_gets_the_letter(office: Office):
    case_id = office.to("closing")
    letter = IssuedLetter.objects.get(case_id=case_id)
    issuance.make_pdf(letter.id)
    token = office.case(case_id).status_token
    file_id = IssuedLetter.objects.get().file_id

    assert door.letter_file(letter.id, actor=office.cast.resident) == file_id
    assert door.letter_file(letter.id, token=token) == file_id
    assert IssuedLetter.objects.get().delivered_by == "applicant"
    for asked in (
        {"actor": office.cast.neighbour},
        {"token": "wrong"},
        {"token": ""},
        {"actor": office.cast.clerk},
    ):
        with pytest.raises(Exception, match="letter"):
            door.letter_file(letter.id, **asked)


def test_nothing_to_pay_passes_the_payment_over(office: Office):
    case_id = office.to("drafting", poor=True)
    office.decide(office.draft(case_id))

    assert office.case(case_id).state == "issue"
    assert payments.assessments_of([f"case:{case_id}"])[f"case:{case_id}"] == []


def test_a_permit_without_an_email_address_goes_by_post(office: Office):
    case_id = office.to("issue", email="")
    office.issue(case_id, "post")
    letter = IssuedLetter.objects.get()
    issuance.make_pdf(letter.id)
    posted = [message.subject for message in to_be_posted(20)]

    assert any("納付" in subject for subject in posted)
    with pytest.raises(door.CaseRefused, match="まだ渡していない"):
        closing.close_case(case_id, actor=office.cast.clerk, seen=office.seen(case_id))
    issuance.deliver(case_id, letter.id, actor=office.cast.clerk, seen=office.seen(case_id))
    closing.close_case(case_id, actor=office.cast.clerk, seen=office.seen(case_id))
    assert office.case(case_id).state == "done"


def test_a_notification_with_its_day_accepts_and_closes_itself_around_one_review(office: Office):
    permit = office.to("closing")
    case_id = office.file("signboard_end")
    assert office.case(case_id).state == "review"

    found = Findings((), {"ended": "a-1"})
    review.finish_review(case_id, actor=office.cast.clerk, seen=office.seen(case_id), found=found)

    assert office.case(case_id).state == "done"
    entry = registers.entries_of([f"case:{permit}"])[f"case:{permit}"][0]
    assert entry.end is not None
    accepted = next(event for event in history(f"case:{case_id}") if event.kind == "case.accepted")
    assert StepVisit.objects.get(case_id=case_id, kind="intake").capacity == "automatic"
    assert accepted.facts["outcome"] == "accepted"


def test_a_notification_without_its_day_waits_for_a_person(office: Office):
    assert office.case(office.file("signboard_end", day=None)).state == "received"


def test_a_case_that_waits_goes_on_by_itself_when_its_day_comes(office: Office, moved_clock):
    case_id = office.file("signboard_end", slow=True)
    review.finish_review(case_id, actor=office.cast.clerk, seen=office.seen(case_id), found=Findings())
    assert office.case(case_id).state == "wait"
    version = office.seen(case_id)

    assert not outside.wake(case_id)
    assert office.seen(case_id) == version
    moved_clock.set(moved_clock.at.replace(day=12))
    assert outside.wake(case_id)
    assert office.case(case_id).state == "done"


def test_the_number_of_the_plate_is_needed_to_issue(office: Office):
    case_id = office.to("issue")
    with pytest.raises(door.CaseRefused) as refused:
        issuance.issue(case_id, actor=office.cast.clerk, seen=office.seen(case_id), delivery="download")

    assert refused.value.field == "s-plate"
    assert office.case(case_id).state == "issue"
    issuance.issue(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), delivery="download", found=PLATE
    )
    assert office.case(case_id).state == "closing"
