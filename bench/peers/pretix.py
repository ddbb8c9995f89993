"""pretix from PyPI as its administrator's guide has it: PostgreSQL, Redis, gunicorn, a Celery worker.

`python -m tests.postgres python -m bench.peers.pretix --place DIR` installs it outside the repository (a venv
of its own), makes its tables and a shop with a free ticket, and keeps a dump of the database, so that a run
needs seconds instead of minutes. It is run, never linked.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bench.browser import Browser, Page, Puzzled
from bench.controls import Form, Pair, forms
from bench.serving import free_port

VERSION = "2026.8.0"
PACKAGES = (f"pretix=={VERSION}", "gunicorn", "psycopg2-binary")
DATABASE = "pretix"
QUESTIONS = 6
STARTS_WITHIN = 120  # seconds
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


@dataclass(frozen=True)
class Place:
    """Where it is installed, and the PostgreSQL server that DATABASE_URL names."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    @property
    def dump(self) -> Path:
        return self.folder / "pretix.dump"

    @property
    def socket(self) -> Path:
        return Path(unquote(urlsplit(os.environ["DATABASE_URL"]).hostname or ""))

    def postgres(self, program: str, *words: str) -> None:
        programs = next(self.socket.glob("**/bin/pg_dump")).parent
        _run(str(programs / program), "-h", str(self.socket), "-U", "yakuba", *words)

    def environment(self, port: int, redis: int, mail: int) -> dict[str, str]:
        """Its own configuration file; nothing of ours reaches it."""
        path = self.folder / "pretix.cfg"
        path.write_text(
            f"[pretix]\ninstance_name=Peer\nurl=http://127.0.0.1:{port}\ncurrency=EUR\n"
            f"datadir={self.folder / 'data'}\ntrust_x_forwarded_for=off\n[locale]\ndefault=en\n"
            f"[database]\nbackend=postgresql\nname={DATABASE}\nuser=yakuba\nhost={self.socket}\n"
            f"[redis]\nlocation=redis://127.0.0.1:{redis}/0\nsessions=true\n"
            f"[celery]\nbackend=redis://127.0.0.1:{redis}/1\nbroker=redis://127.0.0.1:{redis}/2\n"
            f"[mail]\nfrom=peer@example.jp\nhost=127.0.0.1\nport={mail}\n"
        )
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
        return kept | {"PRETIX_CONFIG_FILE": str(path)}


def install(place: Place) -> None:
    """The venv, the tables, the shop, and the dump of it all."""
    place.folder.mkdir(parents=True, exist_ok=True)
    (place.folder / "data").mkdir(exist_ok=True)
    if not place.python.exists():
        _run(sys.executable, "-m", "venv", str(place.folder / "venv"))
        _run(str(place.python), "-m", "pip", "install", "-q", *PACKAGES)
    place.postgres("createdb", DATABASE)
    with _redis() as redis:
        around = place.environment(free_port(), redis, free_port())
        for words in (("migrate", "-v", "0"), ("rebuild", "-v", "0")):
            _run(str(place.python), "-m", "pretix", *words, around=around)
        done = subprocess.run(
            [str(place.python), "-m", "pretix", "shell"],
            env=around, input=SHOP, text=True, capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode or "Error" in done.stderr:
            raise RuntimeError(done.stdout + done.stderr)
    place.postgres("pg_dump", "-Fc", "-f", str(place.dump), DATABASE)


@dataclass(frozen=True)
class Running:
    """Its web server, its worker and Redis."""

    port: int
    pids: tuple[int, ...]


@contextmanager
def running(place: Place, *, workers: int, mail: int) -> Iterator[Running]:
    """gunicorn with so many workers, one Celery worker and Redis, on a fresh copy of the prepared shop."""
    place.postgres("createdb", DATABASE)
    place.postgres("pg_restore", "-d", DATABASE, "--no-owner", str(place.dump))
    with _redis() as redis:
        port = free_port()
        around = place.environment(port, redis, mail)
        web = ["-m", "gunicorn", "pretix.wsgi", "--name", "pretix", "--workers", str(workers)]
        web += ["--max-requests", "1200", "--max-requests-jitter", "50", "--bind", f"127.0.0.1:{port}"]
        jobs = ["-m", "celery", "-A", "pretix.celery_app", "worker", "-l", "warning", "-c", str(workers)]
        with (place.folder / "log").open("wb") as log:
            started = [
                subprocess.Popen([str(place.python), *words], env=around, stdout=log, stderr=log)
                for words in (web, jobs)
            ]
            try:
                _wait(port, place.folder / "log")
                yield Running(port, tuple(process.pid for process in started))
            finally:
                for process in started:
                    process.terminate()
                for process in started:
                    process.wait(30)


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


def _wait(port: int, log: Path) -> None:
    async def there() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
        except OSError:
            return False
        return True

    end = time.monotonic() + STARTS_WITHIN
    while not asyncio.run(there()):
        if time.monotonic() > end:
            raise RuntimeError(log.read_text(errors="replace")[-3000:])
        time.sleep(0.2)


def _run(*command: str, around: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}")


async def order(browser: Browser, number: int) -> float:
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
    install(Place(words.parse_args().place.resolve()))
