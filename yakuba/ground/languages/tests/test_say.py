"""What is said, in which language."""

import os
from pathlib import Path
from threading import Thread

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from yakuba.ground import languages
from yakuba.ground.languages import compiling, current, marked, say, speaking
from yakuba.ground.languages.catalogue import po_file


def test_without_a_choice_japanese_is_spoken_as_it_stands_in_the_code() -> None:
    assert current() == "ja"
    assert say("「{label}」を入力してください。", label="氏名") == "「氏名」を入力してください。"


def test_each_language_says_the_same_text_in_its_own_words() -> None:
    said = {}
    for code in languages.LANGUAGES:
        with speaking(code):
            said[code] = say("「{label}」を入力してください。", label="X")
    assert said == {
        "ja": "「X」を入力してください。",
        "ja-easy": "「X」を書いてください。",
        "en": "Enter “X”.",
    }


def test_a_text_nobody_has_translated_stays_japanese() -> None:
    with speaking("en"):
        assert say(marked("だれも訳していない文です。")) == "だれも訳していない文です。"


def test_a_language_we_do_not_speak_is_japanese_and_the_one_before_comes_back() -> None:
    with speaking("en"):
        with speaking("xx"):
            assert current() == "ja"
        assert current() == "en"
    assert current() == "ja"


def test_a_reader_in_another_thread_keeps_their_own_language() -> None:
    heard = []
    with speaking("en"):
        thread = Thread(target=lambda: heard.append(current()))
        thread.start()
        thread.join()
    assert heard == ["ja"]


def test_catalogues_are_compiled_once_and_again_when_a_translation_changes(tmp_path: Path) -> None:
    source = po_file("en", tmp_path)
    source.parent.mkdir(parents=True)
    _write(source, "Yes")
    assert compiling.compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert compiling.compile_all(tmp_path) == []
    _write(source, "Indeed")
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compiling.compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert b"Indeed" in source.with_suffix(".mo").read_bytes()


def _write(path: Path, english: str) -> None:
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    catalogue.add("はい", english)
    with path.open("wb") as file:
        write_po(file, catalogue)
