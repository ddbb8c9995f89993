"""What the scheduler remembers. The queue itself is the table of `django_tasks_db`."""

from typing import ClassVar

from django.db import models


class ScheduleMark(models.Model):
    """The latest slot of a repeated job that was queued; one row a job."""

    name = models.CharField(max_length=100, primary_key=True)
    last_slot = models.DateTimeField()

    objects: ClassVar[models.Manager["ScheduleMark"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.name} {self.last_slot.isoformat()}"
