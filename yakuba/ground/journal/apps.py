"""The journal's Django app (label ``journal``)."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """記録簿: append-only events, their seals and their evidence."""

    name = "yakuba.ground.journal"
    label = "journal"
    verbose_name = "記録簿"
    default_auto_field = "django.db.models.BigAutoField"
