"""Sessions kept in the database with the account they belong to: one question a request, and an account that
is switched off, gets another password or is signed out elsewhere is out at the very next request.

Named as SESSION_ENGINE. A guest's browser has no session, and asks the database nothing.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from yakuba.ground.access.models import Session
from yakuba.ground.people.models import Account, Resident, Staff
from yakuba.ground.prepared import PreparedValues

KEY_LENGTH = 32  # what Django makes
_KEY_CHARACTERS = frozenset(VALID_KEY_CHARS)


_ACCOUNT = tuple(field.attname for field in Account._meta.concrete_fields)
_STAFF = ("id", "name", "kana")
_RESIDENT = ("id", "family", "given", "family_kana", "given_kana", "phone", "email")


def _standing(key: str) -> QuerySet[Session, Any]:
    """The session that has not lapsed by the database's clock, its account, and who that is."""
    return Session.objects.filter(session_key=key, expire_date__gt=Now()).values_list(
        "session_data",
        *(f"account__{name}" for name in _ACCOUNT),
        *(f"account__staff__{name}" for name in _STAFF),
        *(f"account__resident__{name}" for name in _RESIDENT),
    )


_STANDING = PreparedValues(_standing, key="the key of a session")


class SessionStore(db.SessionStore):
    """Django's own, with the account beside the content."""

    _account: Account | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        """Only what this house could have given is looked for: PostgreSQL refuses text with a NUL in it."""
        return key is not None and len(key) == KEY_LENGTH and set(key) <= _KEY_CHARACTERS

    def load(self) -> dict[str, Any]:
        found = _STANDING.rows(key=self.session_key or "")
        if not found:
            self._session_key = None
            return {}
        data, *whose = found[0]
        self._account = _account(whose)
        return self.decode(data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]
        return row  # type: ignore[return-value]

    @property
    def account(self) -> Account | None:
        """Whose session it is, as it was read; None where nobody is signed in."""
        named = self.get(SESSION_KEY)
        account = self._account
        return account if account is not None and named == str(account.pk) else None


def _account(columns: Sequence[Any]) -> Account | None:
    """The account with the member of staff or the resident it belongs to, as far as they were asked for."""
    own, staff = columns[: len(_ACCOUNT)], columns[len(_ACCOUNT) : len(_ACCOUNT) + len(_STAFF)]
    if own[0] is None:
        return None
    account = Account.from_db(DEFAULT_DB_ALIAS, _ACCOUNT, own)
    _belongs(account, "staff", Staff, _STAFF, staff)
    _belongs(account, "resident", Resident, _RESIDENT, columns[len(_ACCOUNT) + len(_STAFF) :])
    return account


def _belongs(
    account: Account, of: str, model: type[Model], names: Sequence[str], columns: Sequence[Any]
) -> None:
    person = model.from_db(DEFAULT_DB_ALIAS, names, columns) if columns[0] is not None else None
    Account._meta.get_field(of).set_cached_value(account, person)  # type: ignore[union-attr]


def user_of(request: HttpRequest) -> Account | AnonymousUser:
    """The account that is signed in, by Django's own conditions: it is active, a known way of signing in let
    it in, and its password is still the one it came in with (or the town's key has been changed since).
    """
    session: SessionStore = request.session  # type: ignore[assignment]
    account = session.account if session.session_key else None
    if account is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    if not _is_what_it_was(session, account):
        session.flush()
        return AnonymousUser()
    return account if account.is_active else AnonymousUser()


def _is_what_it_was(session: SessionStore, account: Account) -> bool:
    held, wanted = str(session.get(HASH_SESSION_KEY) or ""), account.get_session_auth_hash()
    if constant_time_compare(held, wanted):
        return True
    if any(constant_time_compare(held, old) for old in account.get_session_auth_fallback_hash()):
        session.cycle_key()
        session[HASH_SESSION_KEY] = wanted
        return True
    return False
