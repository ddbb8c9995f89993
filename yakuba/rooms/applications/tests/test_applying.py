"""From the button to the receipt: with an account, with a mail address, on another device, by strangers."""

import re
from typing import Any

import pytest
from django.test import Client

from yakuba.ground.messages.models import Message
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.applications.tests.conftest import PERSON, SIGN, Browser
from yakuba.rooms.cases.models import Case

pytestmark = pytest.mark.django_db
ENTRY = "/procedures/sign/application/"


def mailed_link() -> str:
    body = Message.objects.filter(subject__contains="リンク").latest("queued_at").body
    return re.search(r"http://testserver(/resume/\S+)", body).group(1)


def test_a_resident_applies_and_gets_a_number_and_a_status_link(hanako: Browser) -> None:
    hanako.get(ENTRY)
    assert "質問に進む" in hanako.html
    hanako.post(ENTRY, {"way": "account"})
    assert 'value="見本"' in hanako.html  # known already
    hanako.answer_all()
    assert (
        "1,200円" in hanako.html and "なぜこの金額になるのか" in hanako.html and "あさひ商店" in hanako.html
    )
    hanako.send()
    case = Case.objects.get()
    assert hanako.receipt_number == case.number and hanako.status_path == f"/status/{case.status_token}/"
    assert case.applicant_email == "hanako@example.jp" and case.channel == "online"
    assert Message.objects.filter(subject__contains="届きました").count() == 1
    assert hanako.get(hanako.status_path).status == 200 and "送信済" in hanako.html


def test_a_double_click_on_send_makes_one_case_and_shows_the_same_receipt(hanako: Browser) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer_all()
    summary = hanako.path
    first = hanako.send().receipt_number
    again = hanako.post(summary, {"act": "send", "declared": "yes"}).receipt_number
    assert first == again and Case.objects.count() == Submission.objects.count() == 1
    assert hanako.get(summary).receipt_number == first  # the browser's back button


def test_an_unfinished_application_is_not_sent_and_says_what_is_missing(hanako: Browser) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer(PERSON)
    draft = Draft.objects.get()
    hanako.post(f"/drafts/{draft.id}/summary/", {"act": "send", "declared": "yes"})
    assert hanako.status == 422 and "看板の名前" in hanako.html and Submission.objects.count() == 0
    assert f"/drafts/{draft.id}/pages/sign/?check=1#q-title" in hanako.html


def test_sending_without_the_tick_says_so_beside_the_box(hanako: Browser) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer_all()
    hanako.post(hanako.path, {"act": "send"})
    assert hanako.status == 422 and 'href="#declared"' in hanako.html and Submission.objects.count() == 0


def test_a_resident_finds_the_draft_on_another_device(hanako: Browser, cast: Any, login: Any) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer(PERSON).answer({**SIGN, "q-title": "途中"}, act="later")
    assert "保存しました" in hanako.html
    tablet = Browser(login(Client(), cast.resident)).get("/mine/")
    assert "書きかけの申請" in tablet.html
    tablet.get(f"/drafts/{Draft.objects.get().id}/")
    assert 'value="途中"' in tablet.html
    tablet.answer(SIGN).send()
    assert tablet.receipt_number


def test_a_draft_of_ones_own_can_be_thrown_away_from_my_page(hanako: Browser, neighbour: Browser) -> None:
    hanako.post(ENTRY, {"way": "account"})
    removal = f"/drafts/{Draft.objects.get().id}/removal/"
    assert neighbour.post(removal).status == 404 and Draft.objects.count() == 1
    assert hanako.post(removal).path == "/mine/" and Draft.objects.count() == 0


def test_a_guest_applies_with_a_mail_address_and_confirms_it_by_the_link(guest: Browser) -> None:
    guest.post(ENTRY, {"way": "email", "email": "ｇｕｅｓｔ＠example.jp "})
    assert Draft.objects.get().resume_email == "guest@example.jp"
    guest.answer_all()
    assert "メールアドレスの確認が、まだ終わっていません" in guest.html and 'value="send"' not in guest.html
    guest.send()
    assert Submission.objects.count() == 0
    phone = Browser(Client()).get(mailed_link())
    assert "続ける" in phone.html and Draft.objects.get().email_confirmed_at is None
    phone.post(phone.path)
    assert phone.path.endswith("/summary/")
    phone.send()
    assert phone.receipt_number and Case.objects.get().applicant_email == "hanako@example.jp"
    assert guest.get(f"/drafts/{Draft.objects.get().id}/").receipt_number == phone.receipt_number


@pytest.mark.parametrize(
    "typed", ["", "guest", "guest@", "花子@例え", "a" * 250 + "@example.jp", "x@y.jp\r\nBcc: z@y.jp"]
)
def test_a_bad_address_is_told_and_kept(guest: Browser, typed: str) -> None:
    guest.post(ENTRY, {"way": "email", "email": typed})
    assert guest.status == 422 and "data-error-summary" in guest.html and Draft.objects.count() == 0
    assert typed.split("\r")[0] in guest.html


def test_the_cookie_of_a_guest_opens_one_draft_and_is_closed_to_scripts(guest: Browser) -> None:
    guest.post(ENTRY, {"way": "email", "email": "guest@example.jp"})
    cookie = guest.client.cookies["draft"]
    assert cookie["httponly"] and cookie["path"] == f"/drafts/{Draft.objects.get().id}/"
    assert cookie["samesite"] == "Lax" and not cookie["max-age"]


def test_a_guest_may_have_the_link_sent_again_to_another_address(guest: Browser) -> None:
    guest.post(ENTRY, {"way": "email", "email": "guest@example.jp"}).answer({}, act="later")
    assert "保存しました" in guest.html
    guest.post(guest.path, {"email": "other@example.jp"})
    assert "other@example.jp に送りました" in guest.html
    assert Message.objects.filter(address="other@example.jp").count() == 1


@pytest.mark.parametrize("way", ["account", "nothing", ""])
def test_a_way_the_procedure_does_not_allow_begins_nothing(guest: Browser, way: str) -> None:
    guest.post(ENTRY, {"way": way})
    assert Draft.objects.count() == 0 and guest.path == "/procedures/sign/"


def test_a_link_cut_short_or_grown_old_opens_nothing(guest: Browser, moved_clock: Any) -> None:
    guest.post(ENTRY, {"way": "email", "email": "guest@example.jp"})
    link = mailed_link()
    stranger = Browser(Client())
    assert stranger.get(link[:-3] + "/").status == 404 and "このリンクは使えません" in stranger.html
    assert stranger.get("/resume/x/").status == 404


def bare(shown: Browser, draft_id: str) -> str:
    """The page without what differs by request: the form token, and the address that was asked for."""
    return re.sub('name="csrf[^>]*>', "", shown.html).replace(draft_id, "")


def test_other_peoples_drafts_are_the_same_404_as_none(
    hanako: Browser, neighbour: Browser, guest: Browser
) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer_all()
    theirs, nothing = str(Draft.objects.get().id), "01890000-0000-7000-8000-000000000000"
    for stranger in (neighbour, guest):
        for path in ("", "pages/person/", "summary/", "pause/", "receipt/"):
            asked = [(f"/drafts/{draft_id}/{path}", draft_id) for draft_id in (theirs, nothing)]
            shown = [bare(stranger.get(address), draft_id) for address, draft_id in asked]
            assert stranger.status == 404 and shown[0] == shown[1]
        assert stranger.get(f"/drafts/{theirs}/").status == 404
        assert stranger.post(f"/drafts/{theirs}/summary/", {"act": "send", "declared": "yes"}).status == 404
    assert Submission.objects.count() == 0


def test_my_page_asks_a_guest_to_sign_in(guest: Browser) -> None:
    assert guest.get("/mine/").path == "/sign-in/"


def test_pages_on_the_way_need_few_queries(hanako: Browser, django_assert_max_num_queries: Any) -> None:
    hanako.post(ENTRY, {"way": "account"}).answer_all()
    draft = Draft.objects.get()
    for path in ("pages/sign/", "summary/", "pause/"):
        with django_assert_max_num_queries(10):
            assert hanako.get(f"/drafts/{draft.id}/{path}").status == 200
    hanako.get(f"/drafts/{draft.id}/summary/").send()
    with django_assert_max_num_queries(15):
        hanako.get(f"/drafts/{draft.id}/receipt/")
    with django_assert_max_num_queries(12):
        hanako.get("/mine/")
