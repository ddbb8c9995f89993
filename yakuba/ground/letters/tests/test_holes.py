"""Holes are filled with text that markdown cannot read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.letters import OPEN_HOLES, LetterError, fill, holes, html, plain
from yakuba.ground.letters.blocks import blocks, text_of

VISIBLE = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Zl", "Zp")), min_size=1, max_size=40
)


def test_holes_are_listed_once_in_order() -> None:
    assert holes("{{ 申請者 }}は{{場所}}を、{{申請者}}が") == ("申請者", "場所")


def test_a_filled_letter_says_what_was_given_and_an_empty_value_is_a_value() -> None:
    assert fill("{{申請者}} 様{{備考}}", {"申請者": "斜里太郎", "備考": ""}) == "斜里太郎 様"


def test_a_hole_without_value_is_refused_by_its_name() -> None:
    with pytest.raises(LetterError, match="場所") as caught:
        fill("{{申請者}}の{{場所}}", {"申請者": "斜里太郎"})
    assert caught.value.field == "場所"


def test_open_holes_stay_until_issue_and_are_filled_then() -> None:
    approved = fill("{{文書番号}} {{申請者}}", {"申請者": "斜里太郎"}, keep=OPEN_HOLES)
    assert approved == "{{文書番号}} 斜里太郎"
    assert fill(approved, {"文書番号": "斜建管第1号"}) == "斜建管第1号 斜里太郎"


def test_a_value_that_looks_like_a_hole_is_never_filled() -> None:
    approved = fill("{{申請者}}", {"申請者": "{{文書番号}}"}, keep=OPEN_HOLES)
    assert plain(approved, {"文書番号": "第1号"}) == "{{文書番号}}"


@given(VISIBLE)
def test_whatever_a_person_types_stays_one_paragraph_with_the_same_text(typed: str) -> None:
    (block,) = blocks(fill("氏名 {{氏名}} 様", {"氏名": typed}))
    assert block["kind"] == "paragraph"
    assert text_of(block["inlines"]) == f"氏名 {typed.strip()} 様"


@given(VISIBLE.filter(lambda text: text.strip() not in ("", "記", "以上")))
def test_whatever_a_person_types_alone_on_a_line_stays_a_paragraph(typed: str) -> None:
    (block,) = blocks(fill("{{氏名}}", {"氏名": typed}))
    assert block["kind"] == "paragraph"
    assert text_of(block["inlines"]) == typed.strip()


def test_line_breaks_of_a_value_survive_in_a_table_cell() -> None:
    (table,) = blocks(fill("| | |\n|---|---|\n| 条件 | {{条件}} |\n", {"条件": "1行目 | 縦棒\n2行目"}))
    assert text_of(table["rows"][0][1]) == "1行目 | 縦棒\n2行目"
    assert table["head"] == []


def test_html_is_escaped_and_open_holes_show() -> None:
    shown = html("# {{題}}\n\n{{文書番号}}", {"題": "<script>alert(1)</script>"})
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "〔文書番号〕" in shown


def test_the_preview_shows_what_the_paper_shows() -> None:
    body = "記\n\n| | |\n|---|---|\n| 場所 | {{場所}} |\n\n1. 一つ\n2. 二つ\n\n> **教示** 不服\n\n以上\n"
    page = html(body, {"場所": "本町\n12番地"})
    assert '<p class="paper-center">記</p>' in page
    assert '<th scope="row">場所</th><td>本町<br>12番地</td>' in page
    assert "<ol><li><p>一つ</p></li><li><p>二つ</p></li></ol>" in page
    assert "<blockquote><p><strong>教示</strong> 不服</p></blockquote>" in page
    assert '<p class="paper-right">以上</p>' in page
    text = plain(body, {"場所": "本町\n12番地"})
    assert "場所 : 本町\n12番地" in text
    assert "1. 一つ\n2. 二つ" in text


def test_a_picture_is_refused() -> None:
    with pytest.raises(LetterError, match="画像"):
        plain("![印](http://example.jp/a.png)", {})
