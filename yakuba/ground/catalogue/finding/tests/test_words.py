"""One stem for what people write in many ways."""

import pytest

from yakuba.ground.catalogue.finding.nearness import distance
from yakuba.ground.catalogue.finding.words import fold, words_of


def stems(text: str) -> list[str]:
    return [word.stem for word in words_of(text)]


@pytest.mark.parametrize(
    "same",
    [
        ("引っ越した", "引越し", "ひっこし", "引っ越しました", "引越しする"),
        ("亡くなった", "亡くなる", "亡くなりました"),
        ("子ども", "こども", "子供"),
        ("ゴミ", "ごみ", "ｺﾞﾐ"),
        ("車", "くるま"),
        ("申し込み", "申込み", "申込"),
        ("道路", "道路を", "道路の"),
        ("moving", "moved", "Ｍｏｖｉｎｇ"),
    ],
)
def test_inflection_spelling_and_width_leave_one_stem(same: tuple[str, ...]) -> None:
    assert len({tuple(stems(text)) for text in same}) == 1


def test_words_that_say_little_are_left_out() -> None:
    assert stems("父が亡くなったので何をすればいいですか") == ["父", "亡"]
    assert stems("どうすればいいのか教えてください") == []


def test_a_word_of_affection_keeps_its_ending() -> None:
    assert stems("赤ちゃん") == ["赤ちゃん"]


def test_folding_takes_width_kana_case_and_signs_away() -> None:
    assert fold("ﾄﾞｳﾛ 占用-Ａ") == "どうろ占用a"


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("看板", "看板", 0),
        ("看版", "看板", 1),
        ("かんばん", "かばんん", 1),
        ("水道管", "道路標", 3),
        ("ab", "abcd", 2),
    ],
)
def test_the_distance_counts_changes_and_swaps_up_to_a_limit(one: str, other: str, away: int) -> None:
    assert distance(one, other, 2) == away
