from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "yakuba.rooms.applications"
    label = "applications"
    verbose_name = "手続"
