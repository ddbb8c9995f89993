"""The only writer of people: the organisation from town data, staff and their posts, residents' own
entries.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yakuba.ground.calendar import clock
from yakuba.ground.journal.holding import hold
from yakuba.ground.journal.record import record
from yakuba.ground.journal.signature import By
from yakuba.ground.people.models import Absence, Account, Assignment, Post, Resident, Section, Staff

# What the events about sections and posts are about; the newest one names the arrangement in force.
ORGANIZATION = "town:organization"
RANKS = {
    "clerk": 10,
    "cashier": 10,
    "admin": 10,
    "senior": 20,
    "chief": 30,
    "deputy_head": 40,
    "head": 50,
    "director": 60,
    "deputy_mayor": 80,
    "mayor": 90,
}


class PeopleProblem(Exception):
    """What a person entered about people cannot be; the message is for them."""


@transaction.atomic
def arrange_organization(organization: Mapping[str, Any], *, by: By) -> int:
    """Write the sections and posts of town/organization.toml; returns how many rows changed.

    Raises KeyError naming the role when a section uses a role that has no rank.
    """
    hold(ORGANIZATION)
    changed: list[Section | Post] = []
    for order, entry in enumerate(organization["section"]):
        changed += _section_with_posts(entry, order)
    for entry in organization.get("post", ()):
        changed += _post(entry["key"], entry["title"], None)
    if changed:
        record(
            "people.organization_arranged",
            subject=ORGANIZATION,
            by=by,
            facts={"rows": len(changed)},
            rows=changed,
        )
    return len(changed)


def _section_with_posts(entry: Mapping[str, Any], order: int) -> list[Section | Post]:
    parent = Section.objects.get(key=entry["parent"]) if entry.get("parent") else None
    wanted = {
        "name": entry["name"],
        "symbol": entry.get("symbol", ""),
        "parent_id": parent.id if parent else None,
        "order": order,
    }
    section = Section.objects.filter(key=entry["key"]).first() or Section(key=entry["key"])
    changed: list[Section | Post] = []
    if section._state.adding or any(getattr(section, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(section, name, value)
        section.save()
        changed.append(section)
    for role, title in entry.get("posts", {}).items():
        changed += _post(f"{section.key}.{role}", title, section)
    return changed


def _post(key: str, title: str, section: Section | None) -> list[Section | Post]:
    rank = RANKS[key.rpartition(".")[2]]
    post = Post.objects.filter(key=key).first() or Post(key=key)
    if not post._state.adding and (post.title, post.rank) == (title, rank):
        return []
    post.title, post.rank, post.section = title, rank, section
    post.save()
    return [post]


@transaction.atomic
def employ(*, login: str, password: str | None, name: str, kana: str, by: By) -> UUID:
    """Give a member of staff an account (no password yet: None). Raises PeopleProblem when the staff number
    is taken.
    """
    try:
        with transaction.atomic():
            account = Account.objects.create(  # type: ignore[misc]
                login=login, password=password, kind=Account.Kind.STAFF
            )
    except IntegrityError:
        raise PeopleProblem(f"職員番号「{login}」はすでに使われています。別の番号にしてください。") from None
    staff = Staff.objects.create(account=account, name=name, kana=kana)
    record("people.staff_employed", subject=f"staff:{staff.id}", by=by, rows=[staff])
    return staff.id


@transaction.atomic
def assign(
    *,
    staff_id: UUID,
    post_key: str,
    starts_on: date,
    by: By,
    ends_on: date | None = None,
    acting: bool = False,
) -> UUID:
    """発令: the person holds the post from `starts_on` to `ends_on` (inclusive; None: until further
    notice).
    """
    row = Assignment.objects.create(
        staff_id=staff_id,
        post=Post.objects.get(key=post_key),
        starts_on=starts_on,
        ends_on=ends_on,
        acting=acting,
    )
    record("people.assigned", subject=f"staff:{staff_id}", by=by, facts={"post": post_key}, rows=[row])
    return row.id


@transaction.atomic
def note_absence(*, staff_id: UUID, starts_on: date, ends_on: date, reason: str, by: By) -> UUID:
    row = Absence.objects.create(staff_id=staff_id, starts_on=starts_on, ends_on=ends_on, reason=reason)
    record("people.absence_noted", subject=f"staff:{staff_id}", by=by, rows=[row])
    return row.id


@transaction.atomic
def register_resident(
    *, email: str, password: str | None, family: str, given: str, family_kana: str, given_kana: str
) -> UUID:
    """A resident makes an account. Raises PeopleProblem when the address already has one."""
    try:
        with transaction.atomic():
            # Our own `create` hashes the password, which may be none (sign-in by mailed link only).
            account = Account.objects.create(  # type: ignore[misc]
                login=email, password=password, kind=Account.Kind.RESIDENT
            )
    except IntegrityError:
        raise PeopleProblem(
            "このメールアドレスはすでに登録されています。「サインイン」から入ってください。"
            "パスワードを忘れたときは「メールでサインイン」が使えます。"
        ) from None
    resident = Resident.objects.create(
        account=account,
        email=account.login,
        family=family,
        given=given,
        family_kana=family_kana,
        given_kana=given_kana,
    )
    by = By(actor=f"resident:{resident.id}", assurance="password")
    record("people.resident_registered", subject=f"resident:{resident.id}", by=by, rows=[resident])
    return resident.id


def hold_account(account: Account) -> None:
    """Until the transaction ends, whoever else would hold this account waits."""
    Account.objects.select_for_update().get(pk=account.pk)


def prove_address(account: Account, *, keep_password: bool) -> None:
    """A link mailed to the address was used: the address is theirs from now on.

    At the first time the password stays only if the same browser chose it (`keep_password`); otherwise
    somebody else may have typed this address, and the owner goes on by mailed links.
    """
    if account.proved_at is not None:
        return
    if not keep_password:
        account.set_unusable_password()
    account.proved_at = clock.now()
    account.save(update_fields=["password", "proved_at"])
