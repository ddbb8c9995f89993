"""The town's table of who decides what (事務決裁規程), read from `decision_authority.toml`.

Rows are dated and only added: of the rows with one key, the latest whose `valid_from` has come is in force.
Of the rows in force the narrowest kind of matter wins, then the narrowest section, then the first row of the
file whose limits fit. No fitting row is an error that names file and key; the table never falls back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from yakuba.ground.town import TownError
from yakuba.rooms.approvals.rules.values import Matter

FILE = "decision_authority.toml"
ANY = "*"


@dataclass(frozen=True)
class Limit:
    """Bounds of one amount, both inclusive; None means no bound. An amount nobody knows does not fit."""

    amount: str
    least: Decimal | None
    most: Decimal | None

    def fits(self, value: int | Decimal | None) -> bool:
        """Whether `value` is known and within the bounds."""
        if value is None:
            return False
        number = Decimal(value)
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)


@dataclass(frozen=True)
class Rule:
    """One row: matters of this kind in this section, within these limits, are decided by this role."""

    key: str
    matter: str
    section: str
    limits: tuple[Limit, ...]
    decider: str
    route: tuple[str, ...]
    consult: tuple[str, ...]
    drafter_may_decide: bool
    valid_from: date
    valid_to: date | None
    basis: str


@dataclass(frozen=True)
class Order:
    """A dated list of roles: who stands in for whom (代決順位), or who stands above whom."""

    key: str
    roles: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    basis: str


@dataclass(frozen=True)
class Restriction:
    """Matters whose decider may not be substituted (代決の制限)."""

    key: str
    matter: str
    valid_from: date
    valid_to: date | None
    basis: str


@dataclass(frozen=True)
class Table:
    """The whole file."""

    rules: tuple[Rule, ...]
    substitutions: tuple[Order, ...]
    restrictions: tuple[Restriction, ...]
    upward: tuple[Order, ...]


Dated = TypeVar("Dated", Rule, Order, Restriction)


def parse(data: Mapping[str, Any]) -> Table:
    """The table written in `data`. Raises TownError naming the key of the first row that cannot be read."""
    return Table(
        rules=tuple(_rule(row) for row in data.get("rule", ())),
        substitutions=tuple(
            _order("substitution", row, row.get("decider")) for row in data.get("substitution", ())
        ),
        restrictions=tuple(_restriction(row) for row in data.get("no_substitution", ())),
        upward=tuple(_order("upward", row, "upward") for row in data.get("upward", ())),
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    key = _text(row, "key", "rule")
    place = f"rule[{key}]"
    return Rule(
        key=key,
        matter=_text(row, "matter", place),
        section=row.get("section", ANY),
        limits=tuple(_limit(place, name, bounds) for name, bounds in row.get("when", {}).items()),
        decider=_text(row, "decider", place),
        route=tuple(row.get("route", ())),
        consult=tuple(row.get("consult", ())),
        drafter_may_decide=bool(row.get("drafter_may_decide", False)),
        valid_from=_day(row, place),
        valid_to=row.get("valid_to"),
        basis=_text(row, "basis", place),
    )


def _limit(place: str, name: str, bounds: Mapping[str, Any]) -> Limit:
    unknown = set(bounds) - {"min", "max"}
    if unknown or not bounds:
        raise TownError(
            FILE, f"{place}.when.{name}", "{ min = 1, max = 10 } のように、以上・以下で書いてください。"
        )
    least, most = (Decimal(str(bounds[side])) if side in bounds else None for side in ("min", "max"))
    return Limit(name, least, most)


def _order(kind: str, row: Mapping[str, Any], key: Any) -> Order:
    place = f"{kind}[{key}]"
    roles = tuple(row.get("order", ()))
    if not isinstance(key, str) or not roles:
        raise TownError(FILE, place, '職を順に order = ["…"] と書いてください。')
    return Order(key, roles, _day(row, place), row.get("valid_to"), _text(row, "basis", place))


def _restriction(row: Mapping[str, Any]) -> Restriction:
    matter = _text(row, "matter", "no_substitution")
    place = f"no_substitution[{matter}]"
    return Restriction(matter, matter, _day(row, place), row.get("valid_to"), _text(row, "basis", place))


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise TownError(FILE, f"{place}.{key}", "空でない文字列を入れてください。")
    return value


def _day(row: Mapping[str, Any], place: str) -> date:
    value = row.get("valid_from")
    if not isinstance(value, date):
        raise TownError(FILE, f"{place}.valid_from", "施行日を 2026-04-01 のように入れてください。")
    return value


def in_force(rows: Sequence[Dated], day: date) -> list[Dated]:
    """Of each key the latest row begun by `day`, unless it has ended; in the order of the file."""
    latest: dict[str, Dated] = {}
    for row in rows:
        held = latest.get(row.key)
        if row.valid_from <= day and (held is None or row.valid_from > held.valid_from):
            latest[row.key] = row
    return [
        row for row in rows if latest.get(row.key) is row and (row.valid_to is None or day <= row.valid_to)
    ]


def select(table: Table, matter: Matter, lineage: Sequence[str], day: date) -> Rule:
    """The row that says who decides `matter` on `day`.

    `lineage` is the section in charge followed by the sections above it. Raises TownError when no row of the
    narrowest kind fits: a kind that has rows of its own is never decided by a wider row.
    """
    candidates = [
        (_narrowness(rule.matter, matter.kind), _nearness(rule.section, lineage), rule)
        for rule in in_force(table.rules, day)
        if covers(rule.matter, matter.kind) and (rule.section == ANY or rule.section in lineage)
    ]
    narrowest = max(((kind, section) for kind, section, _ in candidates), default=None)
    for kind, section, rule in candidates:
        fits = all(limit.fits(matter.amounts.get(limit.amount)) for limit in rule.limits)
        if (kind, section) == narrowest and fits:
            return rule
    raise TownError(
        FILE,
        f"rule[matter={matter.kind}, section={matter.section}]",
        f"{day.isoformat()} にこの事案を決裁する職を決める行がありません。条件のない行を1つ加えてください。",
    )


def covers(pattern: str, kind: str) -> bool:
    """Whether the row's `matter` ("*", "dog*", "dog_registration.permit") speaks of this kind."""
    return kind.startswith(pattern[:-1]) if pattern.endswith(ANY) else pattern == kind


def _narrowness(pattern: str, kind: str) -> int:
    return len(kind) + 1 if pattern == kind else len(pattern.removesuffix(ANY))


def _nearness(section: str, lineage: Sequence[str]) -> int:
    return len(lineage) - list(lineage).index(section) if section in lineage else 0


def substitutes(table: Table, role: str, day: date) -> tuple[str, ...]:
    """Who stands in for the holder of `role`, in order (代決順位); empty when the table names nobody."""
    for order in in_force(table.substitutions, day):
        if order.key == role:
            return order.roles
    return ()


def restriction(table: Table, kind: str, day: date) -> Restriction | None:
    """The row that forbids 代決 of this kind of matter, if there is one."""
    return next((row for row in in_force(table.restrictions, day) if covers(row.matter, kind)), None)


def next_up(table: Table, role: str, day: date) -> str | None:
    """The role above `role` in the order in force; None above the highest. Raises TownError."""
    orders = in_force(table.upward, day)
    if not orders:
        raise TownError(FILE, "upward", f"{day.isoformat()} に有効な、上司の順がありません。")
    roles = orders[0].roles
    if role not in roles:
        return roles[0]
    place = roles.index(role) + 1
    return roles[place] if place < len(roles) else None


def lineage(section: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """The section and those above it, nearest first. Raises TownError for a section nobody knows."""
    found: list[str] = []
    here: str | None = section
    while here and here not in found:
        if here not in parents:
            raise TownError("organization.toml", f"section[{here}]", "この係・課を組織に加えてください。")
        found.append(here)
        here = parents[here]
    return tuple(found)


def failed_cases(data: Mapping[str, Any], parents: Mapping[str, str | None]) -> Iterable[tuple[str, str]]:
    """The table's own test cases (`[[case]]`) that come out otherwise, as (title, what came out)."""
    table = parse(data)
    for case in data.get("case", ()):
        amounts = {name: Decimal(str(value)) for name, value in case.get("amounts", {}).items()}
        matter = Matter(case["matter"], case["section"], amounts)
        rule = select(table, matter, lineage(matter.section, parents), case["day"])
        came = {"decider": rule.decider, "route": list(rule.route), "consult": list(rule.consult)}
        wanted = {"consult": [], **{name: case[name] for name in came if name in case}}
        if any(came[name] != value for name, value in wanted.items()):
            yield case["title"], f"{rule.key}: {came}"
