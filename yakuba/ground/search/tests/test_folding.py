"""What is written differently and means the same is one when it is looked for; nothing else is."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yakuba.ground.search import fold, grams, haystack, needed, read_query
from yakuba.ground.search.variants import groups, representatives

LETTERS = (
    "渡邉邊辺髙高﨑崎齋斎斉藤田中太郎花子ワタナベわたなべﾜﾀﾅﾍﾞー々ァあ12R8aBé・、 　-－\n。ゞ葛\U000e0100"
)
texts = st.text(alphabet=st.sampled_from(LETTERS), max_size=24)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("﨑田", "崎田"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斎藤"),
        ("斉藤", "齊藤"),
        ("斉藤", "斎藤"),
        ("吉田", "𠮷田"),
        ("葛󠄀城", "葛城"),
        ("神社", "神社"),
        ("わたなべ", "ワタナベ"),
        ("ﾜﾀﾅﾍﾞ", "わたなべ"),
        ("キョウコ", "キヨウコ"),
        ("鎌ヶ谷", "鎌ケ谷"),
        ("山田 太郎", "山田太郎"),
        ("ジョン・スミス", "ジョンスミス"),
        ("Ｒ８－００１２", "r8-0012"),
        ("ABC", "ａｂｃ"),
    ],
)
def test_ways_of_writing_one_name_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("渡辺", "渡部"), ("高橋", "高梁"), ("ハナ", "バナ"), ("12", "123"), ("千葉", "干葉")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_no_character_of_the_table_leads_to_two_others() -> None:
    table = representatives()
    assert not {ord(one) for one in table.values()} & set(table)
    for group in groups():
        assert len({fold(one) for one in group}) == 1, group


def test_a_group_of_the_table_names_only_characters_that_differ() -> None:
    for group in groups():
        assert len({unicodedata.normalize("NFKC", one) for one in group}) > 1, group


@given(texts)
def test_folded_text_holds_letters_digits_and_single_blanks_only(text: str) -> None:
    folded = fold(text)
    assert all(one == " " or one.isalnum() for one in folded)
    assert "  " not in folded
    assert folded == folded.lower()


@given(texts, texts, texts)
@example("第", "12号", "室")
@example("", "邉 花", "子")
@example("本町1", "23", "4")
def test_a_word_stands_in_every_text_it_was_cut_from_by_letters(before: str, word: str, after: str) -> None:
    """The grams of a word are among those of any text in which it stands."""
    text = fold(before + "、" + word + "、" + after)
    assert fold(word).strip() in text
    assert set(needed(fold(word))) <= set(grams(text))


@given(texts, texts)
def test_where_a_folded_word_stands_its_grams_stand_too(word: str, text: str) -> None:
    if fold(word) in fold(text):
        assert set(needed(fold(word))) <= set(grams(fold(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("介護保険", ("介護", "護保", "保険")),
        ("R8-0012", ("r8", "0012")),
        ("第12号室", ("第", "12", "号室")),
        ("LED看板", ("led", "看板")),
        ("", ()),
        ("・、-", ()),
    ],
)
def test_the_grams_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert grams(fold(text)) == expected


def test_a_letter_at_the_edge_of_a_query_may_go_on_in_the_text() -> None:
    (word,) = read_query("12号")
    assert word.needed == ("12",)
    assert word.folded in fold("第12号室")
    assert word.folded not in fold("第412号室")


def test_one_japanese_letter_needs_nothing_and_one_digit_needs_itself() -> None:
    assert [word.needed for word in read_query("花 5")] == [(), ("5",)]


def test_words_are_parted_by_blanks_of_any_width_and_stand_once() -> None:
    assert [word.folded for word in read_query("渡辺　看板 ワタナベ わたなべ")] == [
        "渡辺",
        "看板",
        "わたなべ",
    ]


@pytest.mark.parametrize(
    "typed", ["0152-23-3131", "0152(23)3131", "０１５２ー２３ー３１３１", "0152233131", "23-3131", "3131"]
)
def test_a_telephone_number_is_found_however_it_is_dialled(typed: str) -> None:
    text = haystack("渡辺", phones=("0152-23-3131",))
    assert all(word.folded in text for word in read_query(typed))


def test_a_postcode_in_an_address_is_found_with_and_without_its_hyphen() -> None:
    text = haystack("〒099-4113 北海道斜里郡斜里町本町1-2")
    for typed in ("099-4113", "0994113", "本町1-2", "斜里町本町"):
        assert all(word.folded in text for word in read_query(typed)), typed


def test_a_word_never_stands_across_two_parts() -> None:
    assert fold("田花") not in haystack("山田", "花子")
