"""Writing the journal: what is recorded, what is refused."""

import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import isolate_apps

from yakuba.ground.journal import guard
from yakuba.ground.journal.commitment import columns, commitment
from yakuba.ground.journal.models import AppendOnly, Event, ProvedRow
from yakuba.ground.journal.read import history, history_of
from yakuba.ground.journal.record import OutsideTransaction, record
from yakuba.ground.journal.signature import By
from yakuba.ground.journal.tests.conftest import CLERK, full_permit
from yakuba.ground.journal.tests.sample import Permit


def test_an_event_tells_who_did_what_in_which_capacity_and_follows_the_one_before(town):
    permit = town.permit("case:1")
    town.change("case:1", permit, amount=2)
    town.permit("case:2")
    first, second = history("case:1")
    assert (first.subject_seq, second.subject_seq) == (1, 2)
    assert second.content["subject_prev"] == first.digest
    assert (first.actor, first.capacity, first.post) == (CLERK.actor, "own", "建設課 管理係")
    assert first.facts == {"step": "intake"}
    assert second.content["rows"] == {"sample.permit": {str(permit.pk): commitment(permit)}}
    told = history_of(["case:1", "case:2", "case:3"])
    assert [len(told[subject]) for subject in told] == [2, 1, 0]


def test_history_of_many_subjects_is_one_query(town, django_assert_num_queries):
    for number in range(5):
        town.permit(f"case:{number}")
    with django_assert_num_queries(1):
        history_of([f"case:{number}" for number in range(5)])


def test_every_column_reads_the_same_before_and_after_the_database(town):
    permit = town.permit("case:1")
    assert columns(permit) == columns(Permit.objects.get(pk=permit.pk))
    assert "search" not in columns(permit)
    assert "proof_salt" not in columns(permit)
    json.dumps(columns(permit))


def test_values_of_a_loose_type_are_proved_as_the_database_will_give_them_back(town):
    values = {"amount": "12", "area": 3, "starts": "2026-04-02", "ticket": str(full_permit()["ticket"])}
    permit = town.permit("case:1", **values)
    assert columns(permit) == columns(Permit.objects.get(pk=permit.pk))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": "Received"}, ValueError),
        ({"kind": "received"}, ValueError),
        ({"subject": "case"}, ValueError),
        ({"facts": {"fee": 1.5}}, TypeError),
        ({"facts": {"day": datetime(2026, 1, 1, tzinfo=UTC)}}, TypeError),
        ({"rows": [object()]}, TypeError),
        ({"rows": [Permit(title="unsaved")]}, ValueError),
    ],
)
def test_a_malformed_act_is_refused_and_leaves_nothing(town, change, error):
    good = {"kind": "case.received", "subject": "case:1", "by": CLERK, "facts": {}, "rows": []}
    with transaction.atomic():
        record(**good)
    with pytest.raises(error), transaction.atomic():
        record(**{**good, **change})
    assert Event.objects.count() == 1


def test_a_value_known_only_to_the_database_is_refused(town):
    permit = town.permit("case:1")
    permit.amount = models.F("amount") + 1
    permit.save()
    with pytest.raises(TypeError, match=r"sample\.permit\.amount"), transaction.atomic():
        record("permit.changed", subject="case:1", by=CLERK, rows=[permit])


@pytest.mark.parametrize("number", [1e300, float("nan")])
def test_a_json_column_with_a_number_that_has_no_exact_form_is_refused(town, number):
    permit = town.permit("case:1")
    permit.answers = {"size": number}
    with pytest.raises(TypeError, match=r"sample\.permit\.answers"), transaction.atomic():
        record("permit.changed", subject="case:1", by=CLERK, rows=[permit])


@transaction.atomic
def test_destruction_needs_its_decision_and_is_recorded_before_the_row_goes(town):
    permit = town.permit("case:1")
    with pytest.raises(ValueError, match="decision"):
        record("record.disposed", subject="case:1", by=CLERK, gone=[permit])
    with pytest.raises(ValueError, match="one act"):
        record(
            "record.disposed",
            subject="case:1",
            by=CLERK,
            facts={"decision": "1"},
            gone=[permit],
            rows=[permit],
        )
    permit.delete()
    with pytest.raises(ValueError, match="delete the rows after"):
        record("record.disposed", subject="case:1", by=CLERK, facts={"decision": "1"}, gone=[permit])


@pytest.mark.parametrize("actor", ["", "mayor", "staff:", "robot:1", "staff:a b"])
def test_an_actor_nobody_can_name_is_refused(actor):
    with pytest.raises(ValueError, match="actor"):
        By(actor)
    assert By("system:sealer").capacity == "own"


def test_unproved_must_name_a_column():
    with isolate_apps("yakuba.ground.journal"):

        class Wrong(ProvedRow):
            unproved = frozenset({"serch"})

            class Meta:
                app_label = "sample"

    with pytest.raises(TypeError, match="serch"):
        columns(Wrong())


def test_events_are_never_changed_or_deleted_through_the_model(town):
    town.permit("case:1")
    event = Event.objects.get()
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(kind="x.y"),
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize("statement", ["UPDATE journal_event SET kind = 'x'", "DELETE FROM journal_event"])
def test_the_database_itself_refuses_to_change_an_event(town, statement):
    town.permit("case:1")
    guard.put_up(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        town.sql(statement)
    guard.take_down(connection)
    assert town.sql(statement) == 1


def test_an_act_outside_a_transaction_is_refused(committing):
    with pytest.raises(OutsideTransaction):
        record("case.received", subject="case:1", by=CLERK)
