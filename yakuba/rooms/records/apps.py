from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "yakuba.rooms.records"
    label = "records"
    verbose_name = "文書・簿冊"
