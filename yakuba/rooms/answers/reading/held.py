"""What the town holds of a resident: the account's own entries, and what it was allowed to remember."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yakuba.ground.calendar import clock
from yakuba.ground.catalogue.asking import display
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.languages import marked
from yakuba.ground.people.models import Resident
from yakuba.rooms.answers.rules import Origin
from yakuba.rooms.profile import door as profile

ACCOUNT = marked("登録した内容")
"""The source of what stands in the account."""


@dataclass(frozen=True)
class Held:
    """By `once_only` key what is known, the account's entry first; and the children, each with its fact."""

    facts: Mapping[str, tuple[Origin, ...]]
    children: tuple[tuple[str, Origin], ...] = ()


def account_facts(resident_id: UUID) -> dict[str, Origin]:
    """What a resident entered with the account. Raises Resident.DoesNotExist. One query."""
    row = Resident.objects.select_related("account").get(id=resident_id)
    day = clock.local(row.account.created_at).date() if row.account else clock.today()
    name = {part: getattr(row, part) for part in ("family", "given", "family_kana", "given_kana")}
    entries: dict[str, Any] = {
        "name": name,
        "address": row.address,
        "phone": row.phone,
        "email": row.email,
        "birth": row.birth.isoformat() if row.birth else "",
    }
    return {key: Origin(value, ACCOUNT, day.isoformat()) for key, value in entries.items() if value}


def account_lines(resident_id: UUID) -> list[tuple[str, list[str]]]:
    """What stands in the account, as people read it: (label, lines)."""
    lines = []
    for key, origin in account_facts(resident_id).items():
        question = profile.form_of(key).all_questions()[0]
        try:
            value = kind_of(question).clean(question, origin.value)
        except Wrong:
            continue  # an entry that was never whole
        lines.append((profile.label_of(key), display(question, value)))
    return lines


def held(resident_id: UUID) -> Held:
    """Everything known of a resident. Two queries."""
    facts: dict[str, tuple[Origin, ...]] = {
        key: (origin,) for key, origin in account_facts(resident_id).items()
    }
    children = []
    for fact in profile.remembered(resident_id):
        origin = Origin(fact.value, fact.source, clock.local(fact.given_at).date().isoformat())
        if fact.key == profile.CHILDREN:
            children.append((str(fact.id), origin))
        elif origin.value not in [one.value for one in facts.get(fact.key, ())]:
            facts[fact.key] = (*facts.get(fact.key, ()), origin)
    return Held(facts, tuple(children))
