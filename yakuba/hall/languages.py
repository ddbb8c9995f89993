"""In which language, and with which reading aids, a resident's page is spoken: kept in cookies.

Staff pages are Japanese, whatever the cookie says. English pages mark what stays Japanese in them (a law's
name, what somebody typed), so that a screen reader changes its voice (WCAG 3.1.2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yakuba.ground import languages, town
from yakuba.ground.languages.furigana import Furigana
from yakuba.ground.languages.markup import change_texts
from yakuba.ground.reader import Reader, introduce, is_changed, reader_of
from yakuba.hall import display

Answer = Callable[[HttpRequest], HttpResponse]
YEAR = 365 * 24 * 60 * 60  # seconds
COOKIES = ("lang", "furigana")
NOT_FOR_RESIDENTS = ("/staff/", "/health/", "/demo/gallery/")
"""How the addresses begin that speak Japanese to everybody."""
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ㐀-鿿豈-﫿々]")


@dataclass(frozen=True)
class Spoken:
    """`code`: a key of LANGUAGES; `furigana`: readings over kanji; `offer`: a language worth offering."""

    code: str = languages.DEFAULT
    furigana: bool = False
    offer: str = ""


def spoken_in(request: HttpRequest) -> Spoken:
    """How this request is answered; plain Japanese where no language can be chosen."""
    found = getattr(request, "_yakuba_spoken", None)
    return found if isinstance(found, Spoken) else Spoken()


def of_browser(request: HttpRequest) -> Spoken:
    """What the cookies say. Without one: English only for a browser that asks for it and no Japanese."""
    code = request.COOKIES.get("lang")
    if code is not None:
        return _with_aids(code if code in languages.LANGUAGES else languages.DEFAULT, request)
    wanted = [tag.split("-")[0] for tag, _ in parse_accept_lang_header(_accepted(request))]
    if "en" in wanted and "ja" not in wanted:
        return _with_aids("en", request)
    first = next((tag for tag in wanted if tag in ("en", "ja")), "")
    return replace(_with_aids(languages.DEFAULT, request), offer="en" if first == "en" else "")


def _accepted(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_ACCEPT_LANGUAGE", "")).lower()


def _with_aids(code: str, request: HttpRequest) -> Spoken:
    """Furigana is on in やさしい日本語 until somebody switches it off."""
    switched = request.COOKIES.get("furigana")
    wanted = switched == "on" or (switched != "off" and code == "ja-easy")
    return Spoken(code, furigana=wanted and code != "en")


def wished(request: HttpRequest) -> dict[str, str]:
    """The switches pressed in this post, by cookie; what is no language of ours is left out."""
    pressed = {name: request.POST.get(name, "") for name in COOKIES}
    known = {"lang": languages.LANGUAGES, "furigana": ("on", "off")}
    return {name: value for name, value in pressed.items() if value in known[name]}


class Languages:
    """Speaks the reader's language while a resident's page is made, and adds the readings to it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_residents(request.path_info):
            return self.answer(request)
        spoken = _speak(request, of_browser(request))
        # Left again afterwards: a thread answers many readers.
        with languages.speaking(spoken.code), translation.override(spoken.code):
            response = self.answer(request)
        for name, value in getattr(request, "_yakuba_switched", {}).items():
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return _with_readings(response, reader_of(request))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """A switch pressed inside a form takes effect at once: the page shows again what was typed."""
        if request.method != "POST" or not hasattr(request, "_yakuba_spoken") or not wished(request):
            return
        if _is_from_elsewhere(request):
            return
        request._yakuba_switched = wished(request)  # type: ignore[attr-defined]
        request.COOKIES = {**request.COOKIES, **wished(request)}
        spoken = _speak(request, of_browser(request))
        languages.speak(spoken.code)
        translation.activate(spoken.code)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page sent this post: nobody else chooses for our readers. Browsers say so."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site:
        return site not in ("same-origin", "none")
    origin = str(request.META.get("HTTP_ORIGIN", ""))
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def _is_residents(path: str) -> bool:
    """By its beginning: the address is resolved later, once (a test holds it against the list of routes)."""
    return not path.startswith(NOT_FOR_RESIDENTS)


def _speak(request: HttpRequest, spoken: Spoken) -> Spoken:
    request._yakuba_spoken = spoken  # type: ignore[attr-defined]
    speech = (spoken.code, spoken.furigana)
    key = (*speech, spoken.offer, *display.chosen(request).values(), settings.YAKUBA_DEMO)
    aided = spoken.furigana or spoken.code == "en"
    introduce(request, Reader(speech, key, partial(with_aids, spoken=spoken) if aided else None))
    return spoken


def _with_readings(response: HttpResponse, reader: Reader | None) -> HttpResponse:
    """The page with furigana, or (in English) with its Japanese marked as Japanese. Other files stay."""
    is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
    if is_page and reader and reader.change and not is_changed(response):
        response.content = reader.changed(response.content.decode()).encode()
    return response


def with_aids(page: str, spoken: Spoken) -> str:
    """The page (HTML) with furigana, or (in English) with its Japanese marked as Japanese."""
    if spoken.code == "en":
        return change_texts(page, _as_japanese, language="en", verbatim=True)
    return change_texts(page, furigana().over, language="ja", verbatim=False) if spoken.furigana else page


def _as_japanese(text: str) -> str:
    return f'<span lang="ja">{text}</span>' if _JAPANESE.search(text) else text


@cache
def furigana() -> Furigana:
    """Read once a process, at the latest at the first page that wants it (50 ms, 36 MB)."""
    readings = town.read("readings")
    return Furigana({**readings["places"], **readings["words"]})


@csrf_exempt
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """The switch in the head of a page: the middleware has done it, this leads back.

    Without a token, so that pages which are the same for all guests hold none (hall/finished.py): all it
    changes is the two cookies that say how to read.
    """
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else "/")
