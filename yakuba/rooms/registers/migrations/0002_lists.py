"""Indexes for long lists; and the words that are looked in, folded as everywhere (ground.search)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yakuba.ground.search import fold

AT_ONCE = 1000


def fold_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The derived column in its new form."""
    table = apps.get_model("registers", "Entry")
    rows = []
    for row in table.objects.only("id", "search").iterator(AT_ONCE):
        row.search = fold(row.search)
        rows.append(row)
        if len(rows) == AT_ONCE:
            table.objects.bulk_update(rows, ["search"])
            rows.clear()
    table.objects.bulk_update(rows, ["search"])


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["register", "-written_at", "-id", "section"], name="registers_newest"),
        ),
        migrations.RunPython(fold_again, migrations.RunPython.noop),
    ]
