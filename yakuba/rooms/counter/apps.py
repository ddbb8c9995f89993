from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "yakuba.rooms.counter"
    label = "counter"
    verbose_name = "窓口"
