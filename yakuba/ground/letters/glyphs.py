"""What the printing fonts can draw: their `cmap` tables read once (OpenType 1.9, formats 4, 12 and 14).

Typst draws the base glyph in silence when a font lacks a variation sequence (IVS), and PDF/A refuses
missing glyphs. So texts pass here first: an unknown sequence loses its selector, an unknown character
becomes 〓, and both are listed so that the paper can say 「字形未確認」.
"""

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GETA = "〓"

_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_KEPT_CONTROLS = "\n"


@dataclass(frozen=True)
class Coverage:
    """Code points a font has a glyph for, and its variation sequences as (base, selector)."""

    points: frozenset[int]
    sequences: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Drawn:
    """`text` as the font can draw it; `unsure` holds the characters whose shape could not be confirmed."""

    text: str
    unsure: tuple[str, ...]


def is_selector(character: str) -> bool:
    """Whether `character` is a variation selector (U+FE00–FE0F, U+E0100–E01EF)."""
    return any(ord(character) in selectors for selectors in _SELECTORS)


def drawable(text: str, coverage: Coverage) -> Drawn:
    """`text` with nothing in it that the font lacks, and the list of what was changed."""
    out: list[str] = []
    unsure: list[str] = []
    for unit in _units(text):
        if unit in _KEPT_CONTROLS:
            out.append(unit)
        elif unicodedata.category(unit[0]) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            continue
        elif ord(unit[0]) not in coverage.points:
            out.append(GETA)
            unsure.append(unit)
        elif len(unit) > 1 and (ord(unit[0]), ord(unit[1])) not in coverage.sequences:
            out.append(unit[0])
            unsure.append(unit)
        else:
            out.append(unit)
    return Drawn("".join(out), tuple(dict.fromkeys(unsure)))


def code_points(unit: str) -> str:
    """`U+9089 U+E0110`: how a character is named on paper when it cannot be drawn."""
    return " ".join(f"U+{ord(character):04X}" for character in unit)


@cache
def coverage_of(path: Path) -> Coverage:
    """The coverage of the OpenType file at `path`. Raises ValueError when it has no readable cmap."""
    data = path.read_bytes()
    cmap = _cmap(data)
    points: set[int] = set()
    sequences: set[tuple[int, int]] = set()
    (count,) = struct.unpack_from(">H", cmap, 2)
    for index in range(count):
        (offset,) = struct.unpack_from(">I", cmap, 4 + index * 8 + 4)
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if kind == 4:
            points.update(_format_4(cmap, offset))
        elif kind == 12:
            points.update(_format_12(cmap, offset))
        elif kind == 14:
            sequences.update(_format_14(cmap, offset))
    if not points:
        raise ValueError(f"{path.name}: no readable cmap")
    return Coverage(frozenset(points), frozenset(sequences))


def _units(text: str) -> Iterator[str]:
    unit = ""
    for character in text:
        if unit and is_selector(character):
            yield unit + character
            unit = ""
            continue
        if unit:
            yield unit
        unit = "" if is_selector(character) else character
    if unit:
        yield unit


def _cmap(data: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + index * 16)
        if tag == b"cmap":
            return data[offset : offset + length]
    raise ValueError("no cmap table")


def _format_4(cmap: bytes, start: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", cmap, start + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", cmap, start + 14)
    begins = struct.unpack_from(f">{segments}H", cmap, start + 16 + double)
    for begin, end in zip(begins, ends, strict=True):
        yield from (point for point in range(begin, end + 1) if point != 0xFFFF)


def _format_12(cmap: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", cmap, start + 12)
    for index in range(groups):
        begin, end, _ = struct.unpack_from(">III", cmap, start + 16 + index * 12)
        yield from range(begin, end + 1)


def _format_14(cmap: bytes, start: int) -> Iterator[tuple[int, int]]:
    (records,) = struct.unpack_from(">I", cmap, start + 6)
    for index in range(records):
        at = start + 10 + index * 11
        selector = int.from_bytes(cmap[at : at + 3], "big")
        default, other = struct.unpack_from(">II", cmap, at + 3)
        if default:
            (ranges,) = struct.unpack_from(">I", cmap, start + default)
            for place in range(start + default + 4, start + default + 4 + ranges * 4, 4):
                base = int.from_bytes(cmap[place : place + 3], "big")
                yield from ((point, selector) for point in range(base, base + cmap[place + 3] + 1))
        if other:
            (mappings,) = struct.unpack_from(">I", cmap, start + other)
            for place in range(start + other + 4, start + other + 4 + mappings * 5, 5):
                yield int.from_bytes(cmap[place : place + 3], "big"), selector
