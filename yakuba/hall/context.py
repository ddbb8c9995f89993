"""What every page knows: the town, who is looking, the menu, how they want to read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yakuba.ground import languages, town
from yakuba.ground.access.actor import Actor
from yakuba.ground.access.request import actor_of
from yakuba.ground.languages import marked, say
from yakuba.hall import display
from yakuba.hall.languages import spoken_in
from yakuba.hall.tour import DEMO_TOUR
from yakuba.hall.wiring import manifests


def everywhere(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    nav = menu(actor, request.path)
    return {
        "town": town.spoken_facts(),
        "actor": actor,
        "nav": nav,
        "desk_url": desk_of(nav),
        "demo": settings.YAKUBA_DEMO,
        "demo_links": _said(_DEMO_LINKS) if settings.YAKUBA_DEMO else (),
        "demo_tour": DEMO_TOUR if settings.YAKUBA_DEMO else None,
        "footer_links": _said(_FOOTER_LINKS),
        "language": language(request),
        "html_settings": display.chosen(request),
    }


_FOOTER_LINKS = ({"title": marked("使いやすさへの取り組み"), "url": "/accessibility/"},)
_DEMO_LINKS = (
    {"title": marked("できること"), "url": "/#demo"},
    {"title": marked("郵便受け"), "url": "/demo/mail/"},
    {"title": marked("職員の画面"), "url": "/staff/sign-in/"},
)


def language(request: HttpRequest) -> dict[str, Any]:
    """The language of the page and the switch to the others (`ui/parts/languages.html`)."""
    spoken = spoken_in(request)
    return {
        "code": spoken.code,
        "html": languages.HTML_LANGUAGES[spoken.code],
        "furigana": spoken.furigana,
        "offer": spoken.offer,
        "choices": [
            {
                "code": code,
                "html": languages.HTML_LANGUAGES[code],
                "name": name,
                "current": code == spoken.code,
            }
            for code, name in languages.LANGUAGES.items()
        ],
    }


def _said(links: tuple[dict[str, str], ...]) -> list[dict[str, str]]:
    return [{**link, "title": say(link["title"])} for link in links]


def menu(actor: Actor, path: str) -> list[dict[str, Any]]:
    """The staff menu from the rooms' manifests, or the residents' three links."""
    if actor.kind == "staff":
        entries = sorted(
            (entry for room in manifests() for entry in room.menu if actor.may(entry.right)),
            key=lambda entry: entry.order,
        )
        pages = [(entry.title, reverse(entry.url_name), entry.key) for entry in entries]
    else:
        own = _RESIDENT_PAGES[actor.kind == "resident"]
        pages = [(say(title), _address(name), "") for title, name in own]
    # Of two pages of which one lies below the other, the nearer one is where somebody is.
    over = (url for _, url, _ in pages if path == url or (url not in ("", "/") and path.startswith(url)))
    here = max(over, key=len, default="")
    lines: list[dict[str, Any]] = [
        {"title": title, "url": url, "key": key, "current": url == here} for title, url, key in pages if url
    ]
    if actor.kind != "guest":
        lines.append({"title": say("サインアウト"), "url": reverse("hall:sign_out"), "post": True})
    return lines


def desk_of(nav: list[dict[str, Any]]) -> str:
    """Where a person's work begins: the first page of their menu, else the town's first page."""
    return next((str(line["url"]) for line in nav if not line.get("post")), "/")


_RESIDENT_PAGES = {
    False: ((marked("手続"), "applications:home"), (marked("サインイン"), "hall:sign_in")),
    True: ((marked("手続"), "applications:home"), (marked("マイページ"), "applications:mine")),
}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
