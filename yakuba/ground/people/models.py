"""Who there is: sections and posts of the town, staff in dated assignments, residents, and their accounts.

A post's key is "<section>.<role>" ("construction_road.chief"), or a role alone for the mayor and the deputy
mayor. Ranks order the posts of the decision table; they say nothing about pay.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.models import ProvedRow


class Accounts(BaseUserManager["Account"]):
    def create(self, *, login: str, password: str | None, kind: str) -> "Account":  # type: ignore[override]
        account = Account(login=login.strip().lower(), kind=kind)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What somebody signs in with: an e-mail address (resident) or a staff number (staff)."""

    class Kind(models.TextChoices):
        RESIDENT = "resident", "住民"
        STAFF = "staff", "職員"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    login = models.CharField(max_length=254, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    # When a link mailed to the address was used. None: somebody typed it, nobody has shown it is theirs.
    proved_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Section(ProvedRow):
    """課 or 係. A team (係) has the section (課) it belongs to as its parent."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    # The letters before the number of an outgoing document: 斜建管第123号.
    symbol = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="teams")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]


class Post(ProvedRow):
    """職: what a person is in a section. Rights and the decision table name posts, never people."""

    key = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=60)
    # None: a post of the whole town (mayor, deputy mayor).
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-rank", "key"]


class Staff(ProvedRow):
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=60)
    kana = models.CharField(max_length=60)


class Assignment(ProvedRow):
    """A person holds a post from a day, to a day (inclusive) or until further notice (None)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # 職務代理・事務取扱: holds the post with full power while it is vacant.
    acting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]


class Absence(ProvedRow):
    """不在: the holder exists but cannot decide on these days, so that 代決 becomes possible."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=100)


class Resident(ProvedRow):
    """A person of the town as they told it themselves. No My Number is ever kept."""

    account = models.OneToOneField(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="resident"
    )
    family = models.CharField(max_length=60)
    given = models.CharField(max_length=60)
    family_kana = models.CharField(max_length=60, blank=True)
    given_kana = models.CharField(max_length=60, blank=True)
    birth = models.DateField(null=True, blank=True)
    address = models.JSONField(default=dict, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
