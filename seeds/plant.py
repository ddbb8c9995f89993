"""Plants a world: staff, residents, editions, then matters living through a year (or a month) until now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from seeds import filing, stories
from seeds.clerks import Matter
from seeds.people import BY, Person, clerk_of, employ_everyone, holder_of, registered, somebody
from seeds.timeline import Later, Life, Timeline
from yakuba.ground import town
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.business import business_calendar
from yakuba.ground.catalogue import shelf
from yakuba.ground.catalogue.definition import Example, Procedure
from yakuba.ground.catalogue.shelf import EditionRef
from yakuba.ground.jobs.queue import run_due
from yakuba.ground.messages.send import to_be_posted
from yakuba.ground.people.models import Account
from yakuba.hall import town_data
from yakuba.rooms.answers import door as answers
from yakuba.rooms.approvals.actions import acting
from yakuba.rooms.approvals.models import KoetsuDuty
from yakuba.rooms.cases import door as cases
from yakuba.rooms.counter import door as counter

Write = Callable[[str], object]
ONLINE = 0.7  # share of those with an e-mail address who apply by themselves
RECENT = 0.6  # below 1: more matters towards the end, so that a good many are still under way
MOST_TRIES = 50
JOBS_EVERY = timedelta(hours=12)
READ_WITHIN = timedelta(days=28)
POST_EVERY = timedelta(days=1)


class NotEmpty(Exception):
    """Somebody is employed in this town already: a world is never planted over real people's matters."""


@dataclass(frozen=True)
class World:
    """How many matters, over how many days, and how many of the residents have an account."""

    matters: int
    days: int
    accounts: int
    seed: int


WORLDS = {
    "quiet": World(matters=60, days=45, accounts=6, seed=20261123),
    "busy": World(matters=2000, days=365, accounts=60, seed=20261124),
}


def planted() -> bool:
    """Whether somebody is employed here already; worlds are planted into an empty town only."""
    return Account.objects.exists()


def plant(name: str, *, write: Write, until: datetime | None = None, matters: int | None = None) -> None:
    """Plant the named world so that it ends `until` (now, if left out).

    Every act is done by the rooms' own actions under a moved clock; progress is written as lines.
    `matters` counts all of them, those of `stories` too. Raises NotEmpty.
    """
    if planted():
        raise NotEmpty("見本の世界は、職員のいない空の町にだけ作れます。")
    world = WORLDS[name]
    end = until or clock.now()
    with clock.moved(end - timedelta(days=world.days)) as moving, _quick_disk(), _no_mail():
        _Planting(world, world.matters if matters is None else matters, moving, end, write).run()
        run_due()
    write(f"見本の世界「{name}」ができました。")


@contextmanager
def _quick_disk() -> Iterator[None]:
    """A world can be planted again, so SQLite need not wait for the disk after each act."""
    _synchronous("OFF")
    try:
        yield
    finally:
        _synchronous("FULL")


def _synchronous(mode: str) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={mode}")


@contextmanager
def _no_mail() -> Iterator[None]:
    """The people of a sample world are made up: their mails stay in the outbox, whatever server is set."""
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before


class _Planting:
    def __init__(
        self, world: World, matters: int, moving: clock.MovedClock, end: datetime, write: Write
    ) -> None:
        self.world, self.matters, self.end, self.write = world, matters, end, write
        self.chance = Random(world.seed)  # noqa: S311  (the same world each time, no secret)
        self.calendar = business_calendar(town.read("calendar"))
        self.timeline = Timeline(self.calendar, moving, end)
        self.filed = 0

    def run(self) -> None:
        start = clock.now()
        self.write("職員と組織を置いています…")
        employ_everyone(since=clock.local(start).date() - timedelta(days=365))
        data = town_data.check()
        if data.faults:
            raise SystemExit("\n".join(data.faults))
        town_data.publish(data, valid_from=clock.today(), by=BY)
        people = [somebody(self.chance, number) for number in range(1, max(30, self.matters // 3))]
        people = [registered(p) if p.email and at < self.world.accounts else p for at, p in enumerate(people)]
        self._schedule(start, people)
        self.timeline.add(start, self._jobs())
        self.timeline.add(start, self._post())
        self.timeline.add(start, self._read_afterwards())
        self.write(f"案件 {self.matters} 件を、{self.world.days} 日分の時計で動かしています…")
        self.timeline.run(self._progress(start))

    def _schedule(self, start: datetime, people: list[Person]) -> None:
        """Matters arrive over the whole span, more by day than by night; the newest are still open at the
        end.
        """
        span = (self.end - start) - timedelta(hours=2)
        told = list(stories.all_of_them(people, self.calendar, self.end, self.chance))
        for at, life in told:
            self.timeline.add(min(at, self.end - timedelta(minutes=30)), life)
        for _ in range(max(0, self.matters - len(told))):
            at = start + timedelta(hours=1) + span * self.chance.random() ** RECENT
            if clock.local(at).hour < 7:
                at += timedelta(hours=9)
            self.timeline.add(
                min(at, self.end - timedelta(hours=1)), self._matter(self.chance.choice(people))
            )

    def _matter(self, person: Person) -> Life:
        edition, example, given, channel = self._choice(person)
        try:
            case_id = (
                filing.apply(edition, given, person, self.chance)
                if channel == "online"
                else filing.bring(edition, given, self.chance, channel=channel)
            )
        except (filing.NotFiled, answers.NotReady) as problem:
            raise RuntimeError(f"{edition.key} 「{example.title}」: {problem!r} {vars(problem)}") from problem
        self.filed += 1
        yield Later(timedelta(hours=self.chance.uniform(0.5, 10)))
        yield from Matter(case_id, person, example.staff, self.chance).life()

    def _choice(self, person: Person) -> tuple[EditionRef, Example, dict[str, Any], str]:
        """A procedure, one of its worked examples in this person's name, and a way in which it may come.

        What an example says holds on its own day; on another it may not (a school year has passed), so
        examples are tried until one holds today.
        """
        filed_here = [one for one in shelf.all_in_force(clock.today()) if not one.procedure.is_guide_only]
        for _ in range(MOST_TRIES):
            edition = self.chance.choice(filed_here)
            valid = [example for example in edition.procedure.examples if example.expect.get("valid")]
            example = self.chance.choice(valid)
            given = filing.variation(edition.procedure, example, person, clock.today())
            channel = self._channel(edition.procedure, person)
            if filing.holds(edition.procedure, given, channel):
                return edition, example, given, channel
        raise RuntimeError("no worked example of the town holds today")

    def _channel(self, procedure: Procedure, person: Person) -> str:
        account = person.resident_id is not None or procedure.identity != "account"
        if "online" in procedure.channels and person.email and account and self.chance.random() < ONLINE:
            return "online"
        return self.chance.choice([way for way in procedure.channels if way != "online"])

    def _jobs(self) -> Life:
        """The job worker of those days: mails go out, letters are made."""
        while True:
            run_due()
            yield Later(JOBS_EVERY, office=False)

    def _post(self) -> Life:
        """Each section posts its letters once in two days; the newest still lie there."""
        while True:
            yield Later(POST_EVERY)
            lying = [
                letter for letter in to_be_posted(500) if clock.now() - letter.queued_at > 2 * POST_EVERY
            ]
            ids = {letter.id: UUID(letter.about.rpartition(":")[2]) for letter in lying}
            known = cases.briefs(set(ids.values())) if ids else {}
            for letter in lying:
                counter.post(letter.id, actor=clerk_of(known[ids[letter.id]].section))

    def _read_afterwards(self) -> Life:
        """Twice a week those who were away read what others decided for them (後閲)."""
        while True:
            yield Later(timedelta(days=3.5))
            for duty in KoetsuDuty.objects.filter(read_at=None, arose_at__lt=clock.now() - READ_WITHIN):
                acting.read_afterwards(duty.id, by=holder_of(duty.post_key))

    def _progress(self, start: datetime) -> Callable[[datetime], None]:
        told = [0]

        def tell(at: datetime) -> None:
            share = int((at - start) / (self.end - start) * 10)
            if share > told[0]:
                told[0] = share
                self.write(f"  {share * 10}%  申請 {self.filed} 件")

        return tell
