from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yakuba.ground.access"
    label = "access"
    verbose_name = "権限"
