"""Triggers that keep the journal append-only."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yakuba.ground.journal import guard


def put_up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers of this database's vendor."""
    guard.put_up(editor.connection)


def take_down(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove them again."""
    guard.take_down(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
