from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["-year", "-number", "section"], name="arrivals_newest"),
        ),
        migrations.AddIndex(
            model_name="documentnumber",
            index=models.Index(fields=["-year", "-number", "section"], name="documents_newest"),
        ),
    ]
