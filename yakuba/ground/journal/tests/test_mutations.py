"""Exhaustive damage to an export of two hundred events: nothing stays undetected, even by a forger who also
rewrites the table of contents."""

import random

import pytest

from yakuba.ground.journal.tests.attacks import lines, pack, unpack, with_lines
from yakuba.ground.journal.verifier.proofs import Damaged, unhex
from yakuba.ground.journal.verifier.verify import Archive, Report, Town, parse, read_event, read_seals, verify

CASES = 40
# Tools and explanation are no evidence; a forger's own verifier is met by bringing one's own.
NO_EVIDENCE = ("README.txt", "verify.py", "verify.html", "manifest.json", "manifest.sha256")


@pytest.fixture
def two_hundred(town):
    """40 cases of five events each, sealed three times, all of them exported both ways."""
    rows = [town.permit(f"case:{number}") for number in range(CASES)]
    town.seal()
    for turn in range(4):
        for number, row in enumerate(rows):
            town.change(f"case:{number}", row, amount=turn * 100 + number)
        if turn % 2:
            town.seal()
    town.export(name="whole.zip")
    town.export([f"case:{number}" for number in range(CASES)], name="cases.zip")
    return town


def flips(content, bits, step=1, start=0):
    for at in range(start, len(content), step):
        for bit in bits:
            yield content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def undetected_line_flips(path, bits, step=1):
    """Flips of the bytes of every event, each line checked alone against the seal's proof."""
    archive = Archive(path)
    manifest = parse(archive.read("manifest.json"), "manifest.json")
    honest = Town(archive, Report(), manifest, [])
    read_seals(honest, None)
    proofs = {}
    for place, raw in archive.lines("proofs/inclusion.ndjson"):
        proof = parse(raw, place)
        proofs[proof["index"]] = unhex(proof["path"])
    tried = missed = 0
    for number, (place, raw) in enumerate(archive.lines("events.ndjson")):
        for flipped in flips(raw, bits, step, start=number % step):
            town = Town(archive, Report(), manifest, honest.seals)
            tried += 1
            try:
                read_event(town, place, flipped, dict(proofs))
            except (Damaged, ValueError):
                continue
            missed += 1
    return tried, missed


def test_bytes_all_over_every_event_are_held_by_its_seal(two_hundred):
    tried, missed = undetected_line_flips(two_hundred.folder / "cases.zip", bits=[0], step=8)
    assert tried > 15_000
    assert missed == 0


@pytest.mark.soak
def test_every_bit_of_every_event_is_held_by_its_seal(two_hundred):
    tried, missed = undetected_line_flips(two_hundred.folder / "cases.zip", bits=range(8))
    assert tried > 800_000
    assert missed == 0


def surviving_flips(town, name, sample):
    """Flips in every member that is evidence, with the table of contents forged to fit."""
    members = unpack(town.folder / name)
    dice, missed = random.Random(20260401), []
    for member in sorted(set(members) - set(NO_EVIDENCE)):
        content = members[member]
        for _ in range(sample):
            at, bit = dice.randrange(len(content)), dice.randrange(8)
            flipped = content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
            if not verify(pack(town.folder / "forged.zip", {**members, member: flipped})).findings:
                missed.append((member, at, bit))
    return missed


@pytest.mark.parametrize("name", ["whole.zip", "cases.zip"])
def test_flips_in_any_part_of_the_evidence_are_found_though_the_contents_table_is_forged(two_hundred, name):
    assert surviving_flips(two_hundred, name, sample=4) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", ["whole.zip", "cases.zip"])
def test_dense_flips_in_any_part_of_the_evidence_are_found(two_hundred, name):
    assert surviving_flips(two_hundred, name, sample=1000) == []


def test_flips_in_the_tools_and_the_contents_table_are_found_by_its_digest(two_hundred):
    members = unpack(two_hundred.folder / "cases.zip")
    for member in NO_EVIDENCE:
        for flipped in flips(members[member], [3], step=len(members[member]) // 3):
            forged = pack(
                two_hundred.folder / "forged.zip", {**members, member: flipped}, forge_manifest=False
            )
            assert verify(forged).findings, member


def shuffles(events, places):
    for at in places:
        yield "deleted", events[:at] + events[at + 1 :]
        yield "doubled", events[: at + 1] + events[at:]
        yield "cut off", events[:at]
        if at + 1 < len(events):
            yield "swapped", [*events[:at], events[at + 1], events[at], *events[at + 2 :]]
            yield "replaced", [*events[:at], events[at + 1], *events[at + 1 :]]


def surviving_shuffles(town, name, places):
    members = unpack(town.folder / name)
    missed = []
    for what, changed in shuffles(lines(members), places):
        forged = with_lines(members, changed)
        if not verify(pack(town.folder / "forged.zip", forged)).findings:
            missed.append((what, len(changed)))
    return missed


@pytest.mark.parametrize("name", ["whole.zip", "cases.zip"])
def test_deleted_doubled_swapped_and_cut_off_events_are_found(two_hundred, name):
    assert surviving_shuffles(two_hundred, name, [0, 1, 57, 198, 199]) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", ["whole.zip", "cases.zip"])
def test_every_deletion_doubling_swap_and_cut_is_found(two_hundred, name):
    assert surviving_shuffles(two_hundred, name, range(200)) == []
