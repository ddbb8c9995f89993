"""Two proved tables that exist only in these tests: every kind of column once."""

from django.db import models
from django.test.utils import isolate_apps

from yakuba.ground.journal.models import ProvedRow

with isolate_apps("yakuba.ground.journal"):

    class Holder(ProvedRow):
        name = models.CharField(max_length=100)

        class Meta:
            app_label = "sample"

    class Permit(ProvedRow):
        unproved = frozenset({"search"})

        holder = models.ForeignKey(Holder, on_delete=models.PROTECT, null=True)
        title = models.CharField(max_length=100)
        note = models.TextField(default="")
        amount = models.IntegerField(default=0)
        total = models.BigIntegerField(default=2**60)
        area = models.DecimalField(max_digits=9, decimal_places=2, default="1.50")
        starts = models.DateField(null=True)
        opens = models.TimeField(null=True)
        heard_at = models.DateTimeField(null=True)
        lasts = models.DurationField(null=True)
        answers = models.JSONField(default=dict)
        secret = models.BinaryField(default=b"")
        urgent = models.BooleanField(default=False)
        ticket = models.UUIDField(null=True)
        search = models.TextField(default="")

        class Meta:
            app_label = "sample"


MODELS = [Holder, Permit]
