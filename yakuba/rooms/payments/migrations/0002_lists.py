"""Indexes for long lists; and the words that are looked in, folded as everywhere (ground.search)."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yakuba.ground.search import fold

AT_ONCE = 1000


def fold_again(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The derived column in its new form."""
    table = apps.get_model("payments", "Assessment")
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
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(
                fields=["state", "-assessed_at", "-id", "section"], name="payments_state_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["-assessed_at", "-id", "section"], name="payments_newest"),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["section", "state"], name="payments_by_section"),
        ),
        migrations.RunPython(fold_again, migrations.RunPython.noop),
    ]
