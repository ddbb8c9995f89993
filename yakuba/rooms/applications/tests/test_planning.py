"""A life event: a few questions, one's own list with days and places, and nobody else's eyes on it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.applications import jobs
from yakuba.rooms.applications.models import BundleItem, Plan
from yakuba.rooms.applications.reading import plans
from yakuba.rooms.applications.tests.conftest import Browser
from yakuba.rooms.applications.tests.moving import FOLDER

pytestmark = pytest.mark.django_db

MOVED = {
    "q-way": "into",
    "q-moved_on.era": "reiwa", "q-moved_on.year": "8", "q-moved_on.month": "10", "q-moved_on.day": "26",
    "q-family": ["insurance", "dog"], "shown": "way moved_on family",
}  # fmt: skip
BUSINESS = {
    "q-food": "yes", "q-building": "no", "q-premises": "no", "q-sign": "yes", "q-company": "no",
    "q-hire": "no", "q-contract": "no", "shown": "",
}  # fmt: skip


@pytest.fixture
def planned(guest: Browser) -> Browser:
    """A guest who has moved to the town sees the list."""
    guest.post("/life/moving/", MOVED)
    assert guest.path.startswith("/plans/"), guest.html
    return guest


def bare(response: Any, token: str) -> bytes:
    """A page without what differs between two askings: the address it repeats, and the CSRF token."""
    body = response.content.replace(token.encode(), b"")
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def token_in(browser: Browser) -> str:
    return browser.path.split("/")[2]


def test_the_questions_stand_on_one_page_and_work_without_javascript(guest: Browser) -> None:
    page = guest.get("/life/moving/").html
    assert '<form method="post"' in page and 'name="q-way"' in page and "onclick" not in page


def test_answers_lead_to_a_list_with_days_and_places_and_never_stand_in_the_address(planned: Browser) -> None:
    assert "?" not in planned.response.request["PATH_INFO"] and not planned.response.request["QUERY_STRING"]
    page = planned.html
    for words in (
        "転入届",
        "令和8年11月9日",
        "住民基本台帳法第22条",
        "役場の住民係の窓口",
        "犬の登録の住所を変える",
    ):
        assert words in page, words
    for words in ("転出届", "車検証の住所を変える", "転校"):
        assert words not in page.split("<main")[1], words


def test_a_task_of_another_body_says_who_decides(guest: Browser) -> None:
    guest.post("/life/start_business/", BUSINESS)
    assert "決める所" in guest.html and "受け付けて決めるのは北海道の保健所です。" in guest.html


def test_an_answer_that_is_missing_is_told_and_nothing_typed_is_lost(guest: Browser) -> None:
    guest.post("/life/moving/", {key: value for key, value in MOVED.items() if key != "q-way"})
    assert guest.status == 422 and "どの引っ越しですか" in guest.html and 'class="field-error"' in guest.html
    assert re.search(r'name="q-moved_on.day"[^>]*value="26"', guest.html)
    assert Plan.objects.count() == 0


def test_a_question_that_has_only_just_come_up_is_no_fault(guest: Browser) -> None:
    guest.post("/life/moving/", {**MOVED, "q-family": ["children", "childcare"]})
    assert (
        guest.status == 200 and "質問が増えました" in guest.html and 'class="field-error"' not in guest.html
    )
    shown = f"{MOVED['shown']} childcare_count"
    guest.post("/life/moving/", {**MOVED, "q-family": ["children"], "shown": shown})
    assert guest.path.startswith("/plans/")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"q-way": "elsewhere"},
        {"q-moved_on.month": "13"},
        {"q-moved_on.year": "\x00"},
        {"q-family": "あ" * 10_000},
        {"q-unknown": "x", "shown": "\x00"},
    ],
)
def test_bad_input_gets_a_message_and_keeps_nothing(guest: Browser, typed: dict[str, Any]) -> None:
    guest.post("/life/moving/", typed)
    assert guest.status == 422 and 'class="field-error"' in guest.html
    assert Plan.objects.count() == 0


def test_the_answers_can_be_changed_and_the_ticks_stay(planned: Browser) -> None:
    path = planned.path
    planned.post(path, {"item": "move_in", "act": "done"})
    assert "済みを取り消す" in planned.html
    answers = planned.get(f"{path}answers/").html
    assert re.search(r'value="into"[^>]*checked', answers)
    planned.post(f"{path}answers/", {**MOVED, "q-family": ["insurance"]})
    assert planned.path == path
    assert "犬の登録の住所を変える" not in planned.html and "済みを取り消す" in planned.html
    planned.post(path, {"item": "move_in", "act": "undo"})
    assert "済みを取り消す" not in planned.html


def test_a_tick_of_something_that_is_not_in_the_list_changes_nothing(planned: Browser) -> None:
    planned.post(planned.path, {"item": "x" * 500, "act": "done"})
    assert planned.status == 200 and Plan.objects.get().ticked == []


@pytest.fixture
def shop(edition: EditionRef, guest: Browser, cast: Any) -> Browser:
    """A guest's list for a shop, in a town where the sign over the road can be applied for online."""
    sign = replace(edition.procedure, key="road_occupancy", title="道路占用許可申請")
    shelf.publish(sign, valid_from=date(2026, 4, 1), by=cast.admin.by())
    guest.post("/life/start_business/", BUSINESS)
    return guest


def test_what_can_be_filed_online_stands_preselected_in_one_form(shop: Browser) -> None:
    page, bundles = shop.html, reverse("applications:bundles")
    assert re.search(rf'<form method="post" action="{bundles}" id="together"', page)
    assert f'name="plan" value="{token_in(shop)}"' in page
    picks = re.findall(r'<input type="checkbox"[^>]*form="together"[^>]*>', page)
    assert len(picks) == 1
    assert 'name="procedure" value="road_occupancy" checked' in picks[0]


def test_a_procedure_that_is_not_in_force_is_left_out_of_the_list(shop: Browser) -> None:
    shown = plans.view(Plan.objects.get(), clock.today())
    assert "road_occupancy" in [line.key for line in shown.lines]
    assert "road_use" not in [line.key for line in shown.lines]


def test_what_led_to_a_case_is_done_and_leads_to_it(shop: Browser) -> None:
    filed = plans.view(Plan.objects.get(), clock.today(), {"road_occupancy": ("token",)})
    (line,) = [line for line in filed.lines if line.key == "road_occupancy"]
    assert line.done and not line.can_be_filed and line.filed == ("token",)


@pytest.fixture
def two_children(hanako: Browser, cast: Any) -> Browser:
    """A resident's list after a move with two children who will go to a nursery."""
    grown = load_procedure(FOLDER / "grown", sections=None)
    for key, title in (("childcare_certification", "保育の認定"), ("childcare_enrolment", "園の申込み")):
        shelf.publish(replace(grown, key=key, title=title), valid_from=date(2026, 4, 1), by=cast.admin.by())
    answered = {**MOVED, "q-family": ["children", "childcare"], "q-childcare_count": "2"}
    hanako.post("/life/moving/", {**answered, "shown": f"{MOVED['shown']} childcare_count"})
    assert hanako.path.startswith("/plans/"), hanako.html
    return hanako


def picks(browser: Browser) -> list[str]:
    return re.findall(r'form="together" name="procedure" value="(\w+)" checked', browser.html)


def test_what_each_child_needs_stands_there_and_is_sent_once_for_each(two_children: Browser) -> None:
    assert two_children.html.count("（2人分）") == 2 and "まとめて申請に入れる（2人目）" in two_children.html
    chosen = picks(two_children)
    assert chosen == ["childcare_certification"] * 2 + ["childcare_enrolment"] * 2
    two_children.post("/bundles/", {"procedure": chosen, "plan": token_in(two_children)})
    rows = BundleItem.objects.order_by("position")
    assert [row.procedure_key for row in rows] == chosen


def test_one_of_two_children_filed_leaves_the_other_to_file(two_children: Browser) -> None:
    row = Plan.objects.get()
    for tokens, left in (((), [1, 2]), (("a",), [2]), (("a", "b"), []), (("a", "b", "c"), [])):
        shown = plans.view(row, clock.today(), {"childcare_enrolment": tokens})
        (line,) = [line for line in shown.lines if line.key == "childcare_enrolment"]
        assert (line.done, list(line.to_file), line.filed) == (not left, left, tokens[-2:])


def test_a_procedure_that_asks_about_no_child_is_needed_once(two_children: Browser, cast: Any) -> None:
    other = load_procedure(FOLDER / "sign", sections=None)
    sign = replace(other, key="childcare_enrolment")
    shelf.publish(sign, valid_from=date(2026, 4, 2), by=cast.admin.by())
    two_children.get(two_children.path)
    assert picks(two_children) == ["childcare_certification"] * 2 + ["childcare_enrolment"]


@pytest.mark.parametrize("typed", ["", "0", "9", "1.5", "二人", "-1"])
def test_a_number_of_children_that_cannot_be_is_told(guest: Browser, typed: str) -> None:
    answered = {**MOVED, "q-family": ["children", "childcare"], "q-childcare_count": typed}
    guest.post("/life/moving/", {**answered, "shown": f"{MOVED['shown']} childcare_count"})
    assert guest.status == 422 and 'class="field-error"' in guest.html and Plan.objects.count() == 0


def test_a_day_that_has_passed_is_said_and_where_to_turn(planned: Browser) -> None:
    with clock.moved(clock.now() + timedelta(days=30)):
        assert "期限をすぎています。早めにお電話ください。" in planned.get(planned.path).html


def test_a_wrong_token_is_answered_like_one_that_never_was(planned: Browser, hanako: Browser) -> None:
    token = token_in(planned)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    for tail in ("", "answers/"):
        there, nowhere = (Client().get(f"/plans/{one}/{tail}") for one in (wrong, "x" * 43))
        assert there.status_code == nowhere.status_code == 404
        assert bare(there, wrong) == bare(nowhere, "x" * 43)
        assert hanako.post(f"/plans/{wrong}/{tail}", {"item": "move_in"}).status == 404


def test_a_plan_of_a_life_event_the_town_no_longer_has_is_not_there(planned: Browser) -> None:
    Plan.objects.update(life_event="gone")
    assert planned.get(planned.path).status == 404


def test_a_residents_plan_is_theirs_and_a_guests_belongs_to_its_token(
    hanako: Browser, guest: Browser, cast: Any
) -> None:
    hanako.post("/life/moving/", MOVED)
    guest.post("/life/moving/", MOVED)
    mine = Plan.objects.get(token=token_in(hanako))
    assert mine.owner_ref == cast.resident.ref
    assert f'href="/plans/{mine.token}/"' in hanako.get("/mine/").html
    assert Plan.objects.get(token=token_in(guest)).owner_ref == "guest:web"
    assert set(Plan.objects.visible_to(cast.neighbour)) == set()


def test_what_a_plan_knows_is_offered_to_the_procedures_begun_from_it(planned: Browser) -> None:
    said = {"moved_on": "2026-10-26", "shared.claim_reason": "moved_in", "shared.water_notice": "start"}
    assert plans.shared_answers(token_in(planned)) == said
    assert plans.shared_answers("") == plans.shared_answers("x") == {}


def test_plans_nobody_touches_for_ninety_days_are_deleted(planned: Browser) -> None:
    with clock.moved(clock.now() + timedelta(days=89)):
        assert jobs.expire_plans() == 0
    with clock.moved(clock.now() + timedelta(days=91)):
        assert jobs.expire_plans() == 1


def test_the_list_is_drawn_with_few_queries(planned: Browser, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        planned.get(planned.path)


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "applications", check=True, dry_run=True, verbosity=0)
