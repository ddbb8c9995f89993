"""News is told to whoever is wired, in order, once."""

from dataclasses import dataclass

import pytest

from yakuba.ground import news


@dataclass(frozen=True)
class BellRang:
    times: int


@dataclass(frozen=True)
class BellRangTwice(BellRang):
    pass


def test_reactions_run_in_the_order_of_the_table():
    heard = []
    with news.rewired(
        {BellRang: [lambda item: heard.append(("first", item)), lambda _: heard.append("second")]}
    ):
        news.tell(BellRang(1))
    assert heard == [("first", BellRang(1)), "second"]


def test_news_of_another_kind_reaches_nobody_here():
    heard = []
    with news.rewired({BellRang: [heard.append]}):
        news.tell(BellRangTwice(2))
        news.tell("a bell")
    assert heard == []


def test_a_reaction_that_raises_reaches_the_teller():
    def refuse(_item):
        raise ValueError("no")

    heard = []
    with news.rewired({BellRang: [refuse, heard.append]}), pytest.raises(ValueError, match="no"):
        news.tell(BellRang(1))
    assert heard == []


def test_what_was_told_can_be_listened_to_while_reactions_run():
    heard = []
    with news.rewired({BellRang: [heard.append]}), news.told() as items:
        news.tell(BellRang(1))
        with news.told() as inner:
            news.tell(BellRang(2))
    assert items == heard == [BellRang(1), BellRang(2)]
    assert inner == [BellRang(2)]


def test_the_former_table_stands_again_after_a_rewiring():
    before = news.wired()
    with news.rewired({BellRang: [print]}):
        assert news.wired() == {BellRang: (print,)}
    assert news.wired() == before
