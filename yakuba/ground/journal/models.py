"""The journal's one table, and the class from which every proved row descends."""

import json
import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property

from yakuba.ground.identifiers import new_id

SALT_BYTES = 16


class AppendOnly(TypeError):
    """Somebody tried to change or delete an event."""


def new_salt() -> bytes:
    """Sixteen random bytes that hide a row's content behind its commitment."""
    return secrets.token_bytes(SALT_BYTES)


class ProvedRow(models.Model):
    """A row whose every column is committed to by the event that wrote it.

    ``unproved`` names derived or technical columns left out of the proof.
    """

    unproved: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proof_salt = models.BinaryField(max_length=SALT_BYTES, default=new_salt, editable=False)

    class Meta:
        abstract = True


class CurrentTransaction(Func):
    """The 64-bit number of the running transaction on PostgreSQL; NULL where there is only one writer."""

    arity = 0
    template = "NULL"
    output_field = models.BigIntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """The number by which the sealer knows that no older transaction is still running."""
        return self.as_sql(compiler, connection, template="(pg_current_xact_id()::text::bigint)")


class EventQuerySet(models.QuerySet["Event"]):
    """Events, to be read and added to only."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Always refused."""
        raise AppendOnly("events are never changed")

    def delete(self) -> NoReturn:
        """Always refused."""
        raise AppendOnly("events are never deleted")


class Event(models.Model):
    """One act by somebody in some capacity. ``body`` (RFC 8785) is the event; the other columns are
    copies."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    subject_seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    xid = models.BigIntegerField(null=True, editable=False, db_default=CurrentTransaction())

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_seq"], name="journal_event_subject_seq"),
        ]
        indexes = [
            models.Index(fields=["kind", "at"], name="journal_event_kind_at"),
            models.Index(fields=["actor", "at"], name="journal_event_actor_at"),
            models.Index(fields=["xid"], name="journal_event_xid", condition=models.Q(xid__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subject} #{self.subject_seq} {self.kind}"

    def save(
        self,
        *,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Insert a new event. Raises AppendOnly for one that already stands."""
        if not self._state.adding:
            raise AppendOnly("an event is never changed")
        super().save(force_insert=True, using=using)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002
        """Always refused."""
        raise AppendOnly("an event is never deleted")

    @cached_property
    def content(self) -> dict[str, Any]:
        """The canonical body, read."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def facts(self) -> dict[str, Any]:
        """What the act said about itself; no personal content."""
        return dict(self.content["facts"])

    @property
    def capacity(self) -> str:
        """The legal capacity in which the actor acted."""
        return str(self.content["capacity"])

    @property
    def post(self) -> str:
        """The post the actor held, empty for townspeople and systems."""
        return str(self.content["post"])
