"""The inbox and a draft's page in a browser without JavaScript."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client

from yakuba.ground.calendar import clock
from yakuba.ground.files import intake
from yakuba.ground.journal.record import record
from yakuba.rooms.approvals.actions import acting
from yakuba.rooms.approvals.door import Attachment, approvals_of, draft, pull_back, redraft
from yakuba.rooms.approvals.tests.drafts import BY, SMALL, SUBJECT, away, drafted, exhibit, press

pytestmark = pytest.mark.django_db
INBOX = "/staff/approvals/"


@pytest.fixture
def browser(login):
    return lambda actor: login(Client(), actor)


def fields(page) -> dict[str, str]:
    """The hidden fields of the act form."""
    text = page.content.decode()
    form = text[text.index("/acts/") :]
    return dict(re.findall(r'type="hidden" name="(page|step)" value="([^"]+)"', form))


def url(approval_id, part: str = "") -> str:
    return f"{INBOX}{approval_id}/{part}"


def test_from_the_inbox_to_the_decision_in_two_clicks(cast, browser):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    head = browser(cast.head)
    assert url(approval_id) in head.get(INBOX).content.decode()
    page = head.get(url(approval_id))
    assert "〔文書番号〕" in page.content.decode()
    assert "専決" in page.content.decode()
    answer = head.post(url(approval_id, "acts/"), {**fields(page), "act": "decide"}, follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert approvals_of(SUBJECT)[0].state == "approved"
    assert "決裁済" in answer.content.decode()


def test_a_stale_page_is_answered_409_with_the_typed_reason_kept(cast, browser):
    approval_id = drafted(cast.clerk)
    chief = browser(cast.chief)
    old = fields(chief.get(url(approval_id)))
    seen = approvals_of(SUBJECT)[0].digest
    pull_back(approval_id, by=cast.clerk, seen=seen, opened_at=clock.now())
    redraft(approval_id, exhibit=exhibit("面積を直した案"), by=cast.clerk)
    answer = chief.post(url(approval_id, "acts/"), {**old, "act": "agree", "reason": "確認しました"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "内容が変わりました。もう一度お読みください" in text
    assert "確認しました" in text
    assert "面積を直した案" in text
    again = chief.post(url(approval_id, "acts/"), {**fields(answer), "act": "agree"})
    assert again.status_code == 302


def test_sending_back_without_a_reason_says_what_to_do_and_loses_nothing(cast, browser):
    approval_id = drafted(cast.clerk)
    chief = browser(cast.chief)
    page = chief.get(url(approval_id))
    answer = chief.post(url(approval_id, "acts/"), {**fields(page), "act": "send_back", "reason": " "})
    assert answer.status_code == 422
    assert "理由が必要です" in answer.content.decode()
    assert approvals_of(SUBJECT)[0].state == "circulating"


@pytest.mark.parametrize(
    "change", [{"page": "forged"}, {"page": ""}, {"step": "x"}, {"act": "erase"}, {"to": "x"}]
)
def test_a_page_that_was_not_ours_changes_nothing(cast, browser, change):
    approval_id = drafted(cast.clerk)
    chief = browser(cast.chief)
    posted = {**fields(chief.get(url(approval_id))), "act": "agree", **change}
    assert chief.post(url(approval_id, "acts/"), posted).status_code == 409
    assert len(approvals_of(SUBJECT)[0].acts) == 1


def test_a_page_of_another_draft_is_stale(cast, browser):
    one, two = drafted(cast.clerk), drafted(cast.clerk)
    chief = browser(cast.chief)
    posted = {**fields(chief.get(url(one))), "act": "agree"}
    assert chief.post(url(two, "acts/"), posted).status_code == 409


def test_too_long_a_reason_is_refused_kindly(cast, browser):
    approval_id = drafted(cast.clerk)
    chief = browser(cast.chief)
    posted = {**fields(chief.get(url(approval_id))), "act": "agree", "reason": "𠮷" * 4001}
    answer = chief.post(url(approval_id, "acts/"), posted)
    assert answer.status_code == 409
    assert "4000字以内" in answer.content.decode()


def anonymous(page) -> str:
    """The page without ids and form tokens."""
    return re.sub(r"[0-9a-f-]{36}|value=\"\w{64}\"", "", page.content.decode())


def test_others_and_what_does_not_exist_get_the_same_answer(cast, browser):
    approval_id = drafted(cast.clerk)
    stranger = browser(cast.other_clerk)
    hidden = stranger.get(url(approval_id))
    missing = stranger.get(url("01a19a33-0f80-7326-8f26-a445ec801366"))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert anonymous(hidden) == anonymous(missing)
    assert stranger.post(url(approval_id, "acts/"), {"act": "agree"}).status_code == 404
    assert browser(cast.clerk).get(url(approval_id)).status_code == 200


def test_the_drafter_pulls_back_on_the_page(cast, browser):
    approval_id = drafted(cast.clerk)
    clerk = browser(cast.clerk)
    page = clerk.get(url(approval_id))
    assert "引き戻す" in page.content.decode()
    clerk.post(url(approval_id, "acts/"), {**fields(page), "act": "pull_back"})
    assert approvals_of(SUBJECT)[0].state == "returned"
    assert "案件で直す" in clerk.get(url(approval_id)).content.decode()


def test_the_head_reads_afterwards_on_the_page(cast, browser):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    away(cast.head, clock.today())
    acting.decide(press(approval_id), by=cast.chief)
    head = browser(cast.head)
    assert "代決されたもの" in head.get(INBOX).content.decode()
    text = head.get(url(approval_id)).content.decode()
    (form,) = re.findall(r'action="(/staff/approvals/[^"]+/readings/[^"]+)"', text)
    assert head.post(form).status_code == 302
    assert "代決されたもの" not in head.get(INBOX).content.decode()


def test_what_is_typed_into_a_draft_is_shown_as_text(cast, browser):
    approval_id = drafted(cast.clerk, title="<script>alert(1)</script>")
    text = browser(cast.chief).get(url(approval_id)).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text


def test_no_page_carries_inline_script_or_style(cast, browser):
    approval_id = drafted(cast.clerk)
    for page in (INBOX, url(approval_id)):
        text = browser(cast.chief).get(page).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src=)", text)


def test_pages_stay_within_fifteen_queries_whatever_the_number_of_drafts(
    cast, browser, django_assert_max_num_queries
):
    ids = [drafted(cast.clerk, title=f"{number}件目") for number in range(12)]
    acting.agree(press(ids[0]), by=cast.chief)
    away(cast.head, clock.today())
    chief = browser(cast.chief)
    with django_assert_max_num_queries(15):
        text = chief.get(INBOX).content.decode()
    assert text.count('class="row-link"') >= 12
    with django_assert_max_num_queries(15):
        chief.get(url(ids[1]))


def kept(name):
    """A stored text file, recorded."""
    with transaction.atomic():
        stored = intake.keep(BytesIO(name.encode()), allow=["text"], max_bytes=1000, name=name)
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    return stored


def test_an_attachment_opens_only_for_those_who_may_see_the_draft(cast, browser):
    mine, other = kept("位置図.txt"), kept("ほかの図.txt")
    shown = replace(exhibit(), attachments=(Attachment(mine.name, mine.digest, mine.id),))
    approval_id = draft(matter=SMALL, title="占用", exhibit=shown, subject=SUBJECT, by=cast.clerk)
    chief = browser(cast.chief)
    link = url(approval_id, f"attachments/{mine.id}/")
    assert link in chief.get(url(approval_id)).content.decode()
    assert b"".join(chief.get(link).streaming_content).decode() == "位置図.txt"
    assert chief.get(url(approval_id, f"attachments/{other.id}/")).status_code == 404
    assert browser(cast.other_clerk).get(link).status_code == 404


def test_choosing_the_chief_as_the_one_to_send_back_to(cast, browser):
    approval_id = drafted(cast.clerk)
    acting.agree(press(approval_id), by=cast.chief)
    head = browser(cast.head)
    page = head.get(url(approval_id))
    (chief_step,) = re.findall(r'<option value="([0-9a-f-]{36})">管理係長', page.content.decode())
    posted = {**fields(page), "act": "send_back", "to": chief_step, "reason": "再確認"}
    assert head.post(url(approval_id, "acts/"), posted).status_code == 302
    assert replace(approvals_of(SUBJECT)[0], acts=()).state == "circulating"
    assert url(approval_id) in browser(cast.chief).get(INBOX).content.decode()
