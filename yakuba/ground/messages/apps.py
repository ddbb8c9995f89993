"""The Django application `outbox`."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Outgoing e-mail and letters to be posted."""

    name = "yakuba.ground.messages"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "お知らせの送信"
