from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yakuba.rooms.portal"
    label = "portal"
    verbose_name = "国のポータルからの受付"
