"""Plants drafts to look at, and tells what their pages cost in CPU inside one process, with no server and no
network: `python -m bench.page_cost --data DIR` (a prepared town). Called by bench/pages.py.
"""

import argparse
import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory
from django.urls import reverse

from bench.measuring import in_turns
from seeds import filing
from seeds.people import somebody
from yakuba.ground.access.actor import GUEST
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Page
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.views import guest_pass

PROCEDURE = "road_occupancy"
TOLD = "pages.json"
TIMES, ROUND = 15, 40
HELLO = "/health/live/"


@dataclass(frozen=True)
class Look:
    """One page and who looks at it: a guest with these cookies."""

    path: str
    cookies: str = ""


def plant() -> dict[str, Look]:
    """The guide, the page with the most questions in a draft just begun, and the same filled in."""
    edition = shelf.in_force(PROCEDURE, clock.today())
    begun = answers.start(edition_id=edition.id, owner=GUEST)
    shown = answers.draft(begun.id, answers.Key(GUEST, begun.token)).pages
    page = max((page for page in shown if _is_plain(page)), key=lambda page: len(page.questions))
    done = answers.start(edition_id=edition.id, owner=GUEST)
    example = next(one for one in edition.procedure.examples if one.expect.get("valid"))
    given = filing.variation(edition.procedure, example, somebody(Random(1), 1), clock.today())
    filing.fill(done.id, answers.Key(GUEST, done.token), given, Random(1))
    guide = reverse("applications:procedure", args=[PROCEDURE])
    return {"guide": Look(guide), "blank": _draft(begun, page.key), "filled": _draft(done, page.key)}


def _is_plain(page: Page) -> bool:
    """Whether it asks for no rows and no files: those are drawn by the template."""
    return not any(question.questions or question.kind == "file" for question in page.questions)


def _draft(ref: answers.DraftRef, page: str) -> Look:
    """The page as the browser that began the draft opens it again."""
    response = HttpResponse()
    guest_pass.give(response, ref.id, ref.token)
    given = {name: morsel.coded_value for name, morsel in response.cookies.items()}
    cookies = {**given, settings.CSRF_COOKIE_NAME: _get_new_csrf_string()}
    path = reverse("applications:page", args=[ref.id, page])
    return Look(path, "; ".join(f"{name}={value}" for name, value in cookies.items()))


def cost(look: Look) -> Callable[[], float]:
    """A reading: CPU microseconds of one answer, the mean of a round."""
    application: Any = get_wsgi_application()
    around = RequestFactory().get(look.path).environ
    around |= {"HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_LANGUAGE": "ja", "HTTP_COOKIE": look.cookies}

    def answer() -> bytes:
        response = application({**around, "wsgi.input": io.BytesIO()}, _started)
        content = b"".join(response)
        response.close()
        return content

    def reading() -> float:
        began = time.process_time()
        for _ in range(ROUND):
            answer()
        return (time.process_time() - began) / ROUND * 1e6

    answer()
    return reading


def _started(status: str, *_: object) -> None:
    if not status.startswith("200"):
        raise RuntimeError(status)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the town's folder (read by bench/__init__.py)")
    parser.parse_args()
    looks = plant()
    told = {name: asdict(look) for name, look in looks.items()}
    (Path(settings.YAKUBA_DATA) / TOLD).write_text(json.dumps(told), encoding="utf-8")
    every = {"hello": Look(HELLO), **looks}
    spreads = in_turns(TIMES, [cost(look) for look in every.values()])
    costs = {name: list(spread.values) for name, spread in zip(every, spreads, strict=True)}
    sys.stdout.write(json.dumps(costs) + "\n")


if __name__ == "__main__":
    main()
