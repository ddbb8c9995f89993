"""In which language a page is spoken, and that switching loses nothing."""

import re

import pytest
from django.test import Client
from lxml import html as parsed

from conftest import Cast
from yakuba.ground import languages
from yakuba.ground.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client()


def page(client: Client, path: str = "/sign-in/", **more: str) -> str:
    return client.get(path, **more).content.decode()


def language_of(text: str) -> tuple[str, str]:
    node = parsed.fromstring(text)
    return node.get("lang"), node.get("data-language")


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [("ja", ("ja", "ja")), ("ja-easy", ("ja", "ja-easy")), ("en", ("en", "en")), ("fr", ("ja", "ja")),
     ("../en", ("ja", "ja")), ("", ("ja", "ja"))],
)  # fmt: skip
def test_the_cookie_chooses_and_what_is_no_language_of_ours_is_japanese(visitor, cookie, expected) -> None:
    visitor.cookies["lang"] = cookie
    assert language_of(page(visitor)) == expected


@pytest.mark.parametrize(
    ("browser", "code", "offered"),
    [
        ("", "ja", False),
        ("ja,en;q=0.8", "ja", False),
        ("en-US,en;q=0.9", "en", False),
        ("en-US,en;q=0.9,ja;q=0.5", "ja", True),
        ("fr,de;q=0.7", "ja", False),
        ("not a language;;q=x", "ja", False),
    ],
)
def test_at_the_first_visit_english_is_spoken_only_to_who_asks_for_it_alone_and_else_offered(
    visitor, browser, code, offered
) -> None:
    text = page(visitor, headers={"accept-language": browser})
    assert language_of(text)[1] == code
    assert ("Read in English" in text) is offered


def test_a_page_says_what_it_depends_on_so_that_no_cache_mixes_languages(visitor) -> None:
    varies = visitor.get("/sign-in/").headers["Vary"]
    assert {"Cookie", "Accept-Language"} <= {one.strip() for one in varies.split(",")}


def test_the_switch_leads_back_to_the_same_page_and_the_choice_stays(visitor) -> None:
    response = visitor.post("/language/", {"lang": "en", "next": "/search/?q=%E7%8A%AC"})
    assert response.headers["Location"] == "/search/?q=%E7%8A%AC"
    assert response.cookies["lang"]["max-age"] == 365 * 24 * 60 * 60
    assert language_of(page(visitor)) == ("en", "en")


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_the_switch_leads_nowhere_else(visitor, bad) -> None:
    assert visitor.post("/language/", {"lang": "en", "next": bad}).headers["Location"] == "/"


def test_what_is_no_language_is_not_kept(visitor) -> None:
    response = visitor.post("/language/", {"lang": "xx", "furigana": "maybe", "next": "/"})
    assert "lang" not in response.cookies and "furigana" not in response.cookies


def test_the_switch_takes_no_get(visitor) -> None:
    assert visitor.get("/language/", {"lang": "en"}).status_code == 405


def test_a_signed_in_resident_keeps_the_choice_and_the_neighbour_their_own(cast, login) -> None:
    hanako, neighbour = login(Client(), cast.resident), login(Client(), cast.neighbour)
    hanako.post("/language/", {"lang": "en", "next": "/mine/"})
    assert language_of(page(hanako, "/mine/"))[0] == "en"
    assert language_of(page(neighbour, "/mine/"))[0] == "ja"
    assert languages.current() == "ja"


@pytest.mark.parametrize("path", ["/staff/cases/", "/staff/sign-in/", "/staff/nothing/"])
def test_staff_pages_stay_japanese_whatever_the_cookie_says(cast, login, path) -> None:
    client = login(Client(), cast.clerk)
    client.cookies["lang"], client.cookies["furigana"] = "en", "on"
    text = page(client, path)
    assert parsed.fromstring(text).get("lang") == "ja"
    assert "<ruby>" not in text and 'name="lang"' not in re.sub(
        r"(?s)<header class=.site-head.*?</header>", "", text
    )


def test_a_page_that_is_not_there_speaks_the_readers_language(visitor) -> None:
    visitor.cookies["lang"] = "en"
    response = visitor.get("/nothing/here/")
    assert response.status_code == 404 and "Page not found" in response.content.decode()


def test_an_english_page_marks_its_japanese_as_japanese(visitor) -> None:
    visitor.cookies["lang"] = "en"
    visitor.cookies["furigana"] = "on"
    node = parsed.fromstring(page(visitor, "/sign-in/"))
    loose = [
        text for text in node.xpath("//body//text()[not(ancestor::*[@lang='ja'])]")
        if re.search("[ぁ-んァ-ヺ一-龥]", text)
    ]  # fmt: skip
    assert loose == []
    assert not node.xpath("//ruby")


def test_furigana_comes_with_easy_japanese_and_can_be_switched_off_and_on(visitor) -> None:
    assert "<ruby>" not in page(visitor)
    visitor.post("/language/", {"lang": "ja-easy", "next": "/"})
    assert "<ruby>" in page(visitor)
    visitor.post("/language/", {"furigana": "off", "next": "/"})
    assert "<ruby>" not in page(visitor)
    visitor.post("/language/", {"lang": "ja", "next": "/"})
    visitor.post("/language/", {"furigana": "on", "next": "/"})
    assert "<ruby>" in page(visitor)


def test_furigana_changes_no_value_no_name_and_no_label_as_it_is_read_out(visitor) -> None:
    plain = parsed.fromstring(page(visitor, "/sign-up/"))
    visitor.cookies["furigana"] = "on"
    read = parsed.fromstring(page(visitor, "/sign-up/"))
    assert read.xpath("//ruby")
    for attribute in ("value", "name", "id", "for", "href", "aria-label", "placeholder", "content"):
        before, after = (
            [value for value in node.xpath(f"//@{attribute}") if len(value) != 64] for node in (plain, read)
        )
        assert [one for one in after if one not in ("on", "off")] == [
            one for one in before if one not in ("on", "off")
        ]
    for node in read.xpath("//rt"):
        assert node.get("aria-hidden") == "true"
        node.drop_tree()
    labels = [["".join(label.itertext()) for label in node.xpath("//label")] for node in (plain, read)]
    assert labels[0] == labels[1]


def test_every_language_can_be_reached_by_a_button_that_says_its_name(visitor) -> None:
    buttons = parsed.fromstring(page(visitor)).xpath("//*[@class='languages no-print']//button[@name='lang']")
    assert [(button.get("value"), button.text_content()) for button in buttons] == list(
        languages.LANGUAGES.items()
    )
    assert [button.get("aria-current") for button in buttons] == ["true", None, None]


def test_switching_while_signing_up_registers_nobody_and_keeps_what_was_typed(visitor) -> None:
    typed = {"login": "a@example.jp", "family": "斜里", "password": "a long password", "lang": "en"}
    response = visitor.post("/sign-up/", typed)
    node = parsed.fromstring(response.content.decode())
    assert language_of(response.content.decode())[0] == "en"
    assert node.xpath("//input[@name='login']/@value") == ["a@example.jp"]
    assert node.xpath("//input[@name='family']/@value") == ["斜里"]
    assert not node.xpath("//input[@name='password']/@value")
    assert not Account.objects.filter(login="a@example.jp").exists()
