from datetime import date, timedelta

import pytest

from conftest import BY, Cast
from yakuba.ground import town
from yakuba.ground.people import arrange, read

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def test_the_holder_of_a_post_is_known_by_day(cast: Cast) -> None:
    assert [ref.id for ref in read.holders("construction.head", DAY)] == [cast.head.id]
    assert read.holders("construction.head", date(2026, 3, 31)) == []


def test_a_vacant_post_has_no_holders_and_an_acting_holder_is_marked(cast: Cast) -> None:
    assert read.holders_of(["water.head"], DAY) == {"water.head": []}
    arrange.assign(staff_id=cast.head.id, post_key="water.head", starts_on=DAY, by=BY, acting=True)
    assert [ref.acting for ref in read.holders("water.head", DAY)] == [True]


def test_an_absence_counts_on_its_days_only(cast: Cast) -> None:
    arrange.note_absence(staff_id=cast.head.id, starts_on=DAY, ends_on=DAY, reason="出張", by=BY)
    assert read.absent([cast.head.id], DAY) == {cast.head.id}
    assert read.absent([cast.head.id], DAY + timedelta(days=1)) == set()


def test_arranging_the_same_organization_twice_changes_nothing(cast: Cast) -> None:
    assert arrange.arrange_organization(town.read("organization"), by=BY) == 0


def test_a_second_account_with_the_same_address_is_refused_with_advice(cast: Cast) -> None:
    with pytest.raises(arrange.PeopleProblem, match="すでに登録されています"):
        arrange.register_resident(
            email="HANAKO@example.jp", password="x", family="別", given="人", family_kana="", given_kana=""
        )
