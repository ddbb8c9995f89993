"""Question pages put together from compiled pieces are, byte for byte, what the ordinary template makes: over
random drafts of every procedure of the town, in every way to read.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.test import RequestFactory
from django.urls import reverse

from seeds.answering import Answering
from tests.procedures.test_any_answers import of_the_town, procedures
from yakuba.ground.access.actor import GUEST, Actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.definition import Page, Procedure
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.hall.languages import Languages
from yakuba.rooms.answers import door
from yakuba.rooms.answers.pages import compiled, token
from yakuba.rooms.answers.pages.showing import Shown, show
from yakuba.rooms.answers.rules import Origin

DRAFTS = 3
"""Random drafts of each procedure, each with all its pages."""
SOMEBODY = Actor(kind="resident", id=UUID(int=7), name="見本 花子")
READERS: tuple[dict[str, str], ...] = (
    {},
    {"lang": "ja-easy"},
    {"lang": "en", "size": "large"},
    {"furigana": "on", "contrast": "high"},
)
GARBAGE = ("", "<b>&\"'", "{{ x }}", "zq0", " 斜里 ", "３丁目\n２行目", "yes", "other")


@pytest.fixture(autouse=True)
def _one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form's token is masked anew in every page; here always in the same way."""
    monkeypatch.setattr(csrf, "_get_new_csrf_string", lambda: "a" * 32)
    monkeypatch.setattr(token, "new_mask", lambda: "a" * 32)


def frame() -> door.Frame:
    return door.Frame(
        layout="ui/citizen.html",
        page_url=lambda draft, page: reverse("applications:page", args=[draft, page]),
        summary_url=lambda draft: "/summary/",
        later_url=lambda draft: "/later/",
        done_url=lambda draft: "/done/",
        breadcrumbs=(("手続", "/"),),
    )


def drafts_of(key: str) -> Iterator[tuple[Random, door.DraftView]]:
    procedure = procedures()[key]
    for seed in range(DRAFTS):
        chance = Random(f"{key}-{seed}")
        day = date(2026, 11, 20) + timedelta(days=chance.randint(0, 120))
        facts = {"today": day.isoformat(), "channel": "online"}
        answers = Answering(procedure, facts, chance).applicant()
        left = {one: value for one, value in answers.items() if chance.random() < (0, 0.5, 1)[seed % 3]}
        yield chance, view(procedure, left, day, chance)


def view(procedure: Procedure, answers: dict[str, Any], day: date, chance: Random) -> door.DraftView:
    pages = [page.key for page in procedure.pages]
    origins = {one: (Origin(value, "登録した内容", ""),) for one, value in answers.items()}
    some = {one: origin for one, origin in origins.items() if chance.random() < 0.1}
    return door.DraftView(
        id=UUID(int=chance.getrandbits(128)), token="t", edition_id=UUID(int=hash(procedure.key) % 2**64),
        procedure=procedure, channel="online", owner_ref="guest:web", entered_by="",
        is_correction=False, answers=answers, own=answers, given={}, told=(), origins=some,
        raw=_raw(procedure, answers, chance), visited=tuple(chance.sample(pages, len(pages) // 2)),
        allowed=None, resume_email="", email_confirmed=False, about="", renewal_of=None, supersedes=None,
        updated_at=clock.now(), submission_id=None, today=day,
    )  # fmt: skip


def _raw(procedure: Procedure, answers: dict[str, Any], chance: Random) -> dict[str, Any]:
    """What was typed on one of the pages and could not be read: names right, texts of any sort."""
    page = chance.choice(procedure.pages)
    posted: dict[str, list[str]] = {}
    for question in page.questions:
        subs = [sub.sub for sub in kind_of(question).subs(question)] or [""]
        for sub in chance.sample(subs, chance.randint(0, len(subs))):
            known = [one.key for one in kind_of(question).choices(question)]
            values = chance.choices([*GARBAGE, *known], k=chance.choice((1, 1, 1, 2)))
            posted[f"q-{question.key}.{sub}" if sub else f"q-{question.key}"] = values
    return {page.key: {"posted": posted, "tried": False}}


def page_of(view: door.DraftView, page: Page, actor: Actor, cookies: dict[str, str], query: str) -> bytes:
    request = RequestFactory().get(f"/drafts/{view.id}/pages/{page.key}/{query}")
    request.COOKIES = cookies
    request.META["CSRF_COOKIE"] = "b" * 32
    request._yakuba_actor = actor  # type: ignore[attr-defined]
    left = view.raw.get(page.key)

    def answer(request: HttpRequest) -> HttpResponse:
        # In the reader's language, as the view would meet it.
        return show(request, fresh(view), shown_page(view, page), frame(), Shown(left and left["posted"]))

    return Languages(answer)(request).content


def fresh(view: door.DraftView) -> door.DraftView:
    """The same draft with nothing of it worked out: another language may be spoken now."""
    return replace(view)


def shown_page(view: door.DraftView, page: Page) -> Page:
    found = fresh(view).page(page.key)
    assert found is not None
    return found


def difference(made: bytes, ordinary: bytes) -> str:
    """The first place where the two differ; "" when they are the same."""
    if made == ordinary:
        return ""
    pairs = enumerate(zip(made, ordinary, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(made), len(ordinary)))
    first, other = (page[max(0, at - 80) : at + 80].decode(errors="replace") for page in (made, ordinary))
    return f"{first!r}\n{other!r}"


@pytest.mark.parametrize("key", of_the_town())
def test_a_page_of_pieces_is_the_page_of_the_template(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if key not in procedures():
        pytest.skip("a guide only: it has no pages")
    pieced: list[HttpResponse | None] = []
    real = compiled.response
    monkeypatch.setattr(compiled, "response", lambda *asked: pieced.append(real(*asked)) or pieced[-1])
    for chance, draft in drafts_of(key):
        for page in draft.pages:
            reader, actor = chance.choice(READERS), chance.choice((GUEST, SOMEBODY))
            query = chance.choice(("", "", "?check=1", "?new=1"))
            asked = (draft, page, actor, reader, query)
            made = [page_of(*asked), page_of(*asked)]
            with monkeypatch.context() as patch:
                patch.setattr(compiled, "response", lambda *_: None)
                ordinary = page_of(*asked)
            for one in made:
                assert difference(one, ordinary) == "", (page.key, reader)
    assert pieced and all(pieced)
