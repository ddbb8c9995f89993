from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "yakuba.rooms.approvals"
    label = "approvals"
    verbose_name = "起案・決裁"
