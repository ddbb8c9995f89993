"""The one table of who reacts to which news, and of which jobs there are."""

from datetime import time
from functools import cache
from importlib import import_module

from yakuba.ground import news
from yakuba.ground.jobs import registry
from yakuba.ground.manifest import Room
from yakuba.hall.rooms import ROOMS
from yakuba.rooms.approvals import door as approvals
from yakuba.rooms.cases import reactions as cases
from yakuba.rooms.payments import door as payments

REACTIONS: dict[type, tuple[news.Reaction, ...]] = {
    approvals.Decided: (cases.decided,),
    approvals.SentBack: (cases.sent_back,),
    approvals.PulledBack: (cases.pulled_back,),
    payments.Settled: (cases.settled,),
}

# The ground's own jobs; the rooms' stand in their manifests.
GROUND_JOBS: dict[str, registry.Job | str] = {
    "messages.deliver": "yakuba.ground.messages.send.deliver",
    "messages.prune": "yakuba.ground.messages.send.prune",
    "files.sweep": "yakuba.ground.files.read.sweep",
    "access.clear": "yakuba.ground.access.tidying.clear",
}
NIGHTLY = (
    registry.every("files.sweep", daily_at=time(3, 10)),
    registry.every("messages.prune", daily_at=time(3, 20)),
    registry.every("access.clear", daily_at=time(3, 25)),
)


@cache
def manifests() -> tuple[Room, ...]:
    """Every room's manifest, lowest floor first."""
    return tuple(import_module(f"yakuba.rooms.{key}.room").ROOM for key in ROOMS)


def connect() -> None:
    """Called once, when all models are loaded."""
    news.wire(REACTIONS)
    registry.register(GROUND_JOBS, NIGHTLY)
    for room in manifests():
        schedules = [registry.every(name, minutes=minutes) for name, minutes in room.every.items()]
        registry.register(room.jobs, schedules)
