"""How an arrival is read, and what is said back. No database."""

from datetime import date, time, timedelta

import pytest

from yakuba.ground.calendar import clock
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.rules import Line

NOW = clock.at(date(2026, 11, 2), 12, 0)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:30", time(9, 30)),
        ("09:05", time(9, 5)),
        ("0930", time(9, 30)),
        ("9時", time(9, 0)),
        ("9時半", time(9, 30)),
        ("午後1時5分", time(13, 5)),
        ("午前12時", time(0, 0)),
        ("12:00", time(12, 0)),
        ("１３：４５", time(13, 45)),
        ("13", time(13, 0)),
    ],
)
def test_a_time_is_read_in_any_usual_way_of_writing(text: str, meant: time) -> None:
    assert rules.parse_time(text) == meant


@pytest.mark.parametrize("text", ["", "朝", "25:00", "9:61", "9:3:0", "123", "😀", "-1:00", "9 30 15"])
def test_a_time_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(rules.TimeError) as refused:
        rules.parse_time(text)
    assert "9:30" in refused.value.message


def test_an_arrival_may_be_now_or_days_ago_but_never_later_than_now() -> None:
    assert rules.arrival_fault(NOW, NOW) == ""
    assert rules.arrival_fault(NOW - timedelta(days=3), NOW) == ""
    assert "先になっています" in rules.arrival_fault(NOW + timedelta(minutes=1), NOW)


def test_an_arrival_of_another_year_is_taken_for_a_slip_of_the_pen() -> None:
    assert "年を確かめて" in rules.arrival_fault(NOW - timedelta(days=400), NOW)


def test_a_way_that_is_not_offered_is_refused_with_the_ways_that_are() -> None:
    offered = ("online", "counter")
    assert rules.channel_fault("犬の登録", offered, "counter") == ""
    fault = rules.channel_fault("犬の登録", offered, "telephone")
    assert "電話では受け付けられません" in fault
    assert "オンライン・窓口" in fault


def test_online_and_unknown_ways_are_never_taken_in_by_a_clerk() -> None:
    assert rules.channel_fault("犬の登録", ("online",), "online")
    assert rules.channel_fault("犬の登録", ("online",), "pigeon")


def test_every_answer_is_read_back_and_what_is_missing_is_said() -> None:
    lines = [Line("氏名", "見本 花子"), Line("電話番号", "")]
    said = rules.read_back("犬の登録", lines, "3,000円")
    assert "氏名:見本 花子。" in said
    assert "電話番号:うかがっていません。" in said
    assert "料金の見込みは、3,000円です。" in said
    assert said[-1].endswith("まちがいありませんか。")


def test_the_memo_says_who_came_and_what_was_seen_and_never_a_number() -> None:
    told = rules.Details("paper", NOW, "agent", "代理 太郎", "card", "箱2")
    text = rules.memo(told, "令和8年11月2日 12:00")
    assert "来た人: 代理人(代理 太郎)" in text
    assert "本人確認: マイナンバーカード" in text
    assert "紙の原本の置き場所: 箱2" in text
