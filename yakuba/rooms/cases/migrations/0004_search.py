"""The search index of cases. A town that has cases already: `yakuba search rebuild` afterwards."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from yakuba.ground.search import Index

INDEX = Index("cases_searchrow", "case_id")


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What leads from grams to the rows, in this database's way."""
    INDEX.create()


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    INDEX.drop()


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_act_with_an_id")]
    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("keys", models.TextField(blank=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_row",
                        to="cases.case",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(create, drop),
    ]
