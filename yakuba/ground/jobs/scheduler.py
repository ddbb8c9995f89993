"""Repeated jobs: each slot of a schedule is queued once, whatever the number of workers."""

from datetime import datetime

from django.db import transaction

from yakuba.ground.jobs.later import later
from yakuba.ground.jobs.models import ScheduleMark
from yakuba.ground.jobs.registry import Schedule, schedules


def tick(moment: datetime) -> list[str]:
    """Queue the repeated jobs whose slot has begun by `moment` (aware); returns their names.

    Slots missed while no worker ran are made up by one run, not by many. A schedule seen for the first
    time waits for its next slot.
    """
    marks = {mark.name: mark.last_slot for mark in ScheduleMark.objects.all()}
    return [schedule.name for schedule in schedules() if _queue(schedule, moment, marks.get(schedule.name))]


def _queue(schedule: Schedule, moment: datetime, last: datetime | None) -> bool:
    slot = schedule.slot(moment)
    if last is None:
        ScheduleMark.objects.bulk_create(
            [ScheduleMark(name=schedule.name, last_slot=slot)], ignore_conflicts=True
        )
        return False
    if last >= slot:
        return False
    with transaction.atomic():
        # The condition in the UPDATE lets exactly one of several workers win the slot.
        won = ScheduleMark.objects.filter(name=schedule.name, last_slot__lt=slot).update(last_slot=slot)
        if won:
            later(schedule.name)
        return bool(won)
