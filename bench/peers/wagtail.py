"""A form page of Wagtail from PyPI: one page of eight fields, one POST, one stored row. No draft, no steps,
no mail, no history: the least that a form can be in Django with a database.

`python -m tests.postgres python -m bench.peers.wagtail --place DIR` installs it outside the repository with
Wagtail's own project template and one form page.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.browser import Browser, Puzzled
from bench.peers.places import Place, Running, gunicorn, plain_environment, run, started
from bench.serving import free_port

NAME, VERSION = "wagtail", "8.0.1"
TASK = "one page of 8 fields, sent once"
PACKAGES = (f"wagtail=={VERSION}", "gunicorn", "psycopg2-binary")
FIELDS = 8
# An application in Wagtail's own project, as its guide to forms has it.
MODELS = """
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.fields import RichTextField

class FormField(AbstractFormField):
    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")

class FormPage(AbstractForm):
    thanks = RichTextField(blank=True)
"""
PAGE = """{% extends "base.html" %}{% block content %}<h1>{{ page.title }}</h1>
<form action="{{ request.path }}" method="post">{% csrf_token %}{{ form.as_div }}<button>Send</button></form>
{% endblock %}"""
LANDING = """{% extends "base.html" %}{% block content %}<h1>Thank you</h1>{% endblock %}"""
FORM = f"""
from wagtail.models import Page, Site
from asking.models import FormField, FormPage
page = FormPage(title="Ask", slug="ask", form_fields=[
    FormField(label=f"Question {{at}}", field_type="singleline", required=True, sort_order=at)
    for at in range({FIELDS})])
Site.objects.get(is_default_site=True).root_page.specific.add_child(instance=page)
page.save_revision().publish()
"""


def place(folder: Path) -> Place:
    """Where it is installed under this folder."""
    return Place(folder.resolve() / NAME, NAME)


def install(here: Place) -> None:
    """The venv, the project, the tables, the form page, and the dump of it all."""
    here.venv(PACKAGES)
    project, python = here.folder / "data", str(here.python)
    run(python, "-c", "from wagtail.bin.wagtail import main; main()", "start", "peer", str(project))
    asking = project / "asking"
    (asking / "templates" / "asking").mkdir(parents=True)
    (asking / "__init__.py").touch()
    (asking / "models.py").write_text(MODELS)
    (asking / "templates" / "asking" / "form_page.html").write_text(PAGE)
    (asking / "templates" / "asking" / "form_page_landing.html").write_text(LANDING)
    here.create()
    around = _environment(here)
    for words in (["makemigrations", "asking"], ["migrate"], ["collectstatic", "--noinput"]):
        run(python, "manage.py", *words, around=around, cwd=project)
    run(python, "manage.py", "shell", around=around, cwd=project, given=FORM)
    here.keep()


def _environment(here: Place) -> dict[str, str]:
    settings = here.folder / "data" / "peer" / "settings" / "local.py"
    settings.write_text(
        "from .base import INSTALLED_APPS\nINSTALLED_APPS = [*INSTALLED_APPS, 'asking']\n"
        "SECRET_KEY, ALLOWED_HOSTS = 'of a bench only', ['127.0.0.1']\n"
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'CONN_MAX_AGE': 600,\n"
        f"    'NAME': '{here.database}', 'USER': 'yakuba', 'HOST': '{here.socket}'}}}}\n"
    )
    return plain_environment() | {"DJANGO_SETTINGS_MODULE": "peer.settings.production"}


@contextmanager
def running(here: Place, *, workers: int, mail: int) -> Iterator[Running]:
    """gunicorn with so many workers; it sends no mail."""
    here.restore()
    port = free_port()
    with started(here, port, _environment(here), gunicorn("peer.wsgi", workers, port)) as found:
        yield found


async def visit(browser: Browser, number: int) -> float:
    """Open the form, fill it in, send it; how long the sending took (seconds)."""
    page = await browser.get("/ask/")
    form = page.form_with("csrfmiddlewaretoken")
    given = [(name, f"Answer of some twenty letters {number}") for name in form.kinds if name[0] == "q"]
    own = {name for name, _ in given}
    began = time.perf_counter()
    page = await browser.send(page, form, [pair for pair in form.controls if pair[0] not in own] + given)
    if page.status != 200 or "Thank you" not in page.text or len(given) != FIELDS:
        raise Puzzled(f"{page.path} {page.status}: not taken")
    return time.perf_counter() - began


if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--place", type=Path, required=True)
    install(place(words.parse_args().place))
