"""Every part and every kind, as it stands on the page: names, labels, references, no inline code, weight."""

from pathlib import Path

import pytest
from lxml import html

from yakuba.ui import icons
from yakuba.ui.gallery import sample_context
from yakuba.ui.samples import samples
from yakuba.ui.templatetags import ui

FOLDER = Path(__file__).resolve().parents[1]
TEMPLATES = FOLDER / "templates"
KINDS = sorted(path.name for path in (TEMPLATES / "ui/kinds").glob("*.html"))
REFERENCES = ("aria-describedby", "aria-labelledby", "for")
# Parts shown by their frame or inside another part, not by a row of the gallery.
INSIDE = {
    "default_button",
    "demo_bar",
    "described",
    "display_settings",
    "era_options",
    "form_words",
    "help",
    "languages",
    "input",
    "label",
    "mark",
    "messages",
    "nav_items",
    "options",
    "part",
    "part_described",
    "date_parts",
    "status_tag",
    "deadline",
}


def controls(page: html.HtmlElement) -> list[html.HtmlElement]:
    hidden = "//button | //input[@type='hidden']"
    return [node for node in page.xpath("//input | //select | //textarea") if node not in page.xpath(hidden)]


def broken_references(page: html.HtmlElement) -> list[str]:
    ids = set(page.xpath("//@id"))
    found = [ref for name in REFERENCES for value in page.xpath(f"//@{name}") for ref in value.split()]
    links = [value[1:] for value in page.xpath("//*[@data-error-summary]//a/@href")]
    return [ref for ref in found + links if ref not in ids]


def unlabelled(page: html.HtmlElement) -> list[str]:
    labelled = set(page.xpath("//label/@for"))
    return [
        node.get("name") for node in controls(page) if node.get("id") not in labelled and not node.get("alt")
    ]


def test_the_gallery_shows_every_kind_and_every_part() -> None:
    shown_kinds = sorted(field.template.rpartition("/")[2] for field in samples("filled"))
    shown_parts = {part["name"] for part in sample_context()["parts"]}
    all_parts = {path.stem for path in (TEMPLATES / "ui/parts").glob("*.html")}
    assert shown_kinds == KINDS
    assert shown_parts | INSIDE == all_parts


def test_every_control_has_a_label_and_every_reference_leads_somewhere(gallery: str) -> None:
    page = html.fromstring(gallery)
    assert unlabelled(page) == []
    assert broken_references(page) == []


def test_the_checks_find_a_missing_label_and_a_broken_reference() -> None:
    page = html.fromstring('<div><input name="a" id="a"><p aria-describedby="nowhere"></p></div>')
    assert unlabelled(page) == ["a"]
    assert broken_references(page) == ["nowhere"]


def test_ids_are_unique(gallery: str) -> None:
    ids = html.fromstring(gallery).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_there_is_no_inline_style_or_script(gallery: str) -> None:
    page = html.fromstring(gallery)
    assert page.xpath("//@style | //style") == []
    assert [node for node in page.xpath("//script") if node.text and node.text.strip()] == []
    assert [name for node in page.iter() for name in node.attrib if name.startswith("on")] == []


def test_the_page_stays_under_60_kb(gallery: str) -> None:
    assert len(gallery.encode()) < 60_000


def test_each_group_of_controls_has_a_legend(gallery: str) -> None:
    groups = html.fromstring(gallery).xpath("//fieldset")
    assert groups
    assert all(group.xpath("./legend")[0].text_content().strip() for group in groups)


def test_the_first_control_of_each_question_carries_the_id_the_error_list_links_to() -> None:
    for field in samples("error"):
        assert not field.parts or field.parts[0].id == field.id


@pytest.mark.parametrize("field", samples("error"), ids=lambda field: field.name)
def test_a_wrong_answer_shows_its_message_and_keeps_what_was_typed(field, render) -> None:  # type: ignore[no-untyped-def]
    page = html.fromstring(f"<div>{render('ui/field.html', field=field)}</div>")
    if field.template.endswith("computed.html"):
        assert field.raw[""] in page.text_content()
        return
    assert f"＊{field.error}" in page.text_content()
    typed = [text for text in field.raw.values() if isinstance(text, str) and text]
    standing = {node.get("value") for node in page.xpath("//input | //option[@selected]")}
    standing |= {node.text.strip() for node in page.xpath("//textarea")}
    assert [text for text in typed if text not in standing] == []


def test_an_error_is_read_before_the_help() -> None:
    text = (TEMPLATES / "ui/parts/described.html").read_text()
    assert text.index("-error") < text.index("-help")


@pytest.mark.parametrize("field", samples("empty"), ids=lambda field: field.name)
def test_an_empty_question_has_no_error_mark(field, render) -> None:  # type: ignore[no-untyped-def]
    markup = render("ui/field.html", field=field)
    assert "＊" not in markup
    assert "aria-invalid" not in markup


def test_a_typed_mark_up_is_shown_as_text(render) -> None:  # type: ignore[no-untyped-def]
    field = next(field for field in samples("filled") if field.template.endswith("/text.html"))
    hostile = type(field)(
        field.template, field.id, field.name, "<b>名前</b>", raw={"": '"><script>x</script>'}
    )
    markup = render("ui/field.html", field=hostile)
    assert "<script>" not in markup
    assert "<b>" not in markup


def test_a_state_has_one_tone_and_an_unknown_state_is_neutral() -> None:
    assert ui.tone_of("補正待ち") == "waiting"
    assert ui.tone_of("聞いたことのない状態") == "neutral"
    assert set(ui.TONES.values()) <= {"neutral", "info", "success", "warning", "danger", "waiting"}


def test_the_key_in_a_button_is_the_name_without_its_prefix() -> None:
    assert ui.act_key("q-road.0.place") == "road.0.place"
    assert ui.act_key("q-two-parts") == "two-parts"


def test_the_place_of_the_current_step_is_counted_from_one() -> None:
    assert ui.position([{"state": "done"}, {"state": "current"}, {"state": "todo"}]) == 2
    assert ui.position([{"state": "done"}, {"state": "done"}]) == 2


def test_every_icon_is_hidden_from_screen_readers() -> None:
    assert all('aria-hidden="true"' in icons.svg(name) for name in icons.SHAPES)


def test_the_style_sheets_ask_for_nothing_from_outside() -> None:
    for sheet in (FOLDER / "static/ui/css").glob("*.css"):
        text = sheet.read_text()
        assert "@import" not in text
        assert "http" not in text
        assert "@font-face" not in text


def test_the_scripts_write_text_only() -> None:
    for script in (FOLDER / "static/ui/js").glob("*.js"):
        text = script.read_text()
        assert not any(
            word in text
            for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write")
        )
