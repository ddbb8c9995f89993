"""Editions: published once, immutable, found by day and by what people type."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yakuba.ground.catalogue import finding, shelf
from yakuba.ground.catalogue.content import digest_of
from yakuba.ground.catalogue.definition import Procedure
from yakuba.ground.catalogue.models import Edition
from yakuba.ground.journal.read import history
from yakuba.ground.journal.signature import By

BY = By(actor="system:test")
DAY = date(2026, 11, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    shelf._known.clear()
    shelf._indexes.clear()


def renamed(procedure: Procedure, title: str) -> Procedure:
    return replace(procedure, title=title)


def test_publishing_leaves_an_edition_and_an_event(procedure: Procedure) -> None:
    ref = shelf.publish(procedure, valid_from=DAY, by=BY)
    row = Edition.objects.get(pk=ref.id)
    assert digest_of(row.content) == row.digest == ref.digest
    assert [event.kind for event in history(f"edition:{ref.id}")] == ["edition.published"]
    shelf._known.clear()
    assert shelf.edition(ref.id).procedure == procedure


def test_the_same_content_is_not_published_twice(procedure: Procedure) -> None:
    first = shelf.publish(procedure, valid_from=DAY, by=BY)
    assert shelf.publish(procedure, valid_from=date(2026, 12, 1), by=BY) == first
    assert Edition.objects.count() == 1


def test_a_newer_edition_is_in_force_from_its_day_and_an_older_one_stays(procedure: Procedure) -> None:
    old = shelf.publish(procedure, valid_from=DAY, by=BY)
    new = shelf.publish(renamed(procedure, "新しい題"), valid_from=date(2027, 4, 1), by=BY)
    assert shelf.in_force("road_occupancy", date(2027, 3, 31)) == old
    assert shelf.in_force("road_occupancy", date(2027, 4, 1)) == new
    assert shelf.all_in_force(date(2027, 4, 1)) == [new]
    assert shelf.editions_of("road_occupancy") == [new, old]
    back = shelf.publish(procedure, valid_from=date(2027, 5, 1), by=BY)
    assert back.id != old.id and back.digest == old.digest


def test_before_the_first_day_nothing_is_in_force(procedure: Procedure) -> None:
    shelf.publish(procedure, valid_from=DAY, by=BY)
    with pytest.raises(shelf.NoEdition):
        shelf.in_force("road_occupancy", date(2026, 10, 31))
    with pytest.raises(shelf.NoEdition):
        shelf.edition(uuid4())
    assert shelf.all_in_force(date(2026, 10, 31)) == []


def test_a_definition_whose_example_fails_is_not_published(procedure: Procedure) -> None:
    example = replace(procedure.examples[0], expect={"fee_total": 1})
    with pytest.raises(shelf.PublishRefused, match="fee_total"):
        shelf.publish(replace(procedure, examples=(example,)), valid_from=DAY, by=BY)
    assert not Edition.objects.exists()


def test_an_earlier_fee_table_may_not_change(procedure: Procedure) -> None:
    shelf.publish(procedure, valid_from=DAY, by=BY)
    fee = procedure.fees[0]
    table = replace(fee.tables[0], basis="書き換え")
    changed = replace(procedure, fees=(replace(fee, tables=(table,)),))
    with pytest.raises(shelf.PublishRefused, match="前に公開した表"):
        shelf.publish(changed, valid_from=date(2027, 4, 1), by=BY)
    later = replace(fee.tables[0], valid_from="2027-04-01")
    added = replace(procedure, fees=(replace(fee, tables=(fee.tables[0], later)),))
    assert shelf.publish(added, valid_from=date(2027, 4, 1), by=BY).procedure.fees[0].tables[1] == later


def test_an_edition_read_once_costs_no_query_again(procedure: Procedure) -> None:
    ref = shelf.publish(procedure, valid_from=DAY, by=BY)
    with CaptureQueriesContext(connection) as first:
        assert shelf.edition(ref.id) == ref
    with CaptureQueriesContext(connection) as again:
        assert shelf.editions([ref.id, uuid4()]).keys() == {ref.id}
        assert shelf.edition(ref.id) == ref
    assert (len(first), len(again)) == (2, 1)


@pytest.fixture
def town(procedure: Procedure) -> None:
    dog = replace(
        procedure, key="dog", title="犬の登録申請", kana="いぬのとうろくしんせい", words=("ペット", "鑑札"),
        summary="犬を飼い始めたときの登録です。", guide="犬の登録",
    )  # fmt: skip
    water = replace(
        procedure, key="water", title="水道使用開始届", kana="すいどうしようかいしとどけ",
        words=("引っ越し",),
        summary="水道を使い始めるときの届です。", guide="水道",
    )  # fmt: skip
    for one in (procedure, dog, water):
        shelf.publish(one, valid_from=DAY, by=BY)


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("道路占用", "road_occupancy"),
        ("どうろせんよう", "road_occupancy"),
        ("ﾄﾞｳﾛ", "road_occupancy"),
        ("道路専用許可", "road_occupancy"),
        ("看板", "road_occupancy"),
        ("看版", "road_occupancy"),
        ("かんばん 道路", "road_occupancy"),
        ("ペット", "dog"),
        ("イヌ", "dog"),
        ("犬", "dog"),
        ("犬を登録したい", "dog"),
        ("水道", "water"),
        ("水道を使いたいのですが", "water"),
        ("引っ越し", "water"),
        ("すいどお", "water"),
    ],
)
def test_what_people_type_finds_the_procedure_first(typed: str, first: str) -> None:
    assert shelf.search(typed, DAY)[0].key == first


@pytest.mark.usefixtures("town")
def test_empty_text_lists_all_and_nonsense_nothing() -> None:
    assert [ref.key for ref in shelf.search(" ", DAY)] == ["dog", "road_occupancy", "water"]
    assert shelf.search("xyzzy", DAY) == []
    assert shelf.search("!?", DAY) == []
    assert shelf.search("宇宙旅行", DAY) == []


def test_folding_ignores_width_kana_and_signs() -> None:
    assert finding.fold("ﾄﾞｳﾛ・センヨウ A１") == finding.fold("どうろせんよう a1")
