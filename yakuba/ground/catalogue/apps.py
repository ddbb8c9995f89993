from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yakuba.ground.catalogue"
    label = "catalogue"
    verbose_name = "手続の定義"
