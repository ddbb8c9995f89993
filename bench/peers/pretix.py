"""pretix from PyPI as its administrator's guide has it: PostgreSQL, Redis, gunicorn, a Celery worker.

`python -m tests.postgres python -m bench.peers.pretix --place DIR` installs it outside the repository (a venv
of its own), makes its tables and a shop with a free ticket, and keeps a dump of the database, so that a run
needs seconds instead of minutes. It is run, never linked.
"""

import argparse
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.browser import Browser, Page, Puzzled
from bench.controls import Form, Pair, forms
from bench.peers.places import Place, Running, gunicorn, plain_environment, run, started
from bench.serving import free_port

NAME, VERSION = "pretix", "2026.8.0"
TASK = "a free order: shop, basket, address and 6 questions, confirm"
PACKAGES = (f"pretix=={VERSION}", "gunicorn", "psycopg2-binary")
QUESTIONS = 6
# What an organiser would click together: a live event, a free ticket without limit, a few questions.
SHOP = f"""
from datetime import timedelta
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Event, Organizer
with scopes_disabled():
    o = Organizer.objects.create(name="Peer", slug="peer")
    e = Event.objects.create(organizer=o, name="Fair", slug="fair", currency="EUR",
        date_from=now() + timedelta(days=90), plugins="pretix.plugins.banktransfer", is_public=True)
    e.set_defaults()
    item = e.items.create(name="Ticket", default_price=0, active=True, admission=False)
    quota = e.quotas.create(name="All", size=None)
    quota.items.add(item)
    for at in range({QUESTIONS}):
        q = e.questions.create(question=f"Question {{at}}", type="S", required=True, position=at)
        q.items.add(item)
    e.settings.set("attendee_names_asked", False)
    e.settings.set("invoice_address_asked", False)
    e.settings.set("max_items_per_order", 10)
    e.live = True
    e.save()
"""


def place(folder: Path) -> Place:
    """Where it is installed under this folder."""
    return Place(folder.resolve() / NAME, NAME)


def install(here: Place) -> None:
    """The venv, the tables, the shop, and the dump of it all."""
    here.venv(PACKAGES)
    here.create()
    with _redis() as redis:
        around = _environment(here, free_port(), redis, free_port())
        run(str(here.python), "-m", "pretix", "migrate", "-v", "0", around=around)
        run(str(here.python), "-m", "pretix", "rebuild", "-v", "0", around=around)
        run(str(here.python), "-m", "pretix", "shell", around=around, given=SHOP)
    here.keep()


@contextmanager
def running(here: Place, *, workers: int, mail: int) -> Iterator[Running]:
    """gunicorn with so many workers, a Celery worker with as many, and Redis, on a fresh copy of the shop."""
    here.restore()
    with _redis() as redis:
        port = free_port()
        jobs = ["-m", "celery", "-A", "pretix.celery_app", "worker", "-l", "warning", "-c", str(workers)]
        around = _environment(here, port, redis, mail)
        with started(here, port, around, gunicorn("pretix.wsgi", workers, port), jobs) as found:
            yield found


def _environment(here: Place, port: int, redis: int, mail: int) -> dict[str, str]:
    path = here.folder / "pretix.cfg"
    path.write_text(
        f"[pretix]\ninstance_name=Peer\nurl=http://127.0.0.1:{port}\ncurrency=EUR\n"
        f"datadir={here.folder / 'data'}\ntrust_x_forwarded_for=off\n[locale]\ndefault=en\n"
        f"[database]\nbackend=postgresql\nname={here.database}\nuser=yakuba\nhost={here.socket}\n"
        f"[redis]\nlocation=redis://127.0.0.1:{redis}/0\nsessions=true\n"
        f"[celery]\nbackend=redis://127.0.0.1:{redis}/1\nbroker=redis://127.0.0.1:{redis}/2\n"
        f"[mail]\nfrom=peer@example.jp\nhost=127.0.0.1\nport={mail}\n"
    )
    return plain_environment() | {"PRETIX_CONFIG_FILE": str(path)}


@contextmanager
def _redis() -> Iterator[int]:
    port = free_port()
    program = shutil.which("redis-server")
    assert program, "redis-server (Debian's package) is not installed"
    process = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


async def visit(browser: Browser, number: int) -> float:
    """A free order through the shop's pages, as a browser with JavaScript does it; how long the last step,
    from 「confirm」 to the page of the order, took (seconds).
    """
    page = await browser.get("/peer/fair/")
    form = next(form for form in forms(page.text) if "cart/add" in form.action)
    item = next(name for name in form.kinds if name.startswith("item_"))
    page = await _waited(browser, page, form, [*(p for p in form.controls if p[0] != item), (item, "1")])
    page = await browser.get("/peer/fair/checkout/start")
    for _ in range(5):
        if page.path.startswith("/peer/fair/checkout/confirm"):
            break
        form = _checkout(page)
        page = await browser.send(page, form, _answered(form, number))
    form, began = _checkout(page), time.perf_counter()
    page = await _waited(browser, page, form, _answered(form, number))
    if not re.match(r"/peer/fair/order/\w+/", page.path) or page.status != 200:
        raise Puzzled(f"no order: {page.path} {page.status}")
    return time.perf_counter() - began


def _checkout(page: Page) -> Form:
    found = [form for form in page.forms() if form.kinds and "lang" not in form.action]
    if not found:
        raise Puzzled(f"{page.path} {page.status}: no form")
    return found[-1]


def _answered(form: Form, number: int) -> list[Pair]:
    given = []
    for name, kind in form.kinds.items():
        if "email" in name:
            given.append((name, f"peer{number}@example.jp"))
        elif kind in ("text", "textarea") and not form.value(name):
            given.append((name, "Answer of some twenty letters"))
        elif kind == "checkbox":
            given += [(name, value or "on") for value in form.offered[name][:1]]
    own = {name for name, _ in given}
    return [pair for pair in form.controls if pair[0] not in own] + given


async def _waited(browser: Browser, page: Page, form: Form, controls: Sequence[Pair]) -> Page:
    """Send a form whose work a worker does: ask until it is done, then go where it says."""
    answer = await browser.send(page, form, [*controls, ("ajax", "1")])
    told = json.loads(answer.text)
    goal = urlsplit(told.get("check_url", ""))
    while not told.get("ready", True):
        told = json.loads((await browser.get(f"{goal.path}?{goal.query}")).text)
    if not told.get("success", True):
        raise Puzzled(f"{page.path}: {told}")
    goal = urlsplit(told["redirect"])
    return await browser.get(f"{goal.path}?{goal.query}" if goal.query else goal.path)


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--place", type=Path, required=True)
    install(place(words.parse_args().place))
