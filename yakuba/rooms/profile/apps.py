from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "yakuba.rooms.profile"
    label = "profile"
    verbose_name = "覚えていること"
