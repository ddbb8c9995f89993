from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yakuba.ground.people"
    label = "people"
    verbose_name = "人と組織"
