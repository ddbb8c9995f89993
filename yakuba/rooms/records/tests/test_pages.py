"""The lists, the volume and the record in a browser without JavaScript."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client

from yakuba.ground.calendar import clock
from yakuba.ground.files import intake
from yakuba.ground.journal.record import record
from yakuba.rooms.records.door import ContentRef, records_of
from yakuba.rooms.records.models import DocumentNumber
from yakuba.rooms.records.rules.retention import RecordRuleValue
from yakuba.rooms.records.tests.test_actions import BY, CASE, arrived, filed, number

pytestmark = pytest.mark.django_db
HOME = "/staff/records/"


@pytest.fixture
def browser(login):
    return lambda actor: login(Client(), actor)


def test_from_the_list_to_the_volume_to_the_record(cast, browser):
    row = filed(1)
    clerk = browser(cast.clerk)
    listed = clerk.get(HOME).content.decode()
    assert f"{HOME}volumes/{row.volume_id}/" in listed
    assert f"{HOME}files/{row.id}/" in clerk.get(f"{HOME}volumes/{row.volume_id}/").content.decode()
    page = clerk.get(f"{HOME}files/{row.id}/").content.decode()
    for shown in ("令和8年11月2日", "令和9年4月1日", "令和14年3月31日", "廃棄", "申請書", "斜建管第1号"):
        assert shown in page


def test_the_list_is_narrowed_by_year_section_and_name(cast, browser):
    this, following = filed(1), filed(2, completed=date(2027, 4, 1))
    clerk = browser(cast.clerk)

    def shown(query):
        text = clerk.get(f"{HOME}?{query}").content.decode()
        return [str(row.volume_id) in text for row in (this, following)]

    assert shown("") == [True, True]
    assert shown("year=2026") == [True, False]
    assert shown("section=construction_road&q=占用") == [True, True]
    assert shown("section=environment_life") == [False, False]
    assert shown("q=なし") == [False, False]
    assert shown("year=２０２６&page=x") == [True, True]


def test_other_sections_and_administrators_see_nothing_and_nobody_learns_what_exists(cast, browser):
    row = filed(1)
    taken = number()
    stranger = browser(cast.other_clerk)
    assert str(row.volume_id) not in stranger.get(HOME).content.decode()
    for path in (f"volumes/{row.volume_id}/", f"files/{row.id}/", f"numbers/{taken.id}/"):
        assert stranger.get(HOME + path).status_code == 404
        assert browser(cast.admin).get(HOME + path).status_code == 404
        assert browser(cast.mayor).get(HOME + path).status_code == 200
    assert stranger.post(f"{HOME}files/{row.id}/hold/", {"reason": "訴訟"}).status_code == 404


def test_a_hold_is_placed_and_released_on_the_page_and_a_missing_reason_is_asked_for(cast, browser):
    row = filed(1)
    clerk = browser(cast.clerk)
    refused = clerk.post(f"{HOME}files/{row.id}/hold/", {"act": "hold", "reason": ""})
    assert refused.status_code == 422
    assert "保留の理由" in refused.content.decode()
    clerk.post(f"{HOME}files/{row.id}/hold/", {"act": "hold", "reason": "開示請求"})
    assert "開示請求" in clerk.get(f"{HOME}files/{row.id}/").content.decode()
    clerk.post(f"{HOME}files/{row.id}/hold/", {"act": "release", "reason": "開示済み"})
    assert not records_of(f"{CASE}1")[0].held
    page = browser(cast.mayor).get(f"{HOME}files/{row.id}/").content.decode()
    assert 'name="act"' not in page


def test_the_day_of_an_event_is_read_in_wareki_and_an_impossible_day_is_explained(cast, browser):
    row = filed(1, rule=RecordRuleValue("建設-道路-占用", "道路占用許可", "5y", start="event"))
    clerk = browser(cast.clerk)
    refused = clerk.post(f"{HOME}files/{row.id}/event/", {"day": "昭和65年3月31日"})
    assert refused.status_code == 422
    assert clerk.post(f"{HOME}files/{row.id}/event/", {"day": "令和12年3月31日"}).status_code == 302
    assert records_of(f"{CASE}1")[0].begins_on == date(2030, 4, 1)


def test_a_number_is_voided_on_its_page_and_stays_in_the_register(cast, browser):
    taken = number()
    clerk = browser(cast.clerk)
    page = f"{HOME}numbers/{taken.id}/"
    assert clerk.post(page, {"reason": ""}).status_code == 422
    assert clerk.post(page, {"reason": "書き損じ"}).status_code == 302
    register = clerk.get(f"{HOME}numbers/").content.decode()
    assert "欠番" in register
    assert "書き損じ" in register
    assert DocumentNumber.objects.count() == 1


def test_arrivals_stand_in_their_register(cast, browser):
    arrived(clock.now())
    text = browser(cast.clerk).get(f"{HOME}arrivals/").content.decode()
    assert "斜建管収第1号" in text
    assert "斜建管収第1号" not in browser(cast.other_clerk).get(f"{HOME}arrivals/").content.decode()


def kept(name):
    """A stored text file, recorded."""
    with transaction.atomic():
        stored = intake.keep(BytesIO(name.encode()), allow=["text"], max_bytes=1000, name=name)
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    return stored


def test_only_papers_of_the_record_are_handed_out_and_only_to_its_section(cast, browser):
    mine, other = kept("許可書.txt"), kept("ほかの文書.txt")
    row = filed(1, papers=(ContentRef("許可書", mine.digest, mine.id),))
    path = f"{HOME}files/{row.id}/contents/"
    answer = browser(cast.clerk).get(f"{path}{mine.id}/")
    assert b"".join(answer.streaming_content).decode() == "許可書.txt"
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser(cast.clerk).get(f"{path}{other.id}/").status_code == 404
    assert browser(cast.other_clerk).get(f"{path}{mine.id}/").status_code == 404


def test_pages_stay_within_fifteen_queries_whatever_is_kept(cast, browser, django_assert_max_num_queries):
    rows = [filed(which, completed=date(2026 + which % 4, 11, 2)) for which in range(9)]
    clerk = browser(cast.clerk)
    for path in ("", f"volumes/{rows[0].volume_id}/", f"files/{rows[0].id}/", "arrivals/", "numbers/"):
        with django_assert_max_num_queries(15):
            text = clerk.get(HOME + path).content.decode()
        assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*src=)", text)
