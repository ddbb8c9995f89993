"""What the town remembers: asked for at sending, offered the next time, seen and forgotten on my page."""

import re
from typing import Any

import pytest
from django.test import Client

from yakuba.rooms.answers import door as answers
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.applications.tests import moving
from yakuba.rooms.applications.tests.conftest import Browser
from yakuba.rooms.profile import door as profile

pytestmark = pytest.mark.django_db
MINE = "/mine/remembered/"
SEND = {"act": "send", "declared": "yes"}


@pytest.fixture
def published(cast: Any) -> Any:
    return moving.publish(cast.admin)


@pytest.fixture
def hanako(published: Any, cast: Any, login: Any) -> Browser:
    return Browser(login(Client(), cast.resident))


def begin(browser: Browser, key: str) -> Browser:
    return browser.post(f"/procedures/{key}/application/", {"way": "account"})


def send_move_in(browser: Browser, **more: str) -> Browser:
    begin(browser, "move_in").answer(moving.PERSON).answer(moving.FAMILY)
    assert browser.path.endswith("/summary/"), re.findall("＊[^<]*", browser.html)
    assert 'name="remember" value="yes" aria' in browser.html  # not ticked for them
    return browser.post(browser.path, {**SEND, **more})


def test_only_who_ticks_the_box_is_remembered(hanako: Browser, cast: Any) -> None:
    send_move_in(hanako)
    assert profile.remembered(cast.resident.id) == () and not profile.consented(cast.resident.id)
    send_move_in(hanako, remember="yes")
    told = profile.remembered(cast.resident.id)
    # What stands in the account just so is not kept twice.
    assert [fact.key for fact in told] == ["name", "address", "children", "children"]
    assert {fact.source for fact in told} == {"転入の届"} and profile.consented(cast.resident.id)


def test_the_choice_is_remembered_once_consent_stands(hanako: Browser) -> None:
    send_move_in(hanako, remember="yes")
    begin(hanako, "move_in").answer(moving.PERSON).answer(moving.FAMILY)
    assert 'name="remember" value="yes" checked' in hanako.html


def test_what_is_remembered_is_offered_taken_and_frozen(hanako: Browser) -> None:
    send_move_in(hanako, remember="yes")
    begin(hanako, "school")
    draft = Draft.objects.get(submission=None)
    assert "前に教えていただいた内容" in hanako.html and "令和8年11月2日 転入の届" in hanako.html
    assert "home" not in draft.answers  # offered, not filled in
    hanako.answer({}, act="takeall")
    assert 'value="12番地"' in hanako.html
    hanako.answer(typed_back(hanako))
    hanako.answer({}, act="take:pupils:all").answer(typed_back(hanako)).answer(moving.SCHOOL)
    assert hanako.path.endswith("/summary/"), re.findall("＊[^<]*", hanako.html)
    assert "令和8年11月2日 転入の届" in hanako.html
    hanako.post(hanako.path, SEND)
    school = Submission.objects.get(procedure_key="school")
    told = {"source": "転入の届", "given_at": "2026-11-02"}
    assert school.origins["home"] == told == school.origins["pupils.0"] == school.origins["pupils.1"]
    assert "grade" not in school.origins and len(school.answers["pupils"]) == 2
    lines = answers.reused(answers.submission(school.id), "pupils")
    assert lines[1] == "2件目 再利用: 2026-11-02 転入の届より"


def typed_back(browser: Browser) -> dict[str, str]:
    """What a browser posts of the controls as they stand."""
    found = dict(re.findall(r'<input[^>]*name="(q-[^"]+)"[^>]*value="([^"]*)"', browser.html))
    for name, options in re.findall(r'<select[^>]*name="(q-[^"]+)"[^>]*>(.*?)</select>', browser.html, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


def test_what_is_changed_after_taking_has_no_origin(hanako: Browser, cast: Any) -> None:
    send_move_in(hanako, remember="yes")
    begin(hanako, "school").answer({}, act="takeall")
    hanako.answer({**typed_back(hanako), "q-home.street": "99番地"})
    draft = Draft.objects.get(submission=None)
    view = answers.draft(draft.id, answers.Key(cast.resident))
    assert view.answers["home"]["street"] == "99番地" and view.origin("home") is None
    assert view.origin("guardian") is not None


def test_a_child_is_picked_for_questions_about_one_child(hanako: Browser) -> None:
    send_move_in(hanako, remember="yes")
    begin(hanako, "grown").answer(
        {
            "q-applicant.family": "見本", "q-applicant.given": "花子",
            "q-applicant.family_kana": "ミホン", "q-applicant.given_kana": "ハナコ",
            "q-account.bank": "見本銀行", "q-account.branch": "斜里", "q-account.type": "ordinary",
            "q-account.number": "1234567", "q-account.holder_kana": "ミホン ハナコ",
        }
    )  # fmt: skip
    acts = re.findall(r'value="(take:child:[0-9a-f-]{36})"', hanako.html)
    assert len(acts) == 2 and "takeall" not in hanako.html
    hanako.answer({}, act=acts[1])
    assert 'value="蓮"' in hanako.html
    hanako.answer(typed_back(hanako))
    assert hanako.path.endswith("/summary/") and "平成30年4月2日" in hanako.html


def test_the_accounts_own_entries_are_shown_with_where_they_come_from(hanako: Browser) -> None:
    begin(hanako, "move_in")
    assert "マイページに登録した内容が入っています" in hanako.html
    hanako.answer({**moving.PERSON, "q-email": "other@example.jp"}, act="later")
    hanako.get(f"/drafts/{Draft.objects.get().id}/pages/person/")
    assert "登録した内容" in hanako.html and 'value="take:email"' in hanako.html
    hanako.answer({**moving.PERSON, "q-email": "other@example.jp"}, act="take:email")
    assert 'value="hanako@example.jp"' in hanako.html and 'value="12番地"' in hanako.html


def test_my_page_shows_corrects_and_forgets(hanako: Browser, cast: Any) -> None:
    send_move_in(hanako, remember="yes")
    hanako.get(MINE)
    assert "見本 葵" in hanako.html and "転入の届" in hanako.html and "12番地" in hanako.html
    address = next(fact for fact in profile.remembered(cast.resident.id) if fact.key == "address")
    hanako.get(f"{MINE}{address.id}/")
    typed = {**typed_back(hanako), "q-address.street": "34番地"}
    bad = hanako.post(f"{MINE}{address.id}/", {**typed, "q-address.postcode": "12", "act": "next"})
    assert bad.status == 422 and 'value="34番地"' in bad.html and "郵便番号は7桁" in bad.html
    hanako.post(f"{MINE}{address.id}/", {**typed, "act": "next"})
    assert "34番地" in hanako.html and hanako.path == MINE and "自分で直した内容" in hanako.html
    child = next(fact for fact in profile.remembered(cast.resident.id) if fact.key == "children")
    hanako.get(f"{MINE}{child.id}/")
    hanako.post(f"{MINE}{child.id}/", {**typed_back(hanako), "q-child_relation": "長女", "act": "next"})
    assert "長女" in hanako.html
    hanako.post(f"{MINE}{child.id}/", {"act": "forget"})
    assert "見本 葵" not in hanako.html and "見本 蓮" in hanako.html
    hanako.post(MINE, {"act": "forget_all"})
    assert profile.remembered(cast.resident.id) == () and profile.consented(cast.resident.id)


def test_taking_the_consent_back_forgets_everything(hanako: Browser, cast: Any) -> None:
    send_move_in(hanako, remember="yes")
    hanako.post(MINE, {"act": "withdraw"})
    assert "すべて消しました" in hanako.html and profile.remembered(cast.resident.id) == ()
    hanako.post(MINE, {"act": "consent"})
    assert profile.consented(cast.resident.id)


def test_another_residents_memory_is_the_same_404_as_none(hanako: Browser, cast: Any, login: Any) -> None:
    send_move_in(hanako, remember="yes")
    fact = profile.remembered(cast.resident.id)[0]
    stranger = Browser(login(Client(), cast.neighbour))
    for identity in (fact.id, "01890000-0000-7000-8000-000000000000"):
        assert stranger.get(f"{MINE}{identity}/").status == 404
        assert stranger.post(f"{MINE}{identity}/", {"act": "forget"}).status == 404
    assert "見本 葵" not in stranger.get(MINE).html and fact in profile.remembered(cast.resident.id)
    begin(stranger, "school")
    assert "転入の届" not in stranger.html


def test_pages_with_offers_need_few_queries(hanako: Browser, django_assert_max_num_queries: Any) -> None:
    send_move_in(hanako, remember="yes")
    begin(hanako, "school")
    draft = Draft.objects.get(submission=None)
    for page in ("guardian", "pupils"):
        with django_assert_max_num_queries(10):
            assert hanako.get(f"/drafts/{draft.id}/pages/{page}/").status == 200
    with django_assert_max_num_queries(10):
        assert hanako.get(MINE).status == 200
