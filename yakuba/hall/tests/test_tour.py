"""The demo's list of what there is to try: it leads somewhere, and stands nowhere but in the demo."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import Resolver404, resolve

from yakuba.hall.tour import DEMO_TOUR, as_staff

pytestmark = pytest.mark.django_db


def _addresses() -> list[str]:
    groups: Any = DEMO_TOUR["groups"]
    staff: Any = DEMO_TOUR["staff"]
    return [line["url"] for group in groups for line in group["lines"]] + [one["url"] for one in staff]


@pytest.mark.parametrize("address", _addresses())
def test_every_line_of_the_tour_leads_to_a_page_of_the_house(address: str) -> None:
    path, _, query = address.partition("?")
    resolve(path)
    wanted = query.partition("next=")[2].replace("%2F", "/")
    if wanted:
        resolve(wanted)


def test_a_wrong_address_would_be_noticed() -> None:
    with pytest.raises(Resolver404):
        resolve("/staff/nowhere/")


def test_the_tour_stands_on_the_first_page_of_the_demo_only(settings: Any) -> None:
    for demo in (True, False):
        settings.YAKUBA_DEMO = demo
        page = Client().get("/").content.decode()
        assert ("この見本でできること" in page) is demo
        assert ("yakuba-demo" in page) is demo


def test_in_the_demo_the_sign_in_page_comes_with_the_name_but_signs_nobody_in(settings: Any) -> None:
    settings.YAKUBA_DEMO = True
    client = Client()
    assert 'value="kacho"' in client.get(as_staff("kacho", "/staff/approvals/")).content.decode()
    assert SESSION_KEY not in client.session
    settings.YAKUBA_DEMO = False
    assert 'value="kacho"' not in client.get(as_staff("kacho", "")).content.decode()
