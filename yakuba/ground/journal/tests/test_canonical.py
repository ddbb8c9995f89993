"""The quick encoder writes what RFC 8785 asks for, byte by byte, and refuses what the slow one refuses."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.journal.canonical import canonical

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
SIGNS = st.text(st.sampled_from('aあ髙"\\/\x00\x1f\x7f\u2028\ue000\U00020bb7\U0001f600\t\n9.eE-'), max_size=6)
TEXTS = st.one_of(SIGNS, st.text(max_size=20), st.integers(10**15, 10**17).map(str))
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), WHOLE, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_json_is_written_as_rfc_8785_says(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_stand_in_the_order_of_utf_16() -> None:
    assert canonical({"\ue000": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ue000":1}'.encode()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (2**53, ValueError),
        ({"a": [-(2**60)]}, ValueError),
        ("\ud800", ValueError),
        ({"\ud800": 1}, ValueError),
        (1.5, TypeError),
        ({"a": [1.0]}, TypeError),
        ({1: "a"}, TypeError),
        ({"a": (1,)}, TypeError),
        ({"a": b"1"}, TypeError),
    ],
)
def test_what_has_no_one_spelling_is_refused(value: Any, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        canonical(value)
