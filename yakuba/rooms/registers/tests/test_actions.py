"""Writing, renewing and ending entries, by those who may, and refused to those who may not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yakuba.ground.access.actor import GUEST, system
from yakuba.ground.access.gate import Denied
from yakuba.ground.journal.read import history
from yakuba.rooms.registers import door
from yakuba.rooms.registers.door import RegisterRefused
from yakuba.rooms.registers.models import Entry
from yakuba.rooms.registers.tests.conftest import REGISTER, SUBJECT, TODAY, Write

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_what_was_granted_in_its_order(write: Write, cast: Any) -> None:
    made = write()
    view = door.entry(made.id, cast.clerk)
    assert made.number == view.number == "2026-0001"
    assert view.facts == (("占用の場所", "町道本町通線"), ("面積", "10㎡"))
    assert view.state_label == "有効期間の前"
    assert write().number == "2026-0002"
    assert write(register="other").number == "2026-0001"


def test_only_the_section_or_the_machine_writes(write: Write, cast: Any) -> None:
    for actor in (cast.other_clerk, cast.cashier, cast.admin, cast.resident, GUEST):
        with pytest.raises(Denied):
            write(by=actor)
    assert not Entry.objects.exists()
    write(by=cast.clerk)
    write(by=system("intake"))
    assert Entry.objects.count() == 2


def test_a_number_given_by_staff_stands_once_in_its_register(write: Write) -> None:
    assert write(number="１２３").number == "123"
    with pytest.raises(RegisterRefused, match="番号「123」がもうあります"):
        write(number="123")
    assert write(number="123", register="dogs").number == "123"
    assert Entry.objects.count() == 2


def test_a_reversed_period_or_a_missing_holder_is_refused(write: Write) -> None:
    with pytest.raises(RegisterRefused, match="期間"):
        write(valid_from=date(2027, 1, 1), valid_to=date(2026, 12, 31))
    with pytest.raises(RegisterRefused, match="氏名"):
        write(holder_name="　")
    assert not Entry.objects.exists()


def test_an_entry_ends_once_with_its_reason(write: Write, cast: Any) -> None:
    made = write(valid_from=None, valid_to=None)
    with pytest.raises(Denied):
        door.end(made.id, reason="廃止", on=TODAY, subject=SUBJECT, by=cast.other_clerk)
    with pytest.raises(RegisterRefused, match="理由"):
        door.end(made.id, reason=" ", on=TODAY, subject=SUBJECT, by=cast.clerk)
    with pytest.raises(RegisterRefused, match="今日より後"):
        door.end(made.id, reason="廃止", on=TODAY + timedelta(1), subject=SUBJECT, by=cast.clerk)
    door.end(made.id, reason="廃止届", on=TODAY, subject=SUBJECT, by=cast.clerk)
    view = door.entry(made.id, cast.clerk)
    assert (view.state_label, view.end and view.end.reason) == ("終了", "廃止届")
    with pytest.raises(RegisterRefused, match="もう終了"):
        door.end(made.id, reason="廃止届", on=TODAY, subject=SUBJECT, by=cast.clerk)


def test_a_renewal_takes_over_on_the_day_it_begins(write: Write, cast: Any, moved_clock: Any) -> None:
    old = write(valid_from=date(2026, 6, 1), valid_to=date(2026, 11, 30))
    assert door.renewal(old.id, cast.resident).procedure_key == "road_occupancy"
    new = write(valid_from=date(2026, 12, 1), valid_to=date(2027, 5, 31), replaces=old.id)
    assert door.entry(old.id, cast.clerk).state_label == "有効"
    with pytest.raises(RegisterRefused, match="更新できません"):
        door.renewal(old.id, cast.resident)
    with pytest.raises(RegisterRefused, match="もう終了"):
        write(replaces=old.id)
    moved_clock.set(datetime(2026, 12, 1, 3, tzinfo=UTC))
    former = door.entry(old.id, cast.clerk)
    assert (former.state_label, former.end and former.end.on) == ("終了", date(2026, 12, 1))
    assert door.entry(new.id, cast.clerk).follows == old.id


def test_expiring_entries_come_in_order_and_renewed_ones_do_not(write: Write) -> None:
    late = write(valid_from=None, valid_to=date(2026, 12, 20))
    soon = write(valid_from=None, valid_to=date(2026, 11, 10))
    renewed = write(valid_from=None, valid_to=date(2026, 11, 5))
    write(valid_from=date(2026, 11, 6), valid_to=date(2027, 11, 5), replaces=renewed.id)
    write(valid_from=None, valid_to=None)
    found = door.expiring(REGISTER, date(2026, 12, 31))
    assert [view.id for view in found] == [soon.id, late.id]


def test_residents_see_what_they_hold_and_nothing_else(write: Write, cast: Any) -> None:
    made = write()
    assert door.entry(made.id, cast.resident).number == made.number
    assert [view.id for view in door.entries_of_holder(cast.resident.ref)] == [made.id]
    assert door.entries_of_holder("") == door.entries_of_holder(cast.neighbour.ref) == []
    for actor in (cast.neighbour, cast.other_clerk, cast.admin, GUEST):
        with pytest.raises(Entry.DoesNotExist):
            door.entry(made.id, actor)


def test_an_entry_is_found_by_its_number_or_by_words(write: Write, cast: Any) -> None:
    first = write(number="123")
    second = write(number="1234", holder_name="髙橋 花子")
    assert [view.id for view in door.find(REGISTER, "１２３", cast.clerk)] == [first.id]
    assert [view.id for view in door.find(REGISTER, "髙橋花子", cast.clerk)] == [second.id]
    assert len(door.find(REGISTER, "本町通", system("intake"))) == 2
    assert door.find(REGISTER, " ", cast.clerk) == door.find(REGISTER, "123", cast.other_clerk) == []


def test_what_happened_is_in_the_journal_without_content(write: Write, cast: Any) -> None:
    made = write(valid_from=None)
    door.end(made.id, reason="転出のため", on=TODAY, subject="", by=cast.clerk)
    events = history(f"register:{made.id}")
    assert [event.kind for event in events] == ["register.written", "register.ended"]
    expected = {"register": REGISTER, "number": made.number, "case": SUBJECT.partition(":")[2]}
    assert events[0].facts == expected
    text = "".join(event.body for event in events)
    assert not [word for word in ("𠮷田", "本町", "転出") if word in text]
