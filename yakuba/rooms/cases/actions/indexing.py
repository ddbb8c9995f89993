"""The search index follows the case: written in the transaction of the act that changed it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from yakuba.ground.calendar import clock
from yakuba.ground.search import Entry, haystack
from yakuba.rooms.cases.models import INDEX, Case, Opinion, SearchRow
from yakuba.rooms.cases.rules.search import words_of_case

BATCH = 1000


def sign(case: Case) -> tuple[object, ...]:
    """What of a case the index depends on; two that are equal need no writing between them."""
    return (
        case.number, case.receipt_number, case.title, case.applicant_name, case.applicant_kana,
        case.applicant_phone, case.applicant_address, case.subject, case.search, case.procedure_key,
        case.section, case.work_section, case.arrived_at, case.closed_at and case.state,
    )  # fmt: skip


def entry_of(case: Case, asked: Iterable[str] = ()) -> Entry:
    """What the index keeps of a case; `asked` are the sections whose opinion was asked. No query."""
    text = haystack(
        case.number, case.receipt_number, case.title, case.applicant_name, case.applicant_kana,
        case.applicant_address, case.subject, *case.search.split("\n"),
        phones=(case.applicant_phone,),
    )  # fmt: skip
    keys = words_of_case(
        section=case.section,
        work_section=case.work_section,
        asked=asked,
        procedure=case.procedure_key,
        channel=case.channel,
        arrived_on=clock.local(case.arrived_at).date(),
        state=case.state,
    )
    return Entry(case.id, text, keys)


def put(case: Case) -> None:
    """The index row of a case as the case stands now, in the running transaction. As often as one likes."""
    asked = Opinion.objects.filter(case=case).values_list("section", flat=True)
    entry = entry_of(case, asked)
    row = SearchRow.objects.filter(case=case).first()
    if row is None:
        INDEX.add([entry])
    else:
        INDEX.change(row, entry)


def put_new(opened: Sequence[tuple[Case, Collection[str]]]) -> None:
    """Index rows of cases that have none yet, oldest first, each with the sections that are asked."""
    INDEX.add([entry_of(case, asked) for case, asked in opened])


def drop(case_id: UUID) -> None:
    """Nothing leads to the case any more: for its destruction (廃棄), before its row goes."""
    row = SearchRow.objects.filter(case_id=case_id).first()
    if row is not None:
        INDEX.remove(row)


@dataclass(frozen=True)
class Health:
    """How the index stands to the cases: cases it lacks, and entries that lead nowhere."""

    missing: int
    strays: int

    @property
    def good(self) -> bool:
        """Whether every case is found and nothing else."""
        return not self.missing and not self.strays


def health() -> Health:
    """Looks at every case once (a second for a million)."""
    return Health(Case.objects.filter(search_row__isnull=True).count(), INDEX.strays())


def rebuild(*, anew: bool = False) -> Iterator[int]:
    """Rows for all cases that have none; yields how many were made so far, a batch at a time.

    `anew`: the index is emptied first, and until it is done not everything is found. Broken off, the next
    call goes on where this one stood. Not inside a transaction.
    """
    if anew:
        with transaction.atomic():
            INDEX.empty()
    done, last = 0, UUID(int=0)
    while batch := _after(last):
        last = batch[-1]
        made = fill(batch)
        done += made
        if made:
            yield done
    INDEX.settle()


def _after(last: UUID) -> list[UUID]:
    return list(Case.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH])


def fill(case_ids: Collection[UUID]) -> int:
    """Rows for those of the cases that have none; how many.

    A transaction of its own: broken off, a rebuild goes on where it stood. Memory stays the same.
    """
    with transaction.atomic():
        known = SearchRow.objects.filter(case__in=case_ids).values_list("case_id", flat=True)
        missing = set(case_ids) - set(known)
        cases = list(Case.objects.filter(id__in=missing).order_by("id").select_for_update())
        asked: dict[UUID, set[str]] = defaultdict(set)
        opinions = Opinion.objects.filter(case__in=missing)
        for case_id, section in opinions.values_list("case_id", "section"):
            asked[case_id].add(section)
        put_new([(case, asked[case.id]) for case in cases])
        return len(cases)
