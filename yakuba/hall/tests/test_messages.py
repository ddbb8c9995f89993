"""The catalogue of what the house says: every text in every language, and a gap is named."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from django.core.management import CommandError, call_command

from yakuba.ground.languages.catalogue import FOLDER, po_file
from yakuba.hall import messages


def test_every_text_residents_read_is_said_in_every_language() -> None:
    assert [str(gap) for gap in messages.gaps(messages.texts())] == []


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house with one room, which says four things."""
    room = tmp_path / "yakuba" / "rooms" / "new"
    (room / "templates").mkdir(parents=True)
    (room / "tests").mkdir()
    (room / "words.py").write_text(
        'A = marked("表の語")\nB = say("「{label}」を"\n    "直してください。", label=1)\n'
        'say("key")\nplain("ただの文")\n'
    )
    (room / "tests" / "test_x.py").write_text('say("試験の文")')
    (room / "templates" / "page.html").write_text(
        '  <h1>{% translate "題" %}</h1>\n    {% include "x.html" with title=_("差しこむ題") %}\n'
        "<p>{% blocktranslate trimmed with day=x|era %}{{ day }}まで{% endblocktranslate %}</p>"
        '{{ x|default:_("もとの値") }}地の文'
    )
    return tmp_path / "yakuba"


FOUND = {"表の語", "「{label}」を直してください。", "題", "差しこむ題", "%(day)sまで", "もとの値"}


def test_texts_are_found_in_templates_and_in_the_code_but_not_in_tests(house: Path) -> None:
    found = messages.texts(house)
    assert set(found) == FOUND
    assert found["題"] == "yakuba/rooms/new/templates/page.html:1"
    assert found["「{label}」を直してください。"] == "yakuba/rooms/new/words.py:2"


def test_a_missing_a_stale_an_unused_and_a_broken_translation_are_each_named(
    house: Path, tmp_path: Path
) -> None:
    found = messages.texts(house)
    messages.update(found, tmp_path)
    _translate(tmp_path, "en", {text: f"English {text}" for text in FOUND})
    _translate(tmp_path, "ja-easy", {text: f"やさしい{text}" for text in FOUND})
    assert messages.gaps(found, tmp_path) == []

    _translate(tmp_path, "en", {"題": "", "%(day)sまで": "until then"}, fuzzy="表の語")
    del found["もとの値"]
    assert {(gap.language, gap.kind, gap.text) for gap in messages.gaps(found, tmp_path)} == {
        ("en", "missing", "題"),
        ("en", "holes", "%(day)sまで"),
        ("en", "stale", "表の語"),
        ("en", "unused", "もとの値"),
        ("ja-easy", "unused", "もとの値"),
    }


def test_writing_the_files_anew_keeps_the_translations_and_drops_what_is_unused(
    house: Path, tmp_path: Path
) -> None:
    found = messages.texts(house)
    messages.update(found, tmp_path)
    _translate(tmp_path, "en", {"題": "Title", "もとの値": "Default"})
    del found["もとの値"]
    messages.update({**found, "新しい文": "x.py:1"}, tmp_path)
    known = {str(one.id): str(one.string) for one in messages.catalogue("en", tmp_path) if one.id}
    assert known["題"] == "Title"
    assert known["新しい文"] == ""
    assert "もとの値" not in known


def _translate(folder: Path, language: str, translations: dict[str, str], *, fuzzy: str = "") -> None:
    path = po_file(language, folder)
    with path.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        message.string = translations.get(str(message.id), message.string)
        if message.id == fuzzy:
            message.flags.add("fuzzy")
    with path.open("wb") as file:
        write_po(file, catalogue)


def test_the_command_fails_and_names_what_is_missing(monkeypatch, capsys) -> None:
    monkeypatch.setattr(messages, "texts", lambda: {"まだ訳のない文です。": "x.py:1"})
    monkeypatch.setattr(
        messages, "gaps", lambda found: [messages.Gap("en", "missing", *next(iter(found.items())))]
    )
    with pytest.raises(CommandError, match="1 件"):
        call_command("messages", "--check")
    assert "en: 訳がありません: 「まだ訳のない文です。」 (x.py:1)" in capsys.readouterr().err
    assert FOLDER.is_dir()
