from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "yakuba.rooms.registers"
    label = "registers"
    verbose_name = "台帳"
