"""「対象になるか確かめる」: answered, judged, and forgotten."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection

from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Eligibility, Outcome, Question
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.rooms.applications.tests.conftest import Browser

pytestmark = pytest.mark.django_db
PATH = "/procedures/sign/eligibility/"


@pytest.fixture
def asking(edition: EditionRef, guest: Browser, cast: Any) -> Browser:
    """A guest before a procedure that can be tried first."""
    here = Question("here", "yes_no", "斜里町に住んでいますか")
    years = Question("years", "number", "何年住んでいますか", show_when={"===": [{"var": "q.here"}, True]})
    outcomes = (
        Outcome(
            "no",
            "斜里町では受け付けられません",
            "お住まいの町に出してください。",
            "",
            {"===": [{"var": "q.here"}, False]},
        ),
        Outcome("yes", "申請できます"),
    )
    tried = replace(edition.procedure, eligibility=Eligibility((here, years), outcomes))
    shelf.publish(tried, valid_from=date(2026, 5, 1), by=cast.admin.by())
    return guest


def test_the_guide_leads_to_it(asking: Browser) -> None:
    assert f'href="{PATH}"' in asking.get("/procedures/sign/").html


def test_answers_lead_to_an_outcome_and_nothing_is_written(asking: Browser) -> None:
    asking.get(PATH)
    with connection.execute_wrapper(_no_writing):
        asking.post(PATH, {"q-here": "no", "shown": "here"})
    assert asking.status == 200 and "斜里町では受け付けられません" in asking.html
    assert "お住まいの町に出してください。" in asking.html


def _no_writing(execute: Any, sql: str, *rest: Any) -> Any:
    assert not re.match(r"\s*(INSERT|UPDATE|DELETE)", sql, re.IGNORECASE), sql
    return execute(sql, *rest)


def test_a_question_that_comes_up_is_asked_before_anything_is_judged(asking: Browser) -> None:
    asking.post(PATH, {"q-here": "yes", "shown": "here"})
    assert asking.status == 200 and "何年住んでいますか" in asking.html and "申請できます" not in asking.html
    asking.post(PATH, {"q-here": "yes", "q-years": "3", "shown": "here years"})
    assert "申請できます" in asking.html and 'href="/procedures/sign/"' in asking.html


@pytest.mark.parametrize("typed", [{}, {"q-here": "perhaps"}, {"q-here": "yes", "q-years": "たくさん"}])
def test_bad_input_gets_a_message_and_no_outcome(asking: Browser, typed: dict[str, str]) -> None:
    asking.post(PATH, {**typed, "shown": "here years"})
    assert asking.status == 422 and 'class="field-error"' in asking.html and 'id="outcome"' not in asking.html


def test_a_procedure_without_it_has_no_such_page(guest: Browser) -> None:
    assert guest.get(PATH).status == 404
    assert guest.post(PATH, {}).status == 404
