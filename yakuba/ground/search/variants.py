"""Which characters are forms of one another when something is looked for; the table is `variants.txt`."""

import unicodedata
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "variants.txt"


def groups() -> list[str]:
    """The groups as they stand in the table, each a string of characters taken for one."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [group for line in lines if not line.startswith("#") for group in line.split()]


@cache
def representatives() -> dict[int, str]:
    """Every character of the table → the first of its group (groups that touch are one); not itself."""
    first: dict[str, str] = {}

    def of(one: str) -> str:
        while first.setdefault(one, one) != one:
            one = first[one]
        return one

    for group in groups():
        letters = unicodedata.normalize("NFKC", group)
        for letter in letters[1:]:
            first[of(letter)] = of(letters[0])
    return {ord(letter): of(letter) for letter in first if of(letter) != letter}
