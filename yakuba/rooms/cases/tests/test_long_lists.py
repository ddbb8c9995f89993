"""Long lists: the same rows as by looking at everything, in few questions, counted to a thousand."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yakuba.ground import paging
from yakuba.ground.access.actor import EVERYWHERE
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.rooms.cases.models import Case, Opinion
from yakuba.rooms.cases.reading.ended import last_ended
from yakuba.rooms.cases.tests.test_search import SECTIONS, reader

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]


@pytest.fixture
def archive(office: Any) -> list[Case]:
    """Forty cases of all sections that ended one after the other, and some that are open."""
    mould, chance, now, cases = office.case(office.file()), Random(3), clock.now(), []
    columns = {field.attname: getattr(mould, field.attname) for field in Case._meta.concrete_fields}
    for number in range(40):
        ended = now - timedelta(hours=chance.randrange(1000)) if number % 5 else None
        own = {
            "id": new_id(), "submission_id": new_id(), "number": f"R7-{number:04d}",
            "status_token": str(number), "section": chance.choice(SECTIONS),
            "work_section": chance.choice(SECTIONS),
            "state": "done" if ended else "review", "closed_at": ended,
        }  # fmt: skip
        cases.append(Case(**columns | own))
    Case.objects.bulk_create(cases)
    visit = mould.visits.first()
    Opinion.objects.bulk_create(Opinion(case=case, visit=visit, section="welfare") for case in cases[::6])
    return cases


@pytest.mark.parametrize("sections", [[], ["welfare"], ["residents_desk", "welfare"], SECTIONS, [EVERYWHERE]])
def test_ended_cases_are_those_one_may_see_the_last_ended_first(
    archive: list[Case], sections: list[str]
) -> None:
    actor = reader(*sections)
    seen = Case.objects.visible_to(actor).filter(closed_at__isnull=False).order_by("-closed_at", "-id")
    expected = list(seen.values_list("id", flat=True))
    assert bool(expected) == bool(sections)
    assert last_ended(actor, 1000) == expected
    few = last_ended(actor, 3)
    assert [key for key in expected if key in few] == few
    if "welfare" not in sections:  # of cases a section was only asked about the newest requests count
        assert few == expected[:3]


def test_the_desk_shows_ended_cases_and_leads_to_the_search_when_they_are_narrowed(
    office: Any, archive: list[Case], login: Any
) -> None:
    client = login(Client(), office.cast.clerk)
    page = client.get(reverse("cases:desk"), {"tab": "closed"}).content.decode()
    first = Case.objects.filter(id=last_ended(office.cast.clerk, 1)[0]).get()
    assert first.number in page
    narrowed = client.get(reverse("cases:desk"), {"tab": "closed", "q": "見本"})
    assert narrowed.headers["Location"].startswith(reverse("cases:search") + "?q=")


def test_a_list_is_counted_to_its_cap_and_goes_on_behind_it(
    archive: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Case.objects.order_by("number")
    whole = paging.page_of(rows, 5, size=10)
    assert (whole.count_text, whole.page, len(whole.rows), whole.has_next) == ("41件", 5, 1, False)
    assert paging.page_of(rows, 9, size=10).page == 5
    monkeypatch.setattr(paging, "COUNT_CAP", 20)
    capped = paging.page_of(rows, 4, size=10)
    assert (capped.count_text, capped.page, capped.has_next) == ("20件以上", 4, True)
    assert paging.page_of(rows, 5, size=10).has_next is False
    assert paging.page_of(Case.objects.none(), 1, size=10).count_text == "0件"


def test_many_counts_are_asked_at_once(archive: list[Case], django_assert_num_queries: Any) -> None:
    opened, ended = Case.objects.filter(closed_at=None), Case.objects.filter(closed_at__isnull=False)
    with django_assert_num_queries(1):
        assert paging.at_once(counts=[opened, ended, Case.objects.none()]) == [9, 32, 0]
    numbers = Case.objects.order_by("number").values("number")
    assert paging.at_once(firsts=[numbers, numbers.filter(number="")]) == [numbers[0]["number"], None]
    assert paging.at_once() == []
