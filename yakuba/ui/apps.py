"""Django app of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates and static files under the label `ui`."""

    name = "yakuba.ui"
    label = "ui"
    verbose_name = "見た目"
