"""After the crash: is each act there as a whole, or not at all?

`python -m tests.crash.inquest` under YAKUBA_DATA reads what was acknowledged from stdin (one JSON object a
line) and prints its findings as a JSON list.
"""

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

# The rooms need loaded apps.
from yakuba.ground.journal.audit import audit  # noqa: E402
from yakuba.ground.journal.models import Event  # noqa: E402
from yakuba.ground.messages.models import Message  # noqa: E402
from yakuba.ground.numbering.models import Series  # noqa: E402
from yakuba.rooms.answers.models import Draft, Submission  # noqa: E402
from yakuba.rooms.approvals.models import Approval  # noqa: E402
from yakuba.rooms.cases.models import Case, Correction, Drafting  # noqa: E402
from yakuba.rooms.cases.rules.states import ENDS, State  # noqa: E402
from yakuba.rooms.payments.models import Assessment, Entry, Receipt  # noqa: E402
from yakuba.rooms.records import models as records  # noqa: E402
from yakuba.rooms.registers.models import Entry as RegisterEntry  # noqa: E402

Acknowledged = list[dict[str, str]]


def findings(acknowledged: Acknowledged) -> list[str]:
    """Everything that is half there, lost, doubled or skipped; [] when the town stands as it should."""
    return [
        *audit(),
        *_numbers(),
        *_applications(),
        *_money(),
        *_decisions(),
        *_filing(),
        *_lost(acknowledged),
    ]


def _numbers() -> Iterator[str]:
    """Each gapless series against the rows that carry its numbers."""
    taken = _taken()
    for series in Series.objects.all():
        found = sorted(taken.pop((series.name, series.year), []))
        if found != list(range(1, series.last + 1)):
            yield f"series {series.name} {series.year} stands at {series.last}, its rows carry {found}"
    for name, year in taken:
        yield f"numbers of {name} {year} without a series"


def _taken() -> dict[tuple[str, int], list[int]]:
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number in Case.objects.values_list("number", flat=True):
        era_year, running = re.fullmatch(r"R(\d+)-(\d+)", number).groups()
        taken["case", 2018 + int(era_year)].append(int(running))
    for row in Assessment.objects.all():
        taken["payments.assessment", row.fiscal_year].append(row.number)
    for row in Receipt.objects.all():
        taken["payments.receipt", row.fiscal_year].append(row.number)
    for row in records.Arrival.objects.all():
        taken[f"arrival:{row.section}", row.year].append(row.number)
    for row in records.DocumentNumber.objects.all():
        taken[f"document:{row.section}", row.year].append(row.number)
    for row in records.Record.objects.select_related("volume"):
        taken[f"volume:{row.volume_id}", row.volume.year].append(row.place)
    for row in RegisterEntry.objects.all():
        running = re.fullmatch(r"(20\d\d)-(\d{4,})", row.number)
        if running:
            taken[f"register.{row.register}", int(running[1])].append(int(running[2]))
    return taken


def _applications() -> Iterator[str]:
    """Sent means: sealed, a case opened on it, its receipt in the outbox. One draft, one case."""
    cases = {case.submission_id: case for case in Case.objects.all()}
    corrected = set(Correction.objects.values_list("before_id", flat=True))
    for sealed in Submission.objects.all():
        if sealed.id not in cases and sealed.id not in corrected:
            yield f"submission {sealed.id} is sealed, and no case stands on it"
    for draft in Draft.objects.filter(submission__isnull=False):
        if draft.answers:
            yield f"draft {draft.id} is sent and still holds answers"
    mailed = set(Message.objects.values_list("about", flat=True))
    for case in cases.values():
        if case.applicant_email and case.ref not in mailed:
            yield f"case {case.number} was opened without its mail"


def _money() -> Iterator[str]:
    """Paid means: receipt, ledger, and the case moved on; each of them or none."""
    paid_for = defaultdict(list)
    for row in Assessment.objects.prefetch_related("entries"):
        kinds = {entry.kind for entry in row.entries.all()}
        has_receipt = Receipt.objects.filter(assessment=row).exists()
        if {row.state == "settled", has_receipt, "settled" in kinds} not in ({True}, {False}):
            yield f"assessment {row.number}: {row.state}, receipt {has_receipt}, ledger {sorted(kinds)}"
        paid_for[row.subject].append(row.state)
    for case in Case.objects.filter(state=State.PAYMENT):
        if set(paid_for[case.ref]) <= {"settled"}:
            yield f"case {case.number} waits for money, and {paid_for[case.ref] or 'nothing'} was assessed"
    for receipt in Receipt.objects.all():
        if receipt.amount != sum(
            Entry.objects.filter(assessment=receipt.assessment, kind="received").values_list(
                "amount", flat=True
            )
        ):
            yield f"receipt {receipt.number} and the ledger differ"


def _decisions() -> Iterator[str]:
    """A decided draft has moved its case; a case in circulation has a draft that circulates."""
    for approval in Approval.objects.all():
        case = Case.objects.get(id=approval.subject.removeprefix("case:"))
        drafting = Drafting.objects.filter(approval_id=approval.id).first()
        if drafting is None:
            yield f"approval {approval.id} has no drafting in its case"
        elif bool(approval.ended_at) and not drafting.outcome:
            yield f"approval {approval.id} has ended and case {case.number} does not know"
        elif not approval.ended_at and case.state not in {State.CIRCULATING, State.DRAFTING}:
            yield f"approval {approval.id} is open and case {case.number} is {case.state}"


def _filing() -> Iterator[str]:
    """Closed and filed are one act."""
    filed = set(records.Record.objects.values_list("subject", flat=True))
    for case in Case.objects.all():
        if (case.state in ENDS) != (case.ref in filed):
            yield f"case {case.number} is {case.state}, filed: {case.ref in filed}"


def _lost(acknowledged: Acknowledged) -> Iterator[str]:
    """Whatever somebody was told had been done."""
    for told in acknowledged:
        if "event" in told and not Event.objects.filter(id=told["event"], digest=told["digest"]).exists():
            yield f"acknowledged and gone: {told}"
        if "number" in told and not Case.objects.filter(number=told["number"]).exists():
            yield f"acknowledged and gone: {told}"
        if "draft" in told:
            sent = Submission.objects.filter(drafts=told["draft"]).values_list("id", flat=True)
            count = Case.objects.filter(submission_id__in=sent).count()
            if count != 1:
                yield f"draft {told['draft']} has {count} cases"


def main() -> None:
    acknowledged = [json.loads(line) for line in sys.stdin if line.strip()]
    json.dump(findings(acknowledged), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
