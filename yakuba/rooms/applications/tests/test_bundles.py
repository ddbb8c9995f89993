"""Several applications together: asked once, sent once, each with its own case; all or nothing."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from yakuba.ground.catalogue import shelf
from yakuba.ground.journal.read import history
from yakuba.ground.messages.models import Message
from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.applications import jobs
from yakuba.rooms.applications.actions import bundles as actions
from yakuba.rooms.applications.models import Bundle, BundleItem
from yakuba.rooms.applications.reading import bundles as reading
from yakuba.rooms.applications.tests import moving
from yakuba.rooms.applications.tests.conftest import Browser
from yakuba.rooms.applications.tests.moving import KEYS, answer_all, answer_first
from yakuba.rooms.cases.models import Case

pytestmark = pytest.mark.django_db
SEND = {"act": "send", "declared": "yes"}
NOWHERE = "01890000-0000-7000-8000-000000000000"


@pytest.fixture
def published(cast: Any) -> Iterator[dict[str, shelf.EditionRef]]:
    yield moving.publish(cast.admin)


@pytest.fixture
def hanako(published: Any, cast: Any, login: Any) -> Browser:
    return Browser(login(Client(), cast.resident))


@pytest.fixture
def neighbour(published: Any, cast: Any, login: Any) -> Browser:
    return Browser(login(Client(), cast.neighbour))


@pytest.fixture
def guest(published: Any) -> Browser:
    return Browser(Client())


def begin(browser: Browser, keys: list[str] = KEYS, **more: str) -> Browser:
    return browser.post("/bundles/", {"procedure": keys, **more})


def drafts() -> list[Draft]:
    return [Draft.objects.get(id=item.draft_id) for item in BundleItem.objects.order_by("position")]


def test_a_resident_answers_once_and_gets_a_case_for_every_procedure(hanako: Browser) -> None:
    begin(hanako)
    assert "手続 1/3 転入の届" in hanako.html
    answer_first(hanako)
    assert "手続 2/3 転校の届" in hanako.html and "/pages/school/" in hanako.path
    answer_all_rest(hanako)
    assert hanako.html.count("転校の届") >= 1 and "3つの申請をまとめて送る" in hanako.html
    hanako.post(hanako.path, SEND)
    bundle = Bundle.objects.get()
    assert hanako.receipt_number == bundle.number == "M8-0001" and hanako.path.endswith("/receipt/")
    cases = list(Case.objects.order_by("number"))
    assert [case.procedure_key for case in cases] == KEYS
    for case in cases:
        assert case.number in hanako.html and f"/status/{case.status_token}/" in hanako.html
    (event,) = history(f"bundle:{bundle.id}")
    assert event.facts["cases"] == [str(case.id) for case in cases]


def answer_all_rest(browser: Browser) -> Browser:
    browser.answer(moving.SCHOOL)
    assert browser.path.endswith("/summary/"), (browser.path, re.findall("＊[^<]*", browser.html))
    return browser


def test_a_reused_answer_is_frozen_with_where_it_came_from(hanako: Browser) -> None:
    answer_all(begin(hanako)).post(hanako.path, SEND)
    school = Submission.objects.get(procedure_key="school")
    assert school.answers["guardian"]["given"] == "花子" and len(school.answers["pupils"]) == 2
    assert school.origins["guardian"] == {"source": "転入の届", "given_at": "2026-11-02"}
    assert "grade" not in school.origins
    view = answers.submission(school.id)
    assert answers.reused(view, "guardian") == ("再利用: 2026-11-02 転入の届より",)
    assert history(f"submission:{school.id}")[0].facts["digest"] == view.digest


def test_one_mail_tells_of_every_case(hanako: Browser) -> None:
    answer_all(begin(hanako)).post(hanako.path, SEND)
    (mail,) = Message.objects.filter(subject__contains="届きました")
    assert mail.address == "hanako@example.jp"
    assert all(case.status_token in mail.body and case.number in mail.body for case in Case.objects.all())


def test_a_second_click_shows_the_same_receipt(hanako: Browser) -> None:
    summary = answer_all(begin(hanako)).path
    first = hanako.post(summary, SEND).receipt_number
    again = hanako.post(summary, SEND).receipt_number
    assert first == again and Case.objects.count() == 3 and Bundle.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_sendings_at_once_make_one_set_of_cases(hanako: Browser, cast: Any) -> None:
    answer_all(begin(hanako))
    bundle_id = Bundle.objects.get().id

    def send(_: int) -> None:
        try:
            actions.send(bundle_id, answers.Key(cast.resident), declared=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(send, range(4)))
    assert Case.objects.count() == Submission.objects.count() == 3
    assert len(history(f"bundle:{bundle_id}")) == 1
    assert Message.objects.filter(subject__contains="まとめ番号").count() == 1


def test_nothing_is_sent_while_anything_is_missing_and_it_is_named(hanako: Browser) -> None:
    answer_first(begin(hanako))
    bundle = Bundle.objects.get()
    shown = hanako.post(f"/bundles/{bundle.id}/summary/", SEND)
    assert shown.status == 422 and "転校の届: 学校: 「学年」" in shown.html
    assert f"/drafts/{drafts()[1].id}/pages/school/?check=1" in shown.html
    assert (Case.objects.count(), Submission.objects.count()) == (0, 0)
    assert Bundle.objects.get().sent_at is None


def test_without_the_declaration_nothing_is_sent(hanako: Browser) -> None:
    answer_all(begin(hanako)).post(hanako.path, {"act": "send"})
    assert hanako.status == 422 and "印をつけてください" in hanako.html and Case.objects.count() == 0


def test_a_change_in_an_earlier_application_flows_to_the_later_ones(hanako: Browser) -> None:
    answer_all(begin(hanako))
    page = f"/bundles/{Bundle.objects.get().id}/drafts/{drafts()[0].id}/pages/person/?check=1"
    seen = re.search(r'name="seen" value="([0-9a-f]*)"', hanako.get(page).html)
    assert seen
    changed = {**moving.PERSON, "q-applicant.given": "花代", "seen": seen.group(1), "act": "next"}
    hanako.post(page, changed)
    assert hanako.path.endswith("/summary/") and hanako.html.count("見本 花代") == 3


def test_what_is_hidden_in_the_earlier_application_is_asked_again_in_the_later(hanako: Browser) -> None:
    answer_all(begin(hanako))
    bundle = Bundle.objects.get()
    page = f"/bundles/{bundle.id}/drafts/{drafts()[0].id}/pages/family/"
    hanako.get(page).answer({**moving.MOVED, "q-with_children": "no"})
    assert "pupils" not in drafts()[1].given
    hanako.get(f"/bundles/{bundle.id}/")
    assert hanako.path.endswith(f"/drafts/{drafts()[1].id}/pages/pupils/")


def test_a_shared_answer_can_be_different_in_one_application(hanako: Browser) -> None:
    answer_all(begin(hanako))
    bundle, water = Bundle.objects.get(), drafts()[2]
    hanako.post(f"/bundles/{bundle.id}/drafts/{water.id}/own/", {"question": "user"})
    assert hanako.path.endswith(f"/drafts/{water.id}/pages/user/") and 'value="花子"' in hanako.html
    assert "前の手続で答えたこと" in hanako.html
    hanako.answer(
        {
            "q-user.family": "見本", "q-user.given": "太郎",
            "q-user.family_kana": "ミホン", "q-user.given_kana": "タロウ",
        }
    )  # fmt: skip
    hanako.get(f"/bundles/{bundle.id}/summary/").post(hanako.path, SEND)
    told = {row.procedure_key: row.answers for row in Submission.objects.all()}
    assert told["water"]["user"]["given"] == "太郎" and told["school"]["guardian"]["given"] == "花子"
    assert "user" not in Submission.objects.get(procedure_key="water").origins


def test_a_value_the_later_question_would_refuse_stays_open(hanako: Browser) -> None:
    begin(hanako).answer(moving.PERSON).answer({**moving.FAMILY, "q-moved_on.year": "7"})
    assert "starts" not in drafts()[2].given and "place" in drafts()[2].given


def test_one_application_can_be_taken_out_and_keeps_its_answers(hanako: Browser) -> None:
    answer_all(begin(hanako))
    bundle, school = Bundle.objects.get(), drafts()[1]
    hanako.post(f"/bundles/{bundle.id}/drafts/{school.id}/removal/")
    alone = Draft.objects.get(id=school.id)
    assert alone.answers["guardian"]["given"] == "花子" and (alone.given, alone.about) == ({}, "")
    assert hanako.path.startswith(f"/drafts/{school.id}/")
    assert [draft.id for draft in answers.drafts_of(alone.owner_ref)].count(school.id) == 1
    hanako.get(f"/bundles/{bundle.id}/summary/")
    assert "転校の届" not in hanako.html


def test_a_member_is_not_sent_alone_by_its_own_address(hanako: Browser) -> None:
    answer_all(begin(hanako))
    hanako.post(f"/drafts/{drafts()[0].id}/summary/", SEND)
    assert hanako.path == f"/bundles/{Bundle.objects.get().id}/summary/" and Case.objects.count() == 0


def test_a_guest_confirms_the_address_for_the_whole_and_comes_back_by_one_link(guest: Browser) -> None:
    begin(guest)
    assert "メールアドレスだけで進む" in guest.html and Bundle.objects.count() == 0
    begin(guest, way="email", email="guest@example.jp")
    assert guest.client.cookies["bundle"]["path"] == f"/bundles/{Bundle.objects.get().id}/"
    answer_all(guest).post(guest.path, SEND)
    assert guest.status == 422 and Case.objects.count() == 0
    link = moving.mailed_link(Message.objects.get(subject__contains="リンク").body)
    phone = Browser(Client()).get(link)
    assert "続ける" in phone.html
    phone.post(phone.path)
    assert phone.path.endswith("/summary/")
    phone.post(phone.path, SEND)
    assert phone.receipt_number and Case.objects.count() == 3
    assert guest.get(f"/bundles/{Bundle.objects.get().id}/").receipt_number == phone.receipt_number


def test_the_strictest_of_the_procedures_says_how_one_may_begin(guest: Browser) -> None:
    begin(guest, ["move_in", "grown"])
    assert "メールアドレスだけで進む" not in guest.html and "サインインして進む" in guest.html
    for way in ("email", "nothing"):
        begin(guest, ["move_in", "grown"], way=way, email="guest@example.jp")
    begin(guest, way="nothing")
    assert Bundle.objects.count() == Draft.objects.count() == 0


def test_what_cannot_be_filed_here_stays_a_link(hanako: Browser) -> None:
    hanako.get("/bundles/?procedure=nothing&procedure=water")
    assert hanako.status == 200 and "水道の届" in hanako.html
    begin(hanako, ["nothing"])
    assert "えらばれていません" in hanako.html and Bundle.objects.count() == 0


def test_other_peoples_bundles_are_the_same_404_as_none(
    hanako: Browser, neighbour: Browser, guest: Browser
) -> None:
    answer_all(begin(hanako))
    bundle, draft = str(Bundle.objects.get().id), str(drafts()[0].id)
    gets = ["", "summary/", "pause/", "receipt/", f"drafts/{draft}/pages/person/"]
    posts = ["summary/", "pause/", f"drafts/{draft}/removal/", f"drafts/{draft}/own/"]
    for stranger in (neighbour, guest):
        for path in gets:
            assert stranger.get(f"/bundles/{bundle}/{path}").status == 404
            mine = re.sub(r'name="csrf[^>]*>|[0-9a-f-]{36}', "", stranger.html)
            assert stranger.get(f"/bundles/{NOWHERE}/{path}").status == 404
            assert re.sub(r'name="csrf[^>]*>|[0-9a-f-]{36}', "", stranger.html) == mine
        for path in posts:
            data = {**SEND, "question": "applicant", "email": "x@example.jp"}
            assert stranger.post(f"/bundles/{bundle}/{path}", data).status == 404
    assert Case.objects.count() == 0 and BundleItem.objects.count() == 3


def test_another_drafts_pages_do_not_open_through_ones_own_bundle(
    hanako: Browser, neighbour: Browser
) -> None:
    begin(hanako)
    theirs = drafts()[0].id
    begin(neighbour)
    mine = Bundle.objects.exclude(items__draft_id=theirs).get()
    assert neighbour.get(f"/bundles/{mine.id}/drafts/{theirs}/pages/person/").status == 404
    assert neighbour.post(f"/bundles/{mine.id}/drafts/{theirs}/removal/").status == 404


def test_the_pages_of_a_bundle_need_few_queries(hanako: Browser, django_assert_max_num_queries: Any) -> None:
    answer_all(begin(hanako))
    bundle = Bundle.objects.get()
    for path in ("", "summary/", "pause/", f"drafts/{drafts()[1].id}/pages/school/"):
        with django_assert_max_num_queries(12):
            hanako.client.get(f"/bundles/{bundle.id}/{path}")
    with django_assert_max_num_queries(12):
        hanako.get("/mine/")
    hanako.post(f"/bundles/{bundle.id}/summary/", SEND)
    with django_assert_max_num_queries(12):
        assert hanako.get(f"/bundles/{bundle.id}/receipt/").status == 200


def test_my_page_shows_a_bundle_once_and_not_its_drafts(hanako: Browser) -> None:
    begin(hanako)
    hanako.get("/mine/")
    assert "書きかけのまとめ申請" in hanako.html and f"/drafts/{drafts()[0].id}/" not in hanako.html


def test_a_plans_items_know_the_case_their_bundle_led_to(hanako: Browser) -> None:
    begin(hanako, plan="plan-token")
    assert reading.done_for("plan-token") == {} == reading.done_for("")
    answer_all(hanako).post(hanako.path, SEND)
    tokens = {case.procedure_key: (case.status_token,) for case in Case.objects.all()}
    assert reading.done_for("plan-token") == tokens


def test_beginning_the_same_list_of_a_plan_twice_is_one_bundle(hanako: Browser) -> None:
    first = begin(hanako, plan="plan-token").path
    assert begin(hanako, plan="plan-token").path == first and Bundle.objects.count() == 1


def test_a_bundle_nobody_touches_goes_after_90_days(hanako: Browser, moved_clock: Any) -> None:
    begin(hanako)
    moved_clock.advance(timedelta(days=91))
    assert jobs.expire_bundles() == 1 and BundleItem.objects.count() == 0


def test_the_clerk_sees_which_answers_were_reused(hanako: Browser, cast: Any, login: Any) -> None:
    answer_all(begin(hanako)).post(hanako.path, SEND)
    school = Case.objects.get(procedure_key="school")
    desk = Browser(login(Client(), cast.clerk)).get(f"/staff/cases/{school.id}/")
    assert desk.status == 200 and desk.html.count("再利用: 2026-11-02 転入の届より") == 3


def test_the_same_procedure_for_each_of_two_children_asks_no_child_again(hanako: Browser) -> None:
    begin(hanako, ["move_in", "grown", "grown"])
    answer_first(hanako)
    first, second = drafts()[1], drafts()[2]
    assert first.given["child"]["value"]["given"] == "葵" and second.given["child"]["value"]["given"] == "蓮"
    assert "/pages/person/" in hanako.path and "手続 2/3" in hanako.html
    hanako.answer(moving.ACCOUNT)
    assert hanako.path.endswith("/summary/"), re.findall("＊[^<]*", hanako.html)
    hanako.post(hanako.path, SEND)
    told = [row.answers["child"]["given"] for row in Submission.objects.filter(procedure_key="grown")]
    assert sorted(told) == ["葵", "蓮"]


def test_where_it_is_not_clear_which_child_is_meant_one_picks(hanako: Browser) -> None:
    begin(hanako, ["move_in", "grown"])
    answer_first(hanako).answer(moving.ACCOUNT)
    assert hanako.path.endswith("/pages/child/") and drafts()[1].given.get("child") is None
    hanako.answer({}, act="take:child:told-1")
    assert 'value="蓮"' in hanako.html and "転入の届" in hanako.html


def test_another_child_is_added_only_to_what_asks_about_one_child(hanako: Browser) -> None:
    begin(hanako, ["move_in", "grown"])
    bundle = Bundle.objects.get()
    for draft in drafts()[:2]:
        hanako.post(f"/bundles/{bundle.id}/drafts/{draft.id}/another-child/")
    assert [row.procedure_key for row in bundle.items.all()] == ["move_in", "grown", "grown"]
