"""Finding in a small town's few things."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yakuba.ground.catalogue.finding import Document, Index, Phrases, read_synonyms
from yakuba.ground.catalogue.finding.synonyms import faults_of

THINGS = [
    Document("sign", {"title": ("看板の許可",), "kana": ("かんばんのきょか",), "words": ("広告", "のぼり")}),
    Document(
        "rubbish", {"title": ("粗大ごみの収集",), "words": ("大型ごみ",), "summary": ("家まで取りに行く",)}
    ),
    Document("dog", {"title": ("犬の登録",), "words": ("狂犬病", "鑑札", "I got a dog")}),
    Document("dog_death", {"title": ("犬の死亡届",), "words": ("犬が死んだ",)}),
    Document("unpaid", {"title": ("未支払の手当の請求",), "words": ("親が亡くなった",)}),
]
GROUPS = [["死ぬ", "亡くなる", "死亡", "他界"], ["父", "母", "親", "家族"], ["捨てる", "収集", "処分"]]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(THINGS, read_synonyms(GROUPS))


def first(index: Index, text: str) -> str:
    found = index.find(text).hits
    return found[0].key if found else ""


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("看板", "sign"),
        ("かんばん", "sign"),
        ("ｶﾝﾊﾞﾝ", "sign"),
        ("看板を出したいのですが、どうすればいいですか", "sign"),
        ("粗大ゴミを処分したい", "rubbish"),
        ("犬を登録する", "dog"),
        ("いぬがしんだ", "dog_death"),
        ("そだいごみ", "rubbish"),
        ("ひろこくをだしたい", ""),
        ("飼っていた犬が他界しました", "dog_death"),
        ("母が他界した", "unpaid"),
        ("my dogs", "dog"),
    ],
)
def test_everyday_words_lead_to_the_thing(index: Index, typed: str, key: str) -> None:
    assert first(index, typed) == key


@pytest.mark.parametrize(("typed", "meant"), [("看版", "看板"), ("きょうけんびよう", "狂犬病")])
def test_a_mistyped_word_is_read_as_the_name_it_is_like(index: Index, typed: str, meant: str) -> None:
    found = index.find(typed)
    assert found.hits and found.meant == meant


def test_a_word_that_is_right_is_never_called_mistyped(index: Index) -> None:
    assert index.find("看板と犬の登録").meant == ""


@pytest.mark.parametrize(
    "typed", ["", " ", "宇宙旅行", "?!", "🐻", "を", "どうすればいい", "\x01", "あ" * 1000]
)
def test_what_means_nothing_here_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed).hits == ()


def test_a_hit_names_the_words_that_led_to_it(index: Index) -> None:
    (hit,) = [hit for hit in index.find("犬が死んだ").hits if hit.key == "dog_death"]
    assert hit.matched == ("犬", "死ん")


def test_half_of_a_question_understood_is_not_sure(index: Index) -> None:
    assert index.find("犬の登録").sure
    assert not index.find("宇宙旅行と火星探検と登録").sure


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("先週、父が亡くなったので何をすればいいですか", ["died"]),
        ("母が他界しました", ["died"]),
        ("飼っていた犬が死んだ", ["dog_died"]),
        ("父と犬", []),
        ("", []),
        ("手当の請求", []),
    ],
)
def test_a_phrase_is_found_only_where_it_stands_whole(typed: str, keys: list[str]) -> None:
    phrases = Phrases(
        [("died", ["家族が亡くなった"]), ("dog_died", ["犬が死んだ", "を"])], read_synonyms(GROUPS)
    )
    assert phrases.find(typed) == keys


def test_without_the_synonym_the_thing_is_not_found() -> None:
    assert first(Index(THINGS, read_synonyms([])), "母が他界した") == ""


@settings(deadline=None)
@example("犬\ud800の登録")
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("看板犬かんばんＡー、 ")), max_size=80))
def test_whatever_is_typed_is_answered(index: Index, typed: str) -> None:
    found = index.find(typed)
    assert all(hit.score > 0 and hit.matched for hit in found.hits)


def test_a_synonym_table_names_what_is_wrong_in_it() -> None:
    table = {"group": [{"words": ["犬"]}, {"words": ["犬", "どう"]}, {}, {"words": ["犬", "わんちゃん"]}]}
    faults = faults_of(table)
    assert len(faults) == 3 and "1 番目" in faults[0] and "「どう」" in faults[1] and "3 番目" in faults[2]
    assert faults_of({"group": "x"}) != []
