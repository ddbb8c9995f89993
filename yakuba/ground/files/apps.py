"""The Django application `files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Content-addressed store, intake and reading."""

    name = "yakuba.ground.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "ファイル"
