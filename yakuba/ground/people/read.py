"""Questions about people and posts. The day is always passed in: assignments are dated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Subquery

from yakuba.ground.journal.models import Event
from yakuba.ground.people.arrange import ORGANIZATION
from yakuba.ground.people.models import Absence, Account, Assignment, Post, Resident, Section, Staff
from yakuba.ground.prepared import PreparedValues


@dataclass(frozen=True)
class SectionRef:
    key: str
    name: str
    symbol: str
    parent: str | None


@dataclass(frozen=True)
class PostRef:
    key: str
    title: str
    section: str
    rank: int


@dataclass(frozen=True)
class Holding:
    """A post held on a given day. `section` is "" for posts of the whole town."""

    post_key: str
    title: str
    section: str
    rank: int
    acting: bool = False

    @property
    def role(self) -> str:
        return self.post_key.rpartition(".")[2]


@dataclass(frozen=True)
class StaffRef:
    id: UUID
    name: str
    post_key: str
    title: str
    section: str
    rank: int
    acting: bool = False


@dataclass(frozen=True)
class ResidentRef:
    id: UUID
    name: str
    kana: str
    email: str
    phone: str


def _in_force(day: date) -> QuerySet[Assignment]:
    return (
        Assignment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
        .select_related("post__section", "staff")
        .order_by("-post__rank", "acting", "starts_on")
    )


def _staff_ref(row: Assignment) -> StaffRef:
    section = row.post.section.key if row.post.section else ""
    return StaffRef(
        row.staff_id, row.staff.name, row.post.key, row.post.title, section, row.post.rank, row.acting
    )


def staff_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Staff.objects.filter(id__in=set(ids)).values_list("id", "name"))


def holders(post_key: str, day: date) -> list[StaffRef]:
    """Who holds the post on the day; regular holders before acting ones. Empty: the post is vacant."""
    return [_staff_ref(row) for row in _in_force(day).filter(post__key=post_key)]


def holders_of(post_keys: Iterable[str], day: date) -> dict[str, list[StaffRef]]:
    """The holders of each post in one query; a vacant or unknown post has an empty list."""
    found: dict[str, list[StaffRef]] = {key: [] for key in post_keys}
    for row in _in_force(day).filter(post__key__in=list(found)):
        found[row.post.key].append(_staff_ref(row))
    return found


def holders_by_section(section_key: str, day: date) -> list[StaffRef]:
    """Everyone of the section on the day, highest rank first."""
    return [_staff_ref(row) for row in _in_force(day).filter(post__section__key=section_key)]


def standing(staff_id: UUID, day: date) -> tuple[tuple[Holding, ...], Mapping[str, SectionRef]]:
    """The posts a person holds on the day and, where there is one, the town's sections. One query.

    The sections are remembered under the digest of the event that arranged them last, which is asked in the
    same query: no section changes without such an event, and what another process arranges is seen at once.
    """
    held = _STANDING.rows(staff_id=staff_id, day=day)
    found = tuple(
        Holding(key, title, section or "", rank, acting) for key, title, section, rank, acting, _ in held
    )
    arrangement = held[0][-1] if held else None
    return found, _arranged(arrangement) if arrangement else {}


def _standing(staff_id: UUID, day: date) -> QuerySet[Assignment, Any]:
    newest = Event.objects.filter(subject=ORGANIZATION).order_by("-subject_seq")
    rows = _in_force(day).filter(staff_id=staff_id)
    return rows.annotate(arrangement=Subquery(newest.values("digest")[:1])).values_list(
        "post__key", "post__title", "post__section__key", "post__rank", "acting", "arrangement"
    )


_STANDING = PreparedValues(_standing, staff_id=UUID(int=1), day=date(1900, 1, 2))


@lru_cache(maxsize=8)
def _arranged(digest: str) -> Mapping[str, SectionRef]:
    return _sections()


def absent(ids: Iterable[UUID], day: date) -> set[UUID]:
    """Which of these staff are away on the day."""
    rows = Absence.objects.filter(staff_id__in=set(ids), starts_on__lte=day, ends_on__gte=day)
    return set(rows.values_list("staff_id", flat=True))


def sections() -> Mapping[str, SectionRef]:
    """By key; one small query, since they are remembered as in `standing`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest FROM journal_event WHERE subject = %s ORDER BY subject_seq DESC LIMIT 1",
            [ORGANIZATION],
        )
        newest = cursor.fetchone()
    return _arranged(newest[0]) if newest else _sections()


def _sections() -> dict[str, SectionRef]:
    return {
        row.key: SectionRef(row.key, row.name, row.symbol, row.parent.key if row.parent else None)
        for row in Section.objects.select_related("parent")
    }


def section_name(key: str) -> str:
    """建設課 管理係: a team is named with the section it belongs to. The key itself where no such section
    stands (shown, so that it is noticed).
    """
    known = sections()
    if key not in known:
        return key
    parent = known[key].parent
    return f"{known[parent].name} {known[key].name}" if parent else known[key].name


def post_ref(key: str) -> PostRef:
    """Raises Post.DoesNotExist when no such post stands."""
    post = Post.objects.select_related("section").get(key=key)
    return PostRef(post.key, post.title, post.section.key if post.section else "", post.rank)


def posts() -> dict[str, PostRef]:
    return {
        row.key: PostRef(row.key, row.title, row.section.key if row.section else "", row.rank)
        for row in Post.objects.select_related("section")
    }


def below(section_key: str, known: Mapping[str, SectionRef]) -> frozenset[str]:
    """The section and all sections under it."""
    found = {section_key}
    while more := {ref.key for ref in known.values() if ref.parent in found} - found:
        found |= more
    return frozenset(found)


def resident(resident_id: UUID) -> ResidentRef:
    """Raises Resident.DoesNotExist."""
    return _resident_ref(Resident.objects.get(id=resident_id))


def resident_of(account: Account) -> ResidentRef | None:
    """No query where the account was read with its resident."""
    row = getattr(account, "resident", None)
    return _resident_ref(row) if row else None


def _resident_ref(row: Resident) -> ResidentRef:
    return ResidentRef(
        row.id,
        f"{row.family} {row.given}",
        f"{row.family_kana} {row.given_kana}".strip(),
        row.email,
        row.phone,
    )


def staff_of(account: Account) -> Staff | None:
    """No query where the account was read with its member of staff."""
    found: Staff | None = getattr(account, "staff", None)
    return found


def everyone_on_duty(day: date) -> Sequence[StaffRef]:
    return [_staff_ref(row) for row in _in_force(day)]
