"""File names are safe to show and to save, and stay the sender's own as far as they can."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.files.names import LONGEST, clean_name, ending_of


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("位置図.pdf", "位置図.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\hanako\\図面.pdf", "図面.pdf"),
        ("図\x00面\r\n.pdf", "図面.pdf"),
        ("請求書\u202efdp.exe", "請求書fdp.exe"),
        ("a\u200bb\ufeff.txt", "ab.txt"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("...pdf", "pdf"),
        (".htaccess", "htaccess"),
        ("CON.pdf", "_CON.pdf"),
        ("  図面 . ", "図面"),
        ("", "ファイル"),
        ("\u202e", "ファイル"),
        ("か\u3099め.pdf", "がめ.pdf"),
        ("🐻👨\u200d👩\u200d👧.png", "🐻👨\u200d👩\u200d👧.png"),
        ("葛\U000e0100飾.pdf", "葛\U000e0100飾.pdf"),
        ("あ" * 300 + ".pdf", "あ" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned(given_name, clean):
    assert clean_name(given_name) == clean


@given(st.text(max_size=300))
def test_no_name_keeps_a_path_a_control_sign_or_a_direction_sign(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST
    assert not set(clean) & set('/\\<>:"|?*')
    assert not clean.startswith(".")
    assert not clean.endswith((".", " "))
    categories = {unicodedata.category(sign) for sign in clean if sign != "\u200d"}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean_name(clean) == clean


def test_an_ending_is_only_a_plausible_one():
    assert ending_of("図.PDF") == ".PDF"
    assert ending_of("2026.11.23 の図") == ""
    assert ending_of("図") == ""
