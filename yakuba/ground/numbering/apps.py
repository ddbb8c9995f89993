from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "yakuba.ground.numbering"
    label = "numbering"
    verbose_name = "採番"
