"""What a reader sees when there is no room: what happened, when to come again, and everything that was typed.

Made without a database and nearly without Django: each page is rendered once in each language, with marks
where the request's own parts go. Passwords and addresses of sign-ins are never put into a page.
"""

from dataclasses import replace
from functools import cache
from html import escape
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation

from yakuba.ground import languages, town
from yakuba.ground.languages import say
from yakuba.hall import display
from yakuba.hall.languages import Spoken, of_browser, with_aids
from yakuba.hall.middleware import POLICY
from yakuba.hall.serving import bodies

RETRY = 10  # seconds
ADDRESS, HIDDEN, FILES = "[[address]]", "[[hidden]]", "[[files]]"
DISPLAY = " data-yakuba-display"
SECRET = ("/sign-in/", "/staff/sign-in/", "/sign-up/")
"""Addresses whose posts hold a password, or say who has an account."""
Answer = tuple[int, list[tuple[str, str]], bytes]


def page(environ: dict[str, Any]) -> Answer:
    """503, with everything that was typed in a form to be sent again."""
    request = WSGIRequest(environ)
    kind, hidden, files = _kept(request)
    text = _page(kind, _spoken(request))
    text = text.replace(DISPLAY, _display(request), 1).replace(ADDRESS, escape(request.get_full_path()), 1)
    # The typed parts last: what somebody typed is never searched for marks.
    before, _, rest = text.partition(HIDDEN)
    between, _, after = rest.partition(FILES)
    return _answer(503, f"{before}{hidden}{between}{files}{after}", ("Retry-After", str(RETRY)))


def refused(status: int) -> Answer:
    """What came in cannot be used (413 too large, 400 broken off); in Japanese: nothing of it was read."""
    return _answer(status, _page("too_large" if status == 413 else "broken", Spoken()))


def trouble() -> Answer:
    """The house itself is at fault, outside of every page."""
    return _answer(500, _page("trouble", Spoken()))


def warm() -> None:
    """Render what a rush asks for first, before it comes."""
    for code in languages.LANGUAGES:
        for kind in ("again", "typed", "files", "secret"):
            _page(kind, Spoken(code, furigana=code == "ja-easy"))


def _answer(status: int, text: str, *more: tuple[str, str]) -> Answer:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        *more,
    ]
    return status, headers, text.encode()


@cache
def _page(kind: str, spoken: Spoken) -> str:
    with languages.speaking(spoken.code), translation.override(spoken.code):
        titles = {"too_large": say("ファイルが大きすぎます"), "broken": say("送り直してください"),
                  "trouble": say("ただいま表示できません")}  # fmt: skip
        around = {
            "kind": kind, "town": town.spoken_facts(), "most": bodies.MOST // bodies.MEGABYTE,
            "title": titles.get(kind) or say("ただいま混み合っています"),
            "html_language": languages.HTML_LANGUAGES[spoken.code],
            "address": ADDRESS, "hidden": HIDDEN, "files": FILES,
        }  # fmt: skip
        return with_aids(render_to_string("hall/crowded.html", around), spoken)


def _spoken(request: WSGIRequest) -> Spoken:
    """Staff pages are Japanese. What the head of a page offers has no place here."""
    spoken = Spoken() if request.path_info.startswith("/staff/") else of_browser(request)
    return replace(spoken, offer="")


def _display(request: WSGIRequest) -> str:
    return "".join(f' data-{name}="{value}"' for name, value in display.chosen(request).items() if value)


class _NamesOnly(FileUploadHandler):
    """Keeps which files were sent, and nothing of them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[tuple[str, str]] = []

    def new_file(self, field_name: str, file_name: str, *rest: Any, **more: Any) -> None:
        self.names.append((field_name, file_name))
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def _kept(request: WSGIRequest) -> tuple[str, str, str]:
    """Which page; the hidden fields; the fields for files that must be chosen again."""
    if request.method != "POST":
        return "again", "", ""
    if request.path_info.startswith(SECRET):
        return "secret", "", ""
    chosen = _NamesOnly()
    request.upload_handlers = [chosen]
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return "again", "", ""
    if any("password" in name for name, _ in typed):
        return "secret", "", ""
    hidden = "\n".join(_hidden(name, value) for name, value in typed)
    files = "\n".join(_choice(number, *one) for number, one in enumerate(dict(chosen.names).items(), 1))
    return ("files" if files else "typed"), hidden, files


def _hidden(name: str, value: str) -> str:
    kept = escape(value).replace("\r", "&#13;").replace("\n", "&#10;")
    return f'<input type="hidden" name="{escape(name)}" value="{kept}">'


def _choice(number: int, field: str, file: str) -> str:
    return (
        f'<p class="field"><label for="file-{number}">{escape(file)}</label> '
        f'<input type="file" id="file-{number}" name="{escape(field)}" aria-describedby="choose-again"></p>'
    )
