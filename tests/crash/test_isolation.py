"""Many people at once: nobody's page or letter ever holds a word of somebody else's."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crash.conftest import RESIDENTS, run
from tests.crash.server import NUMBER, TownServer
from tests.crash.visitors import Answer, Visitor, canary

APPLICANTS, SOAK_APPLICANTS = 40, 400
LETTERS, SOAK_LETTERS = 3, 60
AT_ONCE = 8
ANY_CANARY = re.compile(r"Canary[a-j]{4}")


def strangers(text: str, own: str) -> set[str]:
    return set(ANY_CANARY.findall(text)) - {own}


def apply_and_read(visitor: Visitor) -> str:
    """Apply, then read everything one has: receipt, status, my page. The number of the case."""
    with visitor:
        visitor.fill(visitor.begin())
        receipt = visitor.send()
        found = NUMBER.search(receipt.text)
        link = re.search(r"/status/[\w-]+/", receipt.text)
        assert found and link, receipt.path
        for path in (link[0], "/mine/", f"/drafts/{visitor.draft}/summary/"):
            visitor.get(path)
        return found[0]


def look(visitor: Visitor, path: str) -> Answer:
    with visitor:
        return visitor.get(path)


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def everybody(server: TownServer, sessions: list[str], count: int) -> dict[str, Visitor]:
    """Number of the case → who applied, all at the same time."""
    people = [Visitor(server.port, sessions[at % len(sessions)], canary(at)) for at in range(count)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        numbers = list(pool.map(apply_and_read, people))
    assert len(set(numbers)) == count
    return dict(zip(numbers, people, strict=True))


def letters(server: TownServer, people: dict[str, Visitor], count: int) -> dict[str, bytes]:
    """The letters of some of them, fetched by all of these at the same time."""
    paths = json.loads(run("letters", server.data, *list(people)[:count]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda number: look(people[number], paths[number]), paths)
        return {number: answer.body for number, answer in zip(paths, found, strict=True)}


def test_a_strangers_word_would_be_seen() -> None:
    assert strangers(f"<p>{canary(1)} {canary(2)}</p>", canary(1)) == {canary(2)}


def test_forty_applicants_at_once_see_only_their_own(
    server: TownServer, sessions: list[str], tmp_path: Path
) -> None:
    people = everybody(server, sessions, APPLICANTS)
    for visitor in people.values():
        assert any(visitor.canary in page.text for page in visitor.pages)
        assert [page.path for page in visitor.pages if strangers(page.text, visitor.canary)] == []
    for number, pdf in letters(server, people, LETTERS).items():
        text = words_of(pdf, tmp_path)
        assert people[number].canary in text
        assert strangers(text, people[number].canary) == set()


def test_anothers_draft_and_receipt_are_not_there(server: TownServer, sessions: list[str]) -> None:
    (_, one), (_, other) = everybody(server, sessions, 2).items()
    for place in ("", "summary/", "receipt/", "pages/owner/"):
        answer = look(other, f"/drafts/{one.draft}/{place}")
        assert answer.status == 404
        assert strangers(answer.text, other.canary) == set()


@pytest.mark.soak
def test_hundreds_of_applicants_at_once_see_only_their_own(
    server: TownServer, sessions: list[str], tmp_path: Path
) -> None:
    for turn in range(SOAK_APPLICANTS // RESIDENTS):
        # A resident sees all their own matters on my page, so each applies once in a turn, under one name.
        people = everybody(server, sessions, RESIDENTS)
        for visitor in people.values():
            assert [page.path for page in visitor.pages if strangers(page.text, visitor.canary)] == []
        for number, pdf in letters(server, people, SOAK_LETTERS // 6).items():
            assert set(ANY_CANARY.findall(words_of(pdf, tmp_path))) == {people[number].canary}
        sys.stderr.write(f"\rturn {turn + 1}: {RESIDENTS} applicants at once")
