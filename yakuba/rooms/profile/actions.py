"""The only writer of what is remembered: consent, remembering, correcting, forgetting."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from yakuba.ground.access.actor import Actor, system
from yakuba.ground.access.gate import Denied
from yakuba.ground.calendar import clock
from yakuba.ground.journal.record import record
from yakuba.ground.languages import marked, say
from yakuba.rooms.profile import rules
from yakuba.rooms.profile.models import Consent, Remembered
from yakuba.rooms.profile.reading import fact_of
from yakuba.rooms.profile.rules import CHILDREN, Given, ProfileRefused

BY_HAND = marked("自分で直した内容")


@transaction.atomic
def give_consent(resident_id: UUID, *, by: Actor) -> None:
    """From now on the town may remember. Given twice it stands once. Raises Denied."""
    _require_own(resident_id, by)
    _, new = Consent.objects.get_or_create(resident_id=resident_id)
    if new:
        _note("consent_given", resident_id, by)


@transaction.atomic
def withdraw_consent(resident_id: UUID, *, by: Actor) -> int:
    """The town forgets everything at once; how many facts went. Raises Denied."""
    _require_own(resident_id, by)
    if not Consent.objects.select_for_update().filter(resident_id=resident_id).exists():
        return 0
    gone, _ = Remembered.objects.filter(resident_id=resident_id).delete()
    Consent.objects.filter(resident_id=resident_id).delete()
    _note("consent_withdrawn", resident_id, by, facts=gone)
    return gone


@transaction.atomic
def remember(resident_id: UUID, facts: Iterable[Given], *, source: str, ref: str = "", by: Actor) -> int:
    """Keep what was told, over what was known before; how many facts. `source` is the procedure's title; what
    is told again just so keeps where it was told first.

    Raises Denied, ProfileRefused (no consent, or a value of another kind).
    """
    _require_own(resident_id, by)
    if not Consent.objects.select_for_update().filter(resident_id=resident_id).exists():
        raise ProfileRefused(say("覚えておくことに、まだ同意していただいていません。"))
    # Held, because they may be put right by hand at this very moment.
    rows = list(Remembered.objects.select_for_update().filter(resident_id=resident_id).order_by("id"))
    kept = []
    for given in facts:
        value = rules.cleaned(given.key, given.value)
        row = _standing(rows, given.key, value)
        if row is None:
            row = Remembered(resident_id=resident_id, key=given.key)
            rows.append(row)
        elif given.key == CHILDREN and (before := fact_of(row)) is not None:
            value = rules.merged(before.value, value)
        row.used_at = clock.now()
        if row.given_at is None or not _says(row, value):
            row.value, row.source, row.ref, row.given_at = value, source[:200], ref, row.used_at
        row.save()
        kept.append(given.key)
    if kept:
        _note("remembered", resident_id, by, keys=kept, ref=ref)
    return len(kept)


def _says(row: Remembered, value: Any) -> bool:
    before = fact_of(row)
    return before is not None and before.value == value


def _standing(rows: Iterable[Remembered], key: str, value: Any) -> Remembered | None:
    """The row that this telling goes over: of the same key; of children, the same child."""
    for row in rows:
        if row.key != key:
            continue
        if key != CHILDREN:
            return row
        before = fact_of(row)
        if before is not None and rules.same_child(before.value, value):
            return row
    return None


@transaction.atomic
def correct(fact_id: UUID, value: Any, *, by: Actor) -> None:
    """Put one fact right by hand. Raises Remembered.DoesNotExist, ProfileRefused."""
    row = Remembered.objects.select_for_update().visible_to(by).get(id=fact_id)
    row.value = rules.cleaned(row.key, value)
    row.source, row.ref, row.given_at, row.used_at = BY_HAND, "", clock.now(), clock.now()
    row.save()
    _note("corrected", row.resident_id, by, keys=[row.key])


@transaction.atomic
def forget(resident_id: UUID, fact_ids: Iterable[UUID] | None = None, *, by: Actor) -> int:
    """Delete these facts for good (None: all of them); how many. Another's are left alone. Raises Denied."""
    _require_own(resident_id, by)
    rows = Remembered.objects.filter(resident_id=resident_id)
    if fact_ids is not None:
        rows = rows.filter(id__in=list(fact_ids))
    keys = list(rows.values_list("key", flat=True))
    rows.delete()
    if keys:
        _note("forgotten", resident_id, by, keys=sorted(keys))
    return len(keys)


def clear_untouched() -> int:
    """Delete the facts that nobody has given anew within the time they are kept; how many."""
    old = Remembered.objects.filter(used_at__lt=rules.too_old(clock.now()))
    count = 0
    for resident_id in set(old.values_list("resident_id", flat=True)):
        with transaction.atomic():
            ids = list(old.filter(resident_id=resident_id).values_list("id", flat=True))
            count += forget(resident_id, ids, by=system("profile"))
    return count


def _require_own(resident_id: UUID, by: Actor) -> None:
    if by.kind != "system" and (by.kind, by.id) != ("resident", resident_id):
        raise Denied("profile")


def _note(kind: str, resident_id: UUID, by: Actor, **facts: Any) -> None:
    """The journal says that it happened, never what was told."""
    record(f"profile.{kind}", subject=f"profile:{resident_id}", by=by.by(), facts=facts)
