"""Made-up people, places and sentences without end, each found again from its number: for towns of any size.

Nothing is kept in memory; person 17 is the same at every call. Any likeness is chance.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from seeds.people import TOWNS

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_THINGS, _STATES, _WISHES = (tuple(_WORDS[kind]) for kind in ("things", "states", "wishes"))
_FAMILIES, _GIVEN = (tuple(tuple(one.split()) for one in _WORDS[kind]) for kind in ("families", "given"))
_STREETS, _HOUSES = 97, 31
_MIX = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)


@dataclass(frozen=True, slots=True)
class Townsperson:
    """A made-up resident; `number` finds them again."""

    number: int
    family: str
    given: str
    family_kana: str
    given_kana: str
    postcode: str
    town: str
    street: str
    phone: str
    email: str


def mixed(number: int, salt: int) -> int:
    """A number that looks drawn by chance and is the same every time; 32 bits."""
    value = (number + 1) * _MIX[salt % 4] + salt * 0x165667B1
    value = (value ^ (value >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ (value >> 13)) & 0xFFFFFFFF


def townsperson(number: int) -> Townsperson:
    """Person `number`. Common names come oftener than rare ones."""
    family, family_kana = _FAMILIES[_common(mixed(number, 1), len(_FAMILIES))]
    given, given_kana = _GIVEN[_common(mixed(number, 2), len(_GIVEN))]
    place = mixed(number, 3)
    postcode, town = TOWNS[place % len(TOWNS)]
    street = f"{place // 7 % _STREETS + 1}番地{place // 1000 % _HOUSES + 1}"
    phone = f"0152-{place // 31 % 90 + 10}-{mixed(number, 4) % 10000:04d}"
    return Townsperson(
        number, family, given, family_kana, given_kana, postcode, town, street, phone,
        f"townsperson{number}@example.jp",
    )  # fmt: skip


def _common(chance: int, size: int) -> int:
    """A place in a list of `size`, its beginning about three times as likely as its end."""
    share = (chance & 0xFFFF) / 0x10000
    return int(size * share * (0.5 + 0.5 * share))


def words(number: int) -> str:
    """Two to six sentences of an answer, 60 to 220 characters."""
    found = []
    for at in range(2 + mixed(number, 5) % 5):
        chance = mixed(number * 8 + at, 6)
        state, thing = _STATES[chance % len(_STATES)], _THINGS[chance // 32 % len(_THINGS)]
        found.append(f"{state}、{thing}について、{_WISHES[chance // 1024 % len(_WISHES)]}。")
    return "".join(found)
