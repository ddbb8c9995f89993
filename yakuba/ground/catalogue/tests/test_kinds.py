"""Every question kind: what it takes, what it refuses and how it says so."""

import uuid
from typing import Any

import pytest

from yakuba.ground.catalogue.definition import Option, Question
from yakuba.ground.catalogue.kinds.corporate_number import check_digit
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_names, kind_of, known_kind

OPTIONS = (Option("a", "甲"), Option("b", "乙"))
FILE = {"file": str(uuid.UUID(int=7)), "name": "図面.pdf", "size": 1000, "media_type": "application/pdf"}
NAME = {"family": "斜里", "given": "花子", "family_kana": "シャリ", "given_kana": "ハナコ"}
ADDRESS = {
    "postcode": "099-4113", "prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町",
    "street": "1番地", "building": "",
}  # fmt: skip
BANK = {
    "bank": "見本信用金庫", "branch": "本店", "type": "ordinary", "number": "0001234",
    "holder_kana": "シャリ ハナコ",
}  # fmt: skip
FACTS = {"today": "2026-11-20", "channel": "online"}


def asked(kind: str, **params: Any) -> Question:
    options = OPTIONS if kind in ("choice", "choices") else ()
    inner = (Question("what", "text", "品名"),) if kind == "repeat" else ()
    return Question("it", kind, "それ", options=options, params=params, questions=inner)


def clean(kind: str, value: Any, **params: Any) -> Any:
    question = asked(kind, **params)
    return kind_of(question).clean(question, value)


def read(kind: str, raw: dict[str, list[str]], **params: Any) -> Any:
    question = asked(kind, **params)
    return kind_of(question).read(question, raw)


def refused(kind: str, value: Any, **params: Any) -> str:
    with pytest.raises(Wrong) as caught:
        clean(kind, value, **params)
    return str(caught.value)


GOOD: list[tuple[str, Any, dict[str, Any]]] = [
    ("text", "あさひ商店", {}), ("long_text", "一行目\n二行目", {}), ("number", "12.50", {"places": 2}),
    ("yen", 1200, {}), ("date", "2026-12-01", {}), ("period", {"from": "2026-12-01", "to": "2027-01-10"}, {}),
    ("choice", "a", {}), ("choices", ["a", "b"], {}), ("yes_no", False, {}), ("address", ADDRESS, {}),
    ("person_name", NAME, {}), ("phone", "0152-23-3131", {}), ("email", "hanako@example.jp", {}),
    ("corporate_number", "8000020015458", {}), ("bank_account", BANK, {}), ("file", [FILE], {}),
    ("place", {"route": "町道", "lot": "", "note": "", "lat": "43.911500", "lon": "144.667200"}, {}),
    ("declaration", True, {}), ("repeat", [{"what": "箱"}], {}), ("computed", "x", {"value": {"var": "q.a"}}),
]  # fmt: skip


def test_every_kind_has_a_sound_sample_here() -> None:
    assert sorted(kind for kind, _, _ in GOOD) == sorted(kind_names())


@pytest.mark.parametrize(("kind", "value", "params"), GOOD)
def test_a_sound_value_is_canonical_and_can_be_shown(kind: str, value: Any, params: dict[str, Any]) -> None:
    question = asked(kind, **params)
    own = kind_of(question)
    assert own.clean(question, value) == value
    assert own.flaws(question) == []
    assert all(own.display(question, value))
    assert own.texts(question, value)[""]
    assert isinstance(own.search_text(question, value), str)
    assert isinstance(own.schema(question), dict)
    assert own.paper(question).shape in ("line", "lines", "boxes", "circle", "table")


@pytest.mark.parametrize(
    ("kind", "value", "params"), [one for one in GOOD if one[0] not in ("file", "repeat", "computed")]
)
def test_what_is_shown_in_the_controls_reads_back_the_same(
    kind: str, value: Any, params: dict[str, Any]
) -> None:
    question = asked(kind, **params)
    assert read(kind, kind_of(question).to_raw(question, value), **params) == value


@pytest.mark.parametrize(
    "kind", [name for name in kind_names() if name not in ("repeat", "computed", "file")]
)
@pytest.mark.parametrize("raw", [{}, {"": [""]}, {"": ["  "]}])
def test_nothing_typed_is_no_answer(kind: str, raw: dict[str, list[str]]) -> None:
    assert read(kind, raw) is None


@pytest.mark.parametrize("kind", [name for name in kind_names() if name != "computed"])
@pytest.mark.parametrize("value", [3.5, {"x": 1}, [["x"]], "𠮷" * 30000, {"from": None, "to": 3}, [None]])
def test_a_value_of_another_shape_is_refused_with_words(kind: str, value: Any) -> None:
    assert refused(kind, value).strip()


@pytest.mark.parametrize("kind", [name for name in kind_names() if name != "computed"])
def test_an_empty_required_answer_says_what_to_do(kind: str) -> None:
    question = asked(kind)
    assert "ください" in str(kind_of(question).missing(question))


@pytest.mark.parametrize(
    ("kind", "typed", "canonical", "params"),
    [
        ("number", "１２．５", "12.50", {"places": 2}),
        ("number", "1,200㎡", "1200", {"unit": "㎡"}),
        ("yen", "１，２００円", 1200, {}),
        ("yen", "3万5000円", 35000, {}),
        ("phone", "０１５２－２３－３１３１", "0152-23-3131", {}),
        ("phone", "(0152)23-3131", "0152-23-3131", {}),
        ("phone", "+81 90-0000-0000", "090-0000-0000", {}),
        ("email", "ｈａｎａｋｏ＠ＥＸＡＭＰＬＥ．ＪＰ", "hanako@example.jp", {}),
        ("corporate_number", "８-0000-2001-5458", "8000020015458", {}),
        ("text", " ﾔﾏﾀﾞ ｼｮｳﾃﾝ\x00 ", "ヤマダ ショウテン", {}),
        ("text", "ａｂｃ１", "abc1", {"characters": "ascii"}),
        ("text", "しゃり", "シャリ", {"characters": "katakana"}),
        ("text", "か\u3099す", "がす", {}),
        ("date", "令和8年12月1日", "2026-12-01", {}),
        ("long_text", "一\r\n二\t三", "一\n二 三", {}),
        ("long_text", "ありがとう👨‍👩‍👧", "ありがとう👨‍👩‍👧", {}),
    ],
)
def test_what_people_type_becomes_canonical(
    kind: str, typed: str, canonical: Any, params: dict[str, Any]
) -> None:
    assert (
        read(kind, {"": [typed]}, **params) == canonical
        if kind != "date"
        else clean(kind, typed) == canonical
    )


@pytest.mark.parametrize(
    "family", ["𠮷田", "髙橋", "山﨑", "渡邉\U000e0110", "神\ufa19", "葛\U000e0100城", "O’Neil"]
)
def test_the_characters_of_a_name_stay_exactly(family: str) -> None:
    assert clean("person_name", {**NAME, "family": family})["family"] == family


def test_a_variation_selector_does_not_count_as_a_character() -> None:
    assert clean("text", "邉\U000e0110" * 5, max_length=5) == "邉\U000e0110" * 5
    assert "1字減らして" in refused("text", "邉\U000e0110" * 6, max_length=5)


def test_hiragana_and_half_width_readings_become_katakana() -> None:
    name = clean("person_name", {**NAME, "family_kana": "しゃり", "given_kana": "ﾊﾅｺ"})
    assert (name["family_kana"], name["given_kana"]) == ("シャリ", "ハナコ")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("person_name", {**NAME, "given": "花😀"}, "「😀」は絵文字"),
        ("person_name", {**NAME, "family": "\ue000田"}, "外字"),
        ("person_name", {**NAME, "family": "斜里3"}, "「3」は使えません"),
        ("person_name", {**NAME, "family_kana": "斜里"}, "カタカナ"),
        ("person_name", {**NAME, "family": ""}, "「姓」を入力"),
        ("person_name", {**NAME, "family": "長" * 51}, "50字まで"),
        ("address", {**ADDRESS, "town": "本町🏠"}, "「🏠」は絵文字"),
        ("address", {**ADDRESS, "postcode": "12"}, "7桁"),
        ("address", {**ADDRESS, "prefecture": "北海"}, "都道府県"),
        ("address", {**ADDRESS, "town": "", "street": ""}, "町名"),
        ("text", "よろしく⭐", "絵文字"),
        ("text", "あ" * 101, "1字減らして"),
        ("long_text", "あ" * 1001, "1字減らして"),
        ("number", "十", "数字だけ"),
        ("number", "1.5", "整数"),
        ("number", "1,23", "数字"),
        ("yen", "-5", "0円より小さい"),
        ("yen", "12.5", "小数点"),
        ("date", "昭和65年1月1日", "昭和"),
        ("date", "2026-02-30", "30日はありません"),
        ("period", {"from": "2026-12-02", "to": "2026-12-01"}, "逆"),
        ("choice", "c", "選んで"),
        ("choices", ["a", "c"], "選んで"),
        ("yes_no", "maybe", "「はい」か「いいえ」"),
        ("phone", "23-3131", "市外局番"),
        ("phone", "0152-23", "桁"),
        ("phone", "でんわ", "数字"),
        ("email", "hanako.example.jp", "@"),
        ("email", "はなこ@example.jp", "@ の前"),
        ("email", "a@b", "@ の後ろ"),
        ("corporate_number", "8000020015459", "どれかが違います"),
        ("corporate_number", "80000200", "13桁"),
        ("bank_account", {**BANK, "number": "12345678"}, "7桁"),
        ("bank_account", {**BANK, "holder_kana": "斜里"}, "カタカナ"),
        ("bank_account", {**BANK, "type": "x"}, "選んで"),
        ("file", [{**FILE, "media_type": "application/x-msdownload"}], "受け取れません"),
        ("file", [{**FILE, "size": 60 * 1024 * 1024}], "20MBまで"),
        ("file", [{**FILE, "size": 0}], "中身がありません"),
        ("file", [{**FILE, "file": str(uuid.UUID(int=at))} for at in range(6)], "1個消して"),
        ("place", {"route": "", "lot": "", "note": "", "lat": "43.9", "lon": "144.6"}, "言葉でも"),
        ("place", {"route": "道", "lat": "91", "lon": "144.6"}, "読めません"),
        ("declaration", "yes", "チェック"),
        ("repeat", [{"what": "箱"}] * 21, "1つ消して"),
    ],
)
def test_a_wrong_answer_is_refused_with_the_way_to_mend_it(kind: str, value: Any, said: str) -> None:
    assert said in refused(kind, value)


@pytest.mark.parametrize("era_year", [("showa", "65"), ("heisei", "32"), ("reiwa", "0"), ("taisho", "十")])
def test_an_impossible_era_year_is_refused_at_the_year(era_year: tuple[str, str]) -> None:
    era, year = era_year
    with pytest.raises(Wrong) as caught:
        read("date", {"era": [era], "year": [year], "month": ["1"], "day": ["1"]})
    assert list(caught.value.errors) == ["year"]


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("reiwa", "元", "5", "1"), "2019-05-01"),
        (("reiwa", "８", "１２", "１"), "2026-12-01"),
        (("ad", "2026", "12", "1"), "2026-12-01"),
        (("reiwa", "2026", "12", "1"), "2026-12-01"),
        (("showa", "64", "1", "7"), "1989-01-07"),
    ],
)
def test_a_day_is_read_from_its_four_controls(parts: tuple[str, str, str, str], day: str) -> None:
    names = ("era", "year", "month", "day")
    assert read("date", {name: [part] for name, part in zip(names, parts, strict=True)}) == day


def test_both_days_of_a_period_are_complained_of_at_once() -> None:
    raw = {
        "from_year": ["8"],
        "from_month": ["13"],
        "from_day": ["1"],
        "from_era": ["reiwa"],
        "to_year": ["8"],
    }
    with pytest.raises(Wrong) as caught:
        read("period", raw)
    assert sorted(caught.value.errors) == ["from_year", "to_year"]


def test_a_period_is_measured_in_months_as_the_law_counts() -> None:
    assert clean("period", {"from": "2026-12-01", "to": "2027-11-30"}, max_years=1)
    assert "1年まで" in refused("period", {"from": "2026-12-01", "to": "2027-12-01"}, max_years=1)


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2026-11-20", True), ("2026-11-19", False), ("2026-12-04", True), ("2026-12-05", False)],
)
def test_bounds_of_a_day_move_with_today(day: str, fits: bool) -> None:
    question = asked("date", earliest="today", latest="today+14")
    if fits:
        kind_of(question).limits(question, day, FACTS)
    else:
        with pytest.raises(Wrong, match="の日を入力"):
            kind_of(question).limits(question, day, FACTS)


def my_number() -> str:
    """Twelve digits that pass the check digit; made here, nobody's."""
    body = "00000000001"
    total = sum(int(one) * (at + 1 if at <= 6 else at - 5) for at, one in enumerate(reversed(body), 1))
    return body + str(0 if total % 11 <= 1 else 11 - total % 11)


@pytest.mark.parametrize("kind", ["text", "long_text", "place", "address"])
@pytest.mark.parametrize("shape", ["{0}{1}{2}", "番号は{0}{1}{2}です", "{0}-{1}-{2}", "{0} {1} {2}"])
def test_a_my_number_is_refused_wherever_text_is_free(kind: str, shape: str) -> None:
    digits = my_number()
    typed = shape.format(digits[:4], digits[4:8], digits[8:])
    value: Any = (
        {"note": typed} if kind == "place" else {**ADDRESS, "street": typed} if kind == "address" else typed
    )
    assert "マイナンバーは書かないでください" in refused(kind, value)
    assert "マイナンバーは書かないでください" in refused("corporate_number", digits)


def test_twelve_digits_that_fail_the_check_are_no_my_number() -> None:
    digits = my_number()
    other = digits[:11] + str((int(digits[11]) + 1) % 10)
    assert clean("text", other) == other


def test_the_check_digit_of_a_corporate_number_is_that_of_the_town() -> None:
    assert check_digit("000020015458") == 8


@pytest.mark.parametrize(
    ("postcode", "typed_town", "filled"),
    [
        ("0994113", "", {"prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町"}),
        ("〒０９９－４１９２", "", {"town": "本町", "street": "12番地"}),
        ("099-4100", "", {"city": "斜里郡斜里町", "town": ""}),
        ("099-4113", "字本町", {"town": "字本町"}),
    ],
)
def test_a_postcode_fills_the_town(postcode: str, typed_town: str, filled: dict[str, str]) -> None:
    question = asked("address")
    found = kind_of(question).press(question, {"postcode": [postcode], "town": [typed_town]}, "lookup")
    assert {part: found[part][0] for part in filled} == filled


@pytest.mark.parametrize("postcode", ["", "12", "999-9999", "でたらめ"])
def test_a_postcode_that_leads_nowhere_says_so(postcode: str) -> None:
    question = asked("address")
    with pytest.raises(Wrong, match="郵便番号") as caught:
        kind_of(question).press(question, {"postcode": [postcode]}, "lookup")
    assert list(caught.value.errors) == ["postcode"]


def test_the_map_can_be_moved_and_zoomed_and_stays_where_the_reader_left_it() -> None:
    question = asked("place", latitude="43.9115", longitude="144.6672")
    kind = kind_of(question)
    east = kind.press(question, {"note": ["前"]}, "mapeast")
    assert float(east["view"][0].split(",")[1]) > 144.6672 and east["note"] == ["前"]
    nearer = kind.press(question, {"view": east["view"]}, "mapin")
    assert nearer["view"][0].rpartition(",") == (east["view"][0].rpartition(",")[0], ",", "16")
    assert kind.press(question, {"view": ["どこか"]}, "mapin")["view"] == ["43.911500,144.667200,16"]


def test_a_click_on_the_map_pins_and_a_button_unpins() -> None:
    question = asked("place", latitude="43.9115", longitude="144.6672")
    kind = kind_of(question)
    pinned = kind.press(question, {"map.x": ["160"], "map.y": ["160"], "note": ["前"]}, "pin")
    assert (pinned["lat"], pinned["lon"], pinned["note"]) == (["43.911500"], ["144.667200"], ["前"])
    assert kind.press(question, pinned, "clearplace")["lat"] == [""]
    with pytest.raises(Wrong, match="もう一度"):
        kind.press(question, {"map.x": ["左"]}, "pin")


def test_an_unknown_button_is_refused_with_words() -> None:
    question = asked("text")
    with pytest.raises(Wrong, match="使えません"):
        kind_of(question).press(question, {}, "lookup")


def test_no_kind_is_known_under_a_name_nobody_gave() -> None:
    assert known_kind("telepathy") is None


@pytest.mark.parametrize(
    ("rows", "brief"),
    [
        ([{"size": "2m", "what": "看板"}], "看板"),
        ([{"what": "看板"}, {"what": "足場"}, {"what": "旗"}], "看板 ほか2件"),
    ],
)
def test_a_list_has_room_for_the_first_row_of_a_repeat_by_its_title(
    rows: list[dict[str, str]], brief: str
) -> None:
    inner = (Question("size", "text", "大きさ"), Question("what", "text", "品名"))
    question = Question("things", "repeat", "物", questions=inner, params={"title_from": "what"})
    assert kind_of(question).brief(question, rows) == brief


def test_a_repeat_of_one_row_is_written_in_a_letter_without_a_number() -> None:
    question = Question("things", "repeat", "物", questions=(Question("what", "text", "品名"),))
    assert kind_of(question).texts(question, [{"what": "箱"}])[""] == "品名: 箱"
    several = kind_of(question).texts(question, [{"what": "箱"}, {"what": "旗"}])[""]
    assert several == "1. 品名: 箱\n2. 品名: 旗"
