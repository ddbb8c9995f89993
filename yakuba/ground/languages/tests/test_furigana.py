"""Readings over words: what is read, and what is left alone."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from yakuba.ground.languages.furigana import Furigana, ruby
from yakuba.ground.languages.markup import change_texts

TOWN = {"斜里町": "しゃりちょう", "以久科": "いくしな", "町": "まち", "世帯主": "せたいぬし", "方": "かた"}


@pytest.fixture(scope="module")
def furigana() -> Furigana:
    return Furigana(TOWN)


def read(furigana: Furigana, text: str) -> str:
    """斜里町[しゃりちょう]: the readings behind their words."""
    return re.sub(r'<ruby>(.*?)<rt aria-hidden="true">(.*?)</rt></ruby>', r"\1[\2]", furigana.over(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申請を送る", "申請[しんせい]を送[おく]る"),
        ("食べ物を入れ替える", "食[た]べ物[もの]を入[い]れ替[か]える"),
        ("番号（わかれば）を書く", "番号[ばんごう]（わかれば）を書[か]く"),
        ("ひらがなとカタカナ", "ひらがなとカタカナ"),
        ("斜里町の以久科", "斜里町[しゃりちょう]の以久科[いくしな]"),
        ("世帯主の方", "世帯主[せたいぬし]の方[かた]"),
        ("町に届きました", "町[まち]に届[とど]きました"),
        ("町役場", "町[まち]役場[やくば]"),
        ("11月3日", "11月[がつ]3日[みっか]"),
        ("11月1日", "11月[がつ]1日[ついたち]"),
        ("11月23日", "11月[がつ]23日[にち]"),
        ("1日に2人", "1日[にち]に2人[ふたり]"),
        ("30人", "30人[にん]"),
        ("15分と10分", "15分[ふん]と10分[ぷん]"),
        ("3分の1", "3分[ぶん]の1"),
        ("1,200円", "1,200円[えん]"),
        ("６か月", "６か月[げつ]"),
    ],
)
def test_words_with_kanji_are_read_as_people_read_them(furigana: Furigana, text: str, expected: str) -> None:
    assert read(furigana, text) == expected


def test_a_word_of_unknown_reading_has_none() -> None:
    assert ruby("鬱蒼", "鬱蒼") == "鬱蒼"


def test_readings_are_not_read_out_beside_the_word_itself(furigana: Furigana) -> None:
    assert furigana.over("住所") == '<ruby>住所<rt aria-hidden="true">じゅうしょ</rt></ruby>'


def test_many_readers_at_once_get_their_readings(furigana: Furigana) -> None:
    texts = [f"申請{number}を送る" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(furigana.over, texts)) == [furigana.over(text) for text in texts]


PAGE = """<!doctype html><html lang="ja"><head><title>申請</title><meta name="x" content="申請"></head><body>
<label for="a">住所 <span>必須</span></label><input id="a" value="申請" placeholder="住所">
<select><option value="町">町</option></select><textarea>申請
します</textarea><a href="/申請?a=1&amp;b=2" title="申請">申請&amp;住所&#65;</a><br><img alt="町" src="x">
<p lang="en">申請</p>
<dd data-verbatim>斜里<b>花子</b></dd><dd>町</dd><code>申請</code><ruby>町<rt>まち</rt></ruby>
<svg><text>町</text></svg><p>町<!-- 町 --></p></body></html>"""


def test_only_the_texts_between_tags_change() -> None:
    changed = change_texts(
        PAGE, lambda text: text.replace("町", "○").replace("申請", "○"), language="ja", verbatim=False
    )
    before = re.split(r"(<[^>]*>)", PAGE)
    after = re.split(r"(<[^>]*>)", changed)
    assert after[1::2] == before[1::2]
    assert [text for text, was in zip(after[::2], before[::2], strict=True) if text != was] == [
        "○&amp;住所&#65;",
        "○",
        "○",
    ]


def test_what_is_typed_is_reached_only_when_asked_for() -> None:
    seen: list[str] = []
    change_texts(PAGE, lambda text: seen.append(text) or text, language="ja", verbatim=True)
    assert {"斜里", "花子"} <= set(seen)
    assert "申請\nします" not in seen
