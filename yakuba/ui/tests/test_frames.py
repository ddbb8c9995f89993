"""The page frames and the pages that say what went wrong."""

from pathlib import Path

import pytest
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from lxml import html

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
ERRORS = ("400_csrf.html", "403.html", "404.html", "409.html", "413.html", "429.html", "500.html")


@pytest.mark.parametrize("frame", ["ui/citizen.html", "ui/staff.html"])
def test_a_frame_has_language_skip_link_and_landmarks(frame, render) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(render(frame))
    assert page.get("lang") == "ja"
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]
    assert len(page.xpath("//main[@id='main']")) == 1
    assert page.xpath("//header") and page.xpath("//footer") and page.xpath("//nav[@aria-label]")


def test_the_settings_of_sight_are_on_the_page_and_can_be_changed_without_scripts(render) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(render("ui/citizen.html", html_settings={"contrast": "high", "size": ""}))
    assert page.get("data-contrast") == "high"
    assert page.get("data-size") is None
    links = page.xpath("//*[@class='display-set']//a/@href")
    assert "/display/?size=large&next=/gallery/" in [link.replace("%2F", "/") for link in links]
    assert [node.text for node in page.xpath("//*[@class='display-set']//a[@aria-current]")] == [
        "標準",
        "強い",
    ]


def test_a_sample_town_says_so_and_a_real_one_does_not(render) -> None:  # type: ignore[no-untyped-def]
    links = [{"title": "見本の郵便受け", "url": "/demo/mail/"}]
    assert "これは見本です" in render("ui/citizen.html", demo_links=links)
    assert "/demo/mail/" in render("ui/citizen.html", demo_links=links)
    assert "これは見本です" not in render("ui/citizen.html", demo=False)


def test_messages_are_shown_with_their_kind(render) -> None:  # type: ignore[no-untyped-def]
    markup = render("ui/staff.html", messages=[Message(25, "保存しました")])
    assert "保存しました" in markup
    assert 'class="notice success"' in markup


@pytest.mark.parametrize("template", ERRORS)
def test_an_error_page_says_what_to_do_next(template, render) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(render(template))
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//main//a[contains(@class, 'btn')]")
    assert "ください" in page.text_content()


def test_error_pages_can_be_shown_without_any_context() -> None:
    from_nothing = Template((TEMPLATES / "500.html").read_text()).render(Context())
    assert "{" not in from_nothing
    assert "{{" not in from_nothing


def test_templates_and_sheets_stay_short() -> None:
    folder = TEMPLATES.parent
    assert [path.name for path in TEMPLATES.rglob("*.html") if len(path.read_text().splitlines()) > 150] == []
    assert [path.name for path in folder.rglob("*.css") if len(path.read_text().splitlines()) > 400] == []
