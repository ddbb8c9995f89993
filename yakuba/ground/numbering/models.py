from django.db import models


class Series(models.Model):
    """How far a series of numbers has come in a year. Rows are made by the first number of the year."""

    name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_series_a_year")]
