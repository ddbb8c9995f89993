"""A town with many cases to measure in.

Run: `python -m bench.great_town --cases 100000 --data DIR [--seed 1]`, on SQLite in DIR or, where
DATABASE_URL is set, on that PostgreSQL (files and keys then still lie in DIR). The town must be empty.

First the ordinary town: migrations, town data, every edition, staff who sign in with the demo's password, and
`--matters` real matters filed and worked through the real doors (`seeds.plant`), so that every procedure and
state is there. Then like matters are cast from them (`bench.cloning`) with all their rows: submission, draft,
intake, visits, corrections, approvals, letters, assessments, receipts, records, register entries, messages,
files (their rows; contents are shared) and the search index. They have ids, numbers, people, addresses,
phones, words and days of their own, in the order of the days, over the last ten years; plain matters are cast
oftener than long ones. Some 3,000 stay open, as a town has them whatever its archive; the rest has ended.

The journal (`--journal`): "case" writes each cast case's own events, "whole" those of all its rows too,
"brief" a case's own without their commitments to rows (half the bytes), "none" no events. Events are chained
and digested rightly, so that they can be sealed. Under "whole" each row's newest commitment is that of its
new columns, and the town passes `audit`; under "case" the rows whose proof lies in other subjects' events
(submissions, approvals, payments, records, entries, files) have none, under "brief" no row has. What stands
in cast matters as it stood in their moulds: digests of contents other than events (exhibits, letters' files),
earlier commitments of a row, and facts of events other than ids, names, numbers of the case and days.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

from bench import bulk, gathering, measuring
from bench.books import Books, Cast
from bench.cloning import Mould
from bench.townspeople import Townsperson, mixed, townsperson, words
from seeds.people import PASSWORD
from seeds.plant import plant, planted
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.fiscal import fiscal_year
from yakuba.ground.identifiers import new_id
from yakuba.ground.journal.models import Event
from yakuba.ground.journal.record import Act, Head, compose, record
from yakuba.ground.journal.signature import By
from yakuba.ground.numbering.models import Series
from yakuba.ground.people.models import Account, Resident
from yakuba.rooms.cases.actions import indexing
from yakuba.rooms.cases.models import Case
from yakuba.rooms.records.models import VolumeFile

MATTERS, WORLD = 300, "busy"
OPEN, OPEN_SHARE = 3000, 3  # open cases; at most every third case of a small town
YEARS = 10
TRIES = 50
PLAIN = 4  # how much oftener plain matters are cast: a town has many short ones for one long one
AT_ONCE = 2000  # cases written together
EACH_ASKS = 3  # cases a person
WITH_ACCOUNT = 20  # one account for so many cases
VOLUME = ("section", "classification", "title", "retention", "start", "at_end")
BY = By(actor="system:bench")


class Making:
    """One town in the making."""

    def __init__(self, cases: int, seed: int, journal: str) -> None:
        self.cases, self.seed = cases, seed
        self.chance = Random(seed)
        self.flushed: Callable[[], object] = lambda: None  # told after each batch
        self.sink = bulk.Sink()
        self.books = self._books()
        self.people = max(1, cases // EACH_ASKS)
        self.residents = [new_id() for _ in range(cases // WITH_ACCOUNT + 1)]
        self.moulds: dict[bool, list[Mould]] = {True: [], False: []}
        for case in Case.objects.exclude(channel="portal").order_by("arrived_at"):
            matter = gathering.matter(case, journal=journal)
            self.moulds[case.closed_at is None].append(Mould(matter, copy_text=self.sink.copy))

    def _books(self) -> Books:
        """Counters as they stand, and a volume of every year like each one that stands."""
        books = Books({(one.name, one.year): one.last for one in Series.objects.all()})
        years = range(fiscal_year(clock.today()) - YEARS - 1, fiscal_year(clock.today()) + 2)
        with transaction.atomic():
            for old in list(VolumeFile.objects.all()):
                books.volumes |= {(str(old.id), year): str(self._volume(old, year)) for year in years}
            # Of every cast event: a transaction that has ended, as the sealer wants it.
            books.xid = _xid() if self.sink.copy else ""
        books.event = Event.objects.aggregate(last=Max("id"))["last"] or 0
        return books

    def _volume(self, old: VolumeFile, year: int) -> UUID:
        told = {name: getattr(old, name) for name in VOLUME}
        row, opened = VolumeFile.objects.get_or_create(
            **told, year=year, defaults={"opened_at": old.opened_at}
        )
        if opened:
            record("record.volume_opened", subject=f"record:{row.id}", by=BY, rows=[row])
        return row.id

    def people_with_accounts(self) -> None:
        """Accounts of the first residents, all with the demo's password; and the events that prove them."""
        password, now = make_password(PASSWORD), clock.now()
        for number, resident_id in enumerate(self.residents):
            who = townsperson(number)
            kind = Account.Kind.RESIDENT
            account = Account(login=who.email, kind=kind, password=password, proved_at=now)
            resident = Resident(
                id=resident_id, account=account, family=who.family, given=who.given,
                family_kana=who.family_kana, given_kana=who.given_kana, phone=who.phone, email=who.email,
            )  # fmt: skip
            resident._state.adding = False
            act = Act("resident.registered", f"resident:{resident_id}", BY, {}, (resident,))
            event = compose(act, head=Head(), at=now)
            self.books.event += 1
            event.id, event.xid = self.books.event, self.books.xid
            for row in (account, resident, event):
                self.sink.put(type(row), bulk.cells(row, copy=self.sink.copy))
            if number % AT_ONCE == 0:
                self._flush()
        self._flush()

    def cast_all(self) -> None:
        """Ended matters from the oldest day on, then the open ones."""
        rest = max(0, self.cases - Case.objects.count())
        still_open = max(0, min(OPEN, self.cases // OPEN_SHARE) - len(self.moulds[True])) if rest else 0
        still_open = min(still_open, rest)
        waiting = 0
        for number, (mould, cast) in enumerate(self._casts(rest - still_open, still_open)):
            for table, row in zip(mould.tables, mould.cast(cast), strict=True):
                self.sink.put(table, row)
            waiting += 1
            if waiting == AT_ONCE:
                self._flush()
                waiting = 0
                if number + 1 == rest or not (number + 1) % (rest // 10 + 1 if rest > 50 * AT_ONCE else rest):
                    print(f"  {number + 1:,}", flush=True)
        self._flush()
        self._set_counters()

    def _casts(self, ended: int, still_open: int) -> Iterator[tuple[Mould, Cast]]:
        now = clock.now()
        first, last = now - timedelta(days=365 * YEARS), now - timedelta(days=1)
        for at in range(ended):
            moment = first + (last - first) * ((at + 1) / (ended + 1))
            yield self._one(at, moment, now, self._ended(moment, now))
        openers = self.moulds[True] or self.moulds[False]
        for at in range(ended, ended + still_open):
            mould = openers[self.chance.randrange(len(openers))]
            # As old as the one it is cast from, or some days less: so that some are late and most are not.
            back = self.chance.randrange(max(1, (clock.today() - mould.matter.span[1]).days + 1))
            yield self._one(at, clock.now(), now, mould, days=back)

    def _ended(self, moment: datetime, now: datetime) -> Mould:
        """A mould by chance, plain ones oftener; where today is near, one that ends soon enough."""
        room = (clock.local(now) - clock.local(moment)).days
        for _ in range(TRIES):
            (mould,) = self.chance.choices(self.moulds[False], cum_weights=self._weights)
            if mould.lasts <= room:
                break
        return mould

    @cached_property
    def _weights(self) -> list[float]:
        return list(accumulate(1 / len(mould.tables) ** PLAIN for mould in self.moulds[False]))

    def _one(
        self, at: int, moment: datetime, now: datetime, mould: Mould, *, days: int | None = None
    ) -> tuple[Mould, Cast]:
        begun, done = mould.matter.span
        if days is None:
            days = (clock.local(moment).date() - begun).days
            days = min(days, (clock.local(now).date() - done).days)
        owned = bool(mould.matter.owner)
        person = mixed(at, 7) % (len(self.residents) if owned else self.people)
        who: Townsperson = townsperson(person)
        chance = self.chance
        return mould, Cast(
            days=days,
            milliseconds=int(moment.timestamp() * 1000) + (at % 1000 if moment == now else 0),
            counter=chance.getrandbits(11),
            tail=f"{chance.getrandbits(62) | 1 << 63:016x}",
            token=f"{chance.getrandbits(128):032x}",
            person=who,
            owner=str(self.residents[person]) if owned else "",
            words=words(at),
            books=self.books,
        )

    def index(self) -> None:
        """The search index of every case that has no row in it yet, oldest first."""
        for _done in indexing.rebuild():
            pass

    def _flush(self) -> None:
        with transaction.atomic():
            self.sink.flush()
        self.flushed()

    def _set_counters(self) -> None:
        rows = [Series(name=name, year=year, last=last) for (name, year), last in self.books.counters.items()]
        Series.objects.bulk_create(
            rows,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["name", "year"],
            update_fields=["last"],
        )


def _xid() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        return str(cursor.fetchone()[0])


def base(matters: int) -> None:
    """The ordinary town with real matters; all that a cast one is cast from."""
    call_command("migrate", verbosity=0)
    if planted():
        sys.exit("この町にはもう職員がいます。空の町（新しいフォルダーかデータベース）を指定してください。")
    plant(WORLD, write=lambda line: None, matters=matters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--data", help="folder of the town (read by bench/__init__)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--matters", type=int, default=MATTERS, help="real matters to cast from")
    parser.add_argument("--journal", choices=("case", "whole", "brief", "none"), default="case")
    asked = parser.parse_args()
    if not asked.data and connection.vendor == "sqlite":
        parser.error("--data DIR を付けてください（付けないと町は終わりに捨てられます）。")
    start = time.perf_counter()
    base(min(asked.matters, asked.cases))
    stood = time.perf_counter()
    print(f"{Case.objects.count():,} real matters in {stood - start:.0f} s", flush=True)
    with bulk.hasty():
        making = Making(asked.cases, asked.seed, asked.journal)
        making.people_with_accounts()
        print(
            f"{sum(map(len, making.moulds.values()))} moulds in {time.perf_counter() - stood:.0f} s",
            flush=True,
        )
        began = time.perf_counter()
        making.cast_all()
        took = time.perf_counter() - began
        print(f"index {measuring.seconds(making.index):.0f} s", flush=True)
    bulk.settle()
    rows = sum(making.sink.written.values())
    cast = making.sink.written["cases.Case"]
    print(f"{cast:,} cases cast, {rows:,} rows in {took:.0f} s ({took / max(1, cast) * 1e6:.0f} µs a case, "
          f"{rows / took:,.0f} rows/s); open {Case.objects.open().count():,}")  # fmt: skip
    for label, count in sorted(making.sink.written.items()):
        print(f"  {label:<28}{count:>12,}")
    (settings.YAKUBA_DATA / "world.txt").write_text("great\n", encoding="utf-8")
    print(f"{Case.objects.count():,} cases, {bulk.size() / 1e6:,.0f} MB on {connection.vendor}, "
          f"{time.perf_counter() - start:.0f} s in all, in {settings.YAKUBA_DATA}")  # fmt: skip


if __name__ == "__main__":
    main()
