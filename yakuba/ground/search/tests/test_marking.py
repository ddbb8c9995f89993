"""What was found is marked in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.search import fold, marked_pieces, read_query

LETTERS = "渡邉邊辺髙高花子ワﾀﾅﾍﾞ12Ra・、 　-\U000e0100"


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("渡邉 花子", "渡辺", ["渡邉"]),
        ("渡邉 花子", "渡辺花子", ["渡邉 花子"]),
        ("ﾜﾀﾅﾍﾞ ﾊﾅｺ", "わたなべ", ["ﾜﾀﾅﾍﾞ"]),
        ("葛󠄀城 葛城", "葛城", ["葛󠄀城", "葛城"]),
        ("R8-0012", "0012", ["0012"]),
        ("第412号", "12号", []),
        ("高橋と髙橋", "高橋 と髙", ["高橋と髙橋"]),
        ("看板", "", []),
    ],
)
def test_the_words_of_a_query_are_marked(text: str, query: str, hits: list[str]) -> None:
    assert [piece.text for piece in marked_pieces(text, read_query(query)) if piece.hit] == hits


@given(
    st.text(alphabet=st.sampled_from(LETTERS), max_size=20),
    st.text(alphabet=st.sampled_from(LETTERS), max_size=4),
)
def test_the_pieces_are_the_text(text: str, query: str) -> None:
    words = read_query(query)
    pieces = marked_pieces(text, words)
    assert "".join(piece.text for piece in pieces) == text
    assert any(piece.hit for piece in pieces) == any(word.folded in fold(text) for word in words)
