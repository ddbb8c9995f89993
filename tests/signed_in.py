"""A resident's open session, made without the sign-in page."""

from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from yakuba.ground.people.models import Resident


def session_of(resident_id: UUID) -> str:
    """The key of a session as the sign-in page opens it after a right password."""
    account = Resident.objects.get(id=resident_id).account
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["assurance"] = "password"
    session.create()
    return str(session.session_key)
