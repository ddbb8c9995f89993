"""Every procedure the national portal also receives: a row of its file says what our page would take."""

from datetime import date
from random import Random
from typing import Any

import pytest

from seeds import portal_file
from seeds.answering import Answering
from tests.procedures.test_any_answers import procedures
from yakuba.ground.catalogue.asking import facts_for, prune
from yakuba.rooms.portal.rules.cells import told
from yakuba.rooms.portal.rules.judging import CHANNEL, judge
from yakuba.rooms.portal.rules.sheet import EMAIL, REQUIRED

DAY = date(2026, 11, 20)
SETS = 15


def received() -> list[str]:
    return [key for key, procedure in procedures().items() if procedure.portal]


def test_the_portals_26_procedures_of_children_and_care_and_the_disaster_certificate_are_received() -> None:
    assert len(received()) == 27


@pytest.mark.parametrize("key", received())
def test_a_row_says_what_our_own_page_would_have_taken(key: str) -> None:
    procedure = procedures()[key]
    for seed in range(SETS):
        facts = {"today": DAY.isoformat(), "channel": CHANNEL}
        answers = Answering(procedure, facts, Random(f"{key} {seed}")).applicant()
        row = portal_file.row(procedure, answers, number="P-1", sent_at="2026-11-20 09:15")
        cells = {name: text for name, text in row.items() if name not in (*REQUIRED, EMAIL)}
        attached = {name for text in cells.values() for name in text.split("|")}
        judged = judge(procedure, told(procedure, cells), day=DAY, attached=attached)
        whole = facts_for(procedure, answers, today=DAY, channel=CHANNEL)
        assert judged.faults == ()
        assert _said(judged.answers) == _said(prune(procedure, answers, whole)[0])


def _said(value: Any) -> Any:
    """Answers without what only a stored file has: its id and size."""
    if isinstance(value, dict):
        return value["name"] if "media_type" in value else {key: _said(one) for key, one in value.items()}
    return [_said(one) for one in value] if isinstance(value, list) else value
