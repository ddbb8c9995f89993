from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_search"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_desk",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_mine",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_section",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="case_closed",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["work_section", "due_on", "number"],
                name="case_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["assignee_id", "due_on"],
                name="case_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["section", "-closed_at", "-id"],
                name="case_section_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["work_section", "-closed_at", "-id"],
                name="case_work_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["-closed_at", "-id"],
                name="case_ended",
            ),
        ),
    ]
