"""The Django application `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their steps, and what was asked, decided and issued in them."""

    name = "yakuba.rooms.cases"
    label = "cases"
    verbose_name = "案件"
