"""Numbers, filing and holds: allowed and refused from one set-up."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yakuba.ground.access.gate import Denied
from yakuba.ground.journal.read import history
from yakuba.ground.journal.signature import By
from yakuba.ground.writing.group import write
from yakuba.rooms.records import actions
from yakuba.rooms.records.door import (
    ContentRef,
    Receiving,
    RecordProblem,
    RecordRuleValue,
    document_number,
    file_matter,
    hold,
    records_of,
    release,
    void_number,
)
from yakuba.rooms.records.models import DocumentNumber, Hold, Record, VolumeFile

pytestmark = pytest.mark.django_db
BY = By(actor="system:test")
CASE = "case:0199aaaa-0000-7000-8000-00000000000"
ROAD = "construction_road"
RULE = RecordRuleValue("建設-道路-占用", "道路占用許可", "5y")
PAPERS = (ContentRef("申請書", "a" * 64), ContentRef("補正前", ""))


def number(day=date(2026, 11, 2), section=ROAD):
    return document_number(section=section, day=day, subject=f"{CASE}1", title="道路占用許可書", by=BY)


def filed(which=1, *, completed=date(2026, 11, 2), rule=RULE, section=ROAD, papers=PAPERS):
    return file_matter(
        subject=f"{CASE}{which}",
        title="道路占用許可(見本 花子)",
        section=section,
        rule=rule,
        completed_on=completed,
        contents=papers,
        numbers=("斜建管収第1号", "斜建管第1号"),
        by=BY,
    )


def arrived(at):
    act = Receiving(
        subject=f"{CASE}1",
        sender="見本 花子",
        title="道路占用許可申請",
        channel="online",
        arrived_at=at,
        section=ROAD,
        by=BY,
    )
    write([act])
    return act.row


def test_numbers_run_without_gaps_in_each_section_and_start_anew_each_fiscal_year(cast):
    assert [number().text for _ in range(3)] == ["斜建管第1号", "斜建管第2号", "斜建管第3号"]
    assert number(section="environment_life").text == "斜環生第1号"
    assert number(day=date(2027, 3, 31)).text == "斜建管第4号"
    assert number(day=date(2027, 4, 1)).text == "斜建管第1号"


def test_an_act_that_fails_gives_its_number_back(cast):
    number()
    with pytest.raises(RuntimeError), transaction.atomic():
        number()
        raise RuntimeError("the act failed")
    assert number().text == "斜建管第2号"


def test_arrival_is_numbered_by_the_japanese_day_even_in_the_minute_before_the_new_year(cast):
    before = arrived(datetime(2027, 3, 31, 14, 59, tzinfo=UTC))
    after = arrived(datetime(2027, 3, 31, 15, 0, tzinfo=UTC))
    assert (before.year, before.text) == (2026, "斜建管収第1号")
    assert (after.year, after.text) == (2027, "斜建管収第1号")


def test_an_unknown_section_gets_no_number(cast):
    with pytest.raises(RecordProblem, match=r"organization\.toml"):
        number(section="fishery")


def test_an_unused_number_stays_as_a_gap_with_its_reason(cast):
    taken = number()
    with pytest.raises(RecordProblem, match="理由"):
        void_number(taken.id, reason=" ", by=cast.clerk)
    with pytest.raises(DocumentNumber.DoesNotExist):
        void_number(taken.id, reason="書き損じ", by=cast.other_clerk)
    with pytest.raises(Denied):
        void_number(taken.id, reason="書き損じ", by=cast.mayor)
    void_number(taken.id, reason="書き損じ", by=cast.clerk)
    void_number(taken.id, reason="もう一度", by=cast.clerk)
    assert DocumentNumber.objects.get().void_reason == "書き損じ"
    assert number().text == "斜建管第2号"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["take", "fail", "void", "next_year", "elsewhere"]), max_size=12))
def test_whatever_happens_no_number_is_missing_and_none_is_given_twice(cast, what):
    with transaction.atomic():
        day, section = date(2026, 11, 2), ROAD
        for step in what:
            if step == "next_year":
                day = day.replace(year=day.year + 1)
            elif step == "elsewhere":
                section = "environment_life" if section == ROAD else ROAD
            elif step == "fail":
                with pytest.raises(RuntimeError), transaction.atomic():
                    number(day, section)
                    raise RuntimeError
            else:
                taken = number(day, section)
                if step == "void":
                    actions.void_number(taken.id, reason="書き損じ", by=cast_of(cast, section))
        series: dict[tuple[str, int], list[int]] = {}
        for row in DocumentNumber.objects.order_by("number"):
            series.setdefault((row.section, row.year), []).append(row.number)
        assert all(given == list(range(1, len(given) + 1)) for given in series.values())
        assert sum(map(len, series.values())) == what.count("take") + what.count("void")
        transaction.set_rollback(True)


def cast_of(cast, section):
    """The clerk with the right in either section."""
    grants = {(right, section) for right, _ in cast.clerk.grants}
    return replace(cast.clerk, grants=frozenset(grants))


def test_a_finished_matter_lies_in_the_volume_of_its_class_section_and_fiscal_year(cast):
    first, second = filed(1), filed(2)
    next_year = filed(3, completed=date(2027, 4, 1))
    assert first.volume_id == second.volume_id != next_year.volume_id
    assert (first.file_title, first.retention_text) == ("道路占用許可", "5年")
    assert first.expires_on == date(2032, 3, 31)
    (view,) = records_of(f"{CASE}2")
    assert (view.place, view.year_text, view.section_name) == (2, "令和8年度", "建設課 管理係")
    assert [item.label for item in view.contents] == ["申請書", "補正前"]
    assert VolumeFile.objects.count() == 2


def test_matters_of_another_rule_get_a_volume_of_their_own(cast):
    one = filed(1)
    other = filed(2, rule=RecordRuleValue("建設-道路-占用", "道路占用許可", "10y"))
    assert one.volume_id != other.volume_id
    assert other.expires_on == date(2037, 3, 31)


def test_a_matter_is_filed_once(cast):
    filed(1)
    with pytest.raises(RecordProblem, match="すでに"):
        filed(1)
    assert Record.objects.count() == 1


def test_a_rule_that_is_not_in_force_files_nothing(cast):
    with pytest.raises(RecordProblem, match="retention"):
        filed(1, rule=RecordRuleValue("建設-道路-占用", "道路占用許可", "7y"))
    with pytest.raises(RecordProblem):
        filed(1, completed=date(2020, 1, 1))
    assert not VolumeFile.objects.exists()


def test_the_journal_tells_of_filing_without_a_word_of_the_title(cast):
    row = filed(1)
    (event,) = history(f"record:{row.id}")
    assert event.kind == "record.filed"
    assert event.facts["case"] == f"{CASE}1".removeprefix("case:")
    assert "花子" not in event.body


def test_a_hold_needs_a_reason_and_the_right_and_stands_until_released(cast):
    row = filed(1)
    with pytest.raises(RecordProblem, match="理由"):
        hold(row.id, reason="", by=cast.clerk)
    for stranger in (cast.other_clerk, cast.admin, cast.resident):
        with pytest.raises(Record.DoesNotExist):
            hold(row.id, reason="訴訟", by=stranger)
    with pytest.raises(Denied):
        hold(row.id, reason="訴訟", by=cast.mayor)
    hold(row.id, reason="訴訟", by=cast.clerk)
    hold(row.id, reason="訴訟", by=cast.clerk)
    assert Hold.objects.count() == 1
    assert records_of(f"{CASE}1")[0].held
    release(row.id, reason="判決の確定", by=cast.head)
    assert not records_of(f"{CASE}1")[0].held
    kinds = [event.kind for event in history(f"record:{row.id}")]
    assert kinds == ["record.filed", "record.held", "record.released"]


def test_a_period_that_waits_begins_with_its_event(cast):
    waiting = filed(1, rule=RecordRuleValue("建設-道路-占用", "道路占用許可", "5y", start="event"))
    plain = filed(2)
    assert waiting.expires_on is None
    actions.note_event(waiting.id, event_on=date(2030, 3, 31), by=cast.clerk)
    assert records_of(f"{CASE}1")[0].expires_on == date(2035, 3, 31)
    for row in (waiting, plain):
        with pytest.raises(RecordProblem):
            actions.note_event(row.id, event_on=date(2031, 3, 31), by=cast.clerk)
