from django.apps import AppConfig


class SeedsConfig(AppConfig):
    name = "seeds"
    label = "seeds"
    verbose_name = "見本の世界"
