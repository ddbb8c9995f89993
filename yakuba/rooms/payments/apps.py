from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "yakuba.rooms.payments"
    label = "payments"
    verbose_name = "調定・収納"
