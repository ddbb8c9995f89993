"""A real matter with all its rows made into a mould, from which any number of like matters are cast.

A mould knows every place where the rows speak of themselves: ids, numbers, names, address, phone, tokens,
days, digests and commitments of events. Casting puts new values there and copies the rest, so that a cast
matter is written in some 100 µs. Days move by whole days; texts keep their words except one answer.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db import models
from rfc8785 import dumps

from bench import gathering
from bench.books import DAYS, NEWEST, NUMBERED, OLDEST, Cast, Numbered
from bench.cells import escaped, plain, stored
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.journal.commitment import columns, commitment
from yakuba.ground.journal.models import Event, ProvedRow
from yakuba.ground.search import fold

_HEX = "[0-9a-f]"
_KNOWN = (
    rf"{_HEX}{{64}}|{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}|{_HEX}{{32}}"
    r"|(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])"
)
_YEARLY = re.compile("[0-9]{4}-[0-9]{4,}")
_DAY = 10  # len("2026-11-20")
Ref = tuple[str, int]
Make = Callable[[Cast], str]


class Mould:
    """The mould of one matter: `tables` names each row's table in order, `cast` gives the new rows."""

    def __init__(self, matter: gathering.Matter, *, copy_text: bool) -> None:
        self.matter, self._copy = matter, copy_text
        begun, done = matter.span
        self.lasts = (done - begun).days
        self._consts: list[Any] = []
        self._const_at: dict[Any, int] = {}
        self._made: list[Make] = []
        self._made_at: dict[Any, int] = {}
        self._days: list[int] = []
        self._derived: list[tuple[str, tuple[Ref, ...], bytes]] = []
        self._derived_at: dict[tuple[str, tuple[Ref, ...], bytes], int] = {}
        self._ids: dict[str, tuple[str, int]] = {}
        self._said: dict[str, Ref] = {}
        for at, row in enumerate(matter.rows):
            self._ids[str(row.pk)] = ("id", at)
            self._ids[row.pk.hex] = ("hex", at)
        self._sources()
        words = sorted(self._said, key=len, reverse=True)
        self._find = re.compile("|".join([*map(re.escape, words), _KNOWN]))
        self.tables: list[type[models.Model]] = []
        self._lines: list[tuple[Ref, ...]] = []
        self._commitments()
        for row in matter.rows:
            self._row(row)
        for event in matter.events:
            self._event(event)
        self._settle()

    # What is to be replaced --------------------------------------------------------------------------

    def _sources(self) -> None:
        case, person = self.matter.case, self.matter
        self._say(case.number, self._make("number", _case_number(self._day(case.arrived_at))))
        self._say(case.status_token, self._make("token", lambda cast: cast.token))
        for at, token in enumerate(self.matter.tokens):
            self._say(token, self._make(("token", at), lambda cast, at=at: f"{cast.token}{at:02d}"))
        for old, make in person.spoken():
            self._say(old, self._make(("person", old), make))
            self._say(
                fold(old),
                self._make(("searched", old), lambda cast, make=make: fold(make(cast))),
            )
        for old, make in person.written():
            self._say(old, self._make(("person", old), make))
        if self.matter.owner:
            self._ids[self.matter.owner] = self._make("owner", lambda cast: cast.owner)
        for day in self.matter.days():
            at = day.toordinal() - DAYS.zero
            if not OLDEST <= at < NEWEST:
                continue
            self._say(
                format_era(day), self._make(("era", at), lambda cast, at=at: DAYS.spoken(at + cast.days))
            )
        if self.matter.answer:
            self._say(self.matter.answer, self._make("words", lambda cast: cast.words))
        self._words = self._make("words", lambda cast: cast.words)
        # Where the answer is not among what a search looks in, its words are put there all the same.
        self._more = not (self.matter.answer and self.matter.answer in case.search)
        for row in self.matter.rows:
            if numbered := NUMBERED.get(row._meta.label):
                self._number(row, numbered)
            elif row._meta.label == "records.Record":
                self._filed(row)
            elif row._meta.label == "registers.Entry":
                self._entered(row)

    def _number(self, row: Any, numbered: Numbered) -> None:
        """A row with a number of its year: the counters give the next one; its text follows."""
        series = numbered.series(row)
        at = self._day(getattr(row, numbered.day))
        ahead = getattr(row, numbered.year) - DAYS.fiscal[at]  # a year may be named after another day
        key, old = f"{row.pk}", row.number

        def next_number(cast: Cast) -> str:
            year = DAYS.fiscal[at + cast.days] + ahead
            cast.taken[key] = number = cast.books.next(series, year)
            return str(number)

        own = self.matter.own.setdefault(str(row.pk), {})
        own[numbered.year] = self._make((key, "year"), lambda cast: str(DAYS.fiscal[at + cast.days] + ahead))
        own["number"] = self._make((key, "number"), next_number)
        if text := getattr(row, "text", ""):
            before, _, after = text.partition(f"第{old}号")

            def spelled(cast: Cast) -> str:
                return f"{before}第{cast.taken[key]}号{after}"

            self._say(text, self._make((key, "text"), spelled))
            self._say(fold(text), self._make((key, "plain"), lambda cast: fold(spelled(cast))))

    def _filed(self, row: Any) -> None:
        """In the volume of its own year, at the next place."""
        at, like = self._day(row.completed_on), str(row.volume_id)
        ahead = row.volume.year - DAYS.fiscal[at]

        def volume(cast: Cast) -> str:
            return cast.books.volumes[like, DAYS.fiscal[at + cast.days] + ahead]

        def place(cast: Cast) -> str:
            return str(cast.books.next(f"volume:{volume(cast)}", DAYS.fiscal[at + cast.days] + ahead))

        self.matter.own[str(row.pk)] = {
            "volume_id": self._make("volume", volume),
            "volume_id:hex": self._make("volume hex", lambda cast: volume(cast).replace("-", "")),
            "place": self._make("place", place),
        }

    def _entered(self, row: Any) -> None:
        """With the register's next number of the year; one that somebody chose is made unlike the others."""
        if row.number in self._said:
            return
        at, series = self._day(row.written_on), f"register.{row.register}"

        def number(cast: Cast) -> str:
            if not _YEARLY.fullmatch(row.number):
                return f"{row.number}-{cast.token[:10]}"
            year = DAYS.every[at + cast.days].year
            return f"{year}-{cast.books.next(series, year):04}"

        ref = self._make((f"{row.pk}", "number"), number)
        self._say(row.number, ref)

    def _say(self, old: str, ref: Ref) -> None:
        if old:
            self._said.setdefault(old, ref)

    def _make(self, key: Any, make: Make) -> Ref:
        if key not in self._made_at:
            self._made_at[key] = len(self._made)
            self._made.append(make)
        return "made", self._made_at[key]

    def _day(self, when: date | datetime) -> int:
        day = clock.local(when).date() if isinstance(when, datetime) else when
        return day.toordinal() - DAYS.zero

    # Splitting texts --------------------------------------------------------------------------------

    def _split(self, text: str) -> Iterator[Ref | str]:
        past = 0
        for found in self._find.finditer(text):
            word = found.group()
            ref = self._said.get(word) or self._ids.get(word) or self._dated(word)
            if ref is not None:
                if found.start() > past:
                    yield text[past : found.start()]
                yield ref
                past = found.end()
        if past < len(text):
            yield text[past:]

    def _dated(self, word: str) -> Ref | None:
        if len(word) != _DAY:
            return None
        try:
            at = date.fromisoformat(word).toordinal() - DAYS.zero
        except ValueError:
            return None
        if not OLDEST <= at < NEWEST:
            return None  # a birthday, the day of an old ordinance: it stays
        if at not in self._days:
            self._days.append(at)
        return "day", self._days.index(at)

    def _const(self, value: Any) -> Ref:
        key = (type(value), value)
        if key not in self._const_at:
            self._const_at[key] = len(self._consts)
            self._consts.append(value)
        return "const", self._const_at[key]

    def _refs(self, text: str, *, copy: bool = False) -> tuple[Ref, ...]:
        pieces = self._split(text)
        return tuple(
            self._const(escaped(one) if copy else one) if isinstance(one, str) else one for one in pieces
        ) or (self._const(""),)

    def _join(self, refs: tuple[Ref, ...], how: str = "join", salt: bytes = b"") -> Ref:
        if how == "join" and len(refs) == 1:
            return refs[0]
        key = (how, refs, salt)
        if key not in self._derived_at:
            self._derived_at[key] = len(self._derived)
            self._derived.append(key)
        return "derived", self._derived_at[key]

    # Rows -------------------------------------------------------------------------------------------

    def _commitments(self) -> None:
        """Each row's newest commitment is reckoned anew from its new columns."""
        for row in self.matter.rows:
            if not isinstance(row, ProvedRow) or not self.matter.events:
                continue
            old = commitment(row)
            self.matter.mend(row)
            own, refs = self.matter.own.get(str(row.pk), {}), [self._const("{")]
            for name, value in sorted(columns(row).items()):
                refs.append(self._const(("," if len(refs) > 1 else "") + f'"{name}":'))
                if name in own:
                    quote = [] if isinstance(value, int) else [self._const('"')]
                    refs += [*quote, own[name], *quote]
                elif row is self.matter.case and name == "search" and self._more:
                    refs += (*self._refs(dumps(value).decode()[:-1]), self._const("\\n"), self._words)
                    refs.append(self._const('"'))
                else:
                    refs += self._refs(dumps(value).decode())
            self._ids[old] = self._join((*refs, self._const("}")), "mac", bytes(row.proof_salt))

    def _row(self, row: models.Model) -> None:
        own = self.matter.own.get(str(row.pk), {})
        cells = [(one, plain(one, row, copy=self._copy)) for one in stored(type(row), copy=self._copy)]
        self._line(type(row), cells, own)

    def _event(self, event: Event) -> None:
        body = self._join(self._refs(event.body))
        digest = self._join((body,), "digest")
        self._ids[event.digest] = digest
        number = self._make(("event", event.id), _next_event)
        own = {"id": number, "digest": digest, "xid": self._make("xid", lambda cast: cast.books.xid)}
        if not self._copy:
            own["body"] = body
        cells = [(one, plain(one, event, copy=self._copy)) for one in stored(Event, copy=self._copy)]
        self._line(Event, cells, own)

    def _line(self, table: type[models.Model], cells: list[tuple[Any, Any]], own: dict[str, Ref]) -> None:
        refs: list[Ref] = []
        for one, value in cells:
            if one.attname in own:
                found: tuple[Ref, ...] = (own[one.attname],)
                if not self._copy and isinstance(value, str) and own.get(one.attname + ":hex"):
                    found = (own[one.attname + ":hex"],)
            elif table is type(self.matter.case) and one.attname == "search" and self._more:
                gap = self._const("\\n" if self._copy else "\n")
                found = (*self._refs(value, copy=self._copy), gap, self._words)
            elif isinstance(value, str):
                found = self._refs(value, copy=self._copy)
            else:
                found = (self._const("\\N" if self._copy else value),)
            if self._copy:
                refs += [*([self._const("\t")] if refs else []), *found]
            else:
                refs.append(self._join(found))
        self.tables.append(table)
        self._lines.append((*refs, self._const("\n")) if self._copy else tuple(refs))

    # Casting ----------------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Every reference becomes a place in the pool a cast is taken from; what no row needs is left out."""
        needed = {ref for line in self._lines for ref in line}
        for at in range(len(self._derived) - 1, -1, -1):
            needed.update(self._derived[at][1] if ("derived", at) in needed else ())
        made = [at for at in range(len(self._made)) if ("made", at) in needed]
        derived = [at for at in range(len(self._derived)) if ("derived", at) in needed]
        rows = len(self.matter.rows)
        kinds = {
            "const": range(len(self._consts)), "id": range(rows), "hex": range(rows),
            "day": range(len(self._days)), "made": made, "derived": derived,
        }  # fmt: skip
        pool = [(kind, at) for kind, every in kinds.items() for at in every]
        places = {ref: place for place, ref in enumerate(pool)}

        def getter(refs: Sequence[Ref]) -> Callable[[list[Any]], Any]:
            found = [places[ref] for ref in refs]
            return itemgetter(*found) if len(found) > 1 else lambda pool: (pool[found[0]],)

        self._makes = [self._made[at] for at in made]
        self._steps = [(how, getter(refs), salt) for how, refs, salt in (self._derived[at] for at in derived)]
        self._rows = [getter(refs) for refs in self._lines]
        self._counts = range(rows)

    def cast(self, new: Cast) -> list[Any]:
        """The rows of a new matter, in the order of `tables`: tuples of cells, or lines of COPY."""
        stamp = f"{new.milliseconds:012x}"
        head, first, tail = f"{stamp[:8]}-{stamp[8:]}-7", new.counter, new.tail
        marks = [f"{first + at:03x}" for at in self._counts]
        ids = [f"{head}{mark}-{tail[:4]}-{tail[4:]}" for mark in marks]
        hexes = [f"{stamp}7{mark}{tail}" for mark in marks]
        iso, days = DAYS.iso, new.days
        pool = [*self._consts, *ids, *hexes, *[iso[at + days] for at in self._days]]
        pool += [make(new) for make in self._makes]
        for how, get, salt in self._steps:
            text = "".join(get(pool))
            if how == "digest":
                text = hashlib.sha256(text.encode()).hexdigest()
            elif how == "mac":
                text = hmac.digest(salt, text.encode(), "sha256").hex()
            pool.append(text)
        if self._copy:
            return ["".join(get(pool)) for get in self._rows]
        return [get(pool) for get in self._rows]


def _case_number(at: int) -> Make:
    def made(cast: Cast) -> str:
        year = DAYS.fiscal[at + cast.days]
        era = f"R{year - 2018}" if year > 2018 else f"H{year - 1988}"
        return f"{era}-{cast.books.next('case', year):04d}"

    return made


def _next_event(cast: Cast) -> str:
    cast.books.event += 1
    return str(cast.books.event)
