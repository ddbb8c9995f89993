"""What the documents name is there: files, pictures, commands, targets, sign-ins, variables, words."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from seeds.people import PASSWORD, STAFF
from tests.house.plan import PACKAGE, ROOT, sources
from yakuba.hall.cli import COMMANDS

SKIPPED = {".venv", ".tools", "var", "node_modules", ".git", ".hypothesis", ".pytest_cache"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[\s/`])yakuba ([a-z][a-z-]*)")
TARGET = re.compile(r"(?:^|[\s`])make ([a-z]+)")
VARIABLE = re.compile(r"\bYAKUBA_[A-Z_]+\b")
READ = re.compile(r'environ(?:\.get\(|\[)"(YAKUBA_[A-Z_]+)"(?!\]\s*=[^=])')
# Set by the server for its own worker; nobody configures it.
INTERNAL = {"YAKUBA_JOBS"}
READMES = ("README.md", "README.en.md")


def documents(root: Path) -> Iterator[Path]:
    """Every page people read; procedures' guides and letters are not ours to hold links in."""
    for path in sorted(root.rglob("*.md")):
        parts = path.relative_to(root).parts
        if not SKIPPED & set(parts) and parts[0] != "town" and "tests" not in parts:
            yield path


def dead_links(root: Path) -> list[str]:
    """Links and pictures inside the repository that lead nowhere."""
    return [
        f"{page.relative_to(root)}: {target}"
        for page in documents(root)
        for target in targets(INLINE.sub("", FENCE.sub("", page.read_text(encoding="utf-8"))))
        if not (page.parent / target.split("#")[0]).exists()
    ]


def targets(text: str) -> Iterator[str]:
    for found in LINK.finditer(text):
        target = found.group(1) or found.group(2)
        if not re.match(r"[a-z]+:|#", target):
            yield target


def named(pattern: re.Pattern[str], text: str) -> set[str]:
    """What the code spans and code blocks of a page name by the pattern."""
    spans = [*FENCE.findall(text), *INLINE.findall(FENCE.sub("", text))]
    return {found for span in spans for found in pattern.findall(span)}


def unknown(pattern: re.Pattern[str], known: Iterable[str], root: Path) -> list[str]:
    return [
        f"{page.relative_to(root)}: {name}"
        for page in documents(root)
        for name in sorted(named(pattern, page.read_text(encoding="utf-8")) - set(known))
    ]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def planted(tmp_path: Path, text: str) -> Path:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_link_and_picture_leads_somewhere(tmp_path: Path) -> None:
    wrong = '[x](gone.md) <img src="gone.png"> ![x](page.md) [y](https://example.jp/) `[z](not-a-link.md)`'
    assert dead_links(planted(tmp_path, wrong)) == ["page.md: gone.md", "page.md: gone.png"]
    assert dead_links(ROOT) == []


def test_every_command_named_exists(tmp_path: Path) -> None:
    assert unknown(COMMAND, COMMANDS, planted(tmp_path, "`yakuba fly` and `yakuba serve`")) == [
        "page.md: fly"
    ]
    assert unknown(COMMAND, COMMANDS, ROOT) == []


def test_every_make_target_named_exists(tmp_path: Path) -> None:
    assert unknown(TARGET, make_targets(), planted(tmp_path, "`make tea`")) == ["page.md: tea"]
    assert unknown(TARGET, make_targets(), ROOT) == []


def test_every_demo_sign_in_named_exists() -> None:
    logins = {login for login, *_rest in STAFF}
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        walk = text.split("yakuba-demo")[1].split("\n## ")[0]
        bare = set(re.findall(r"`([a-z][a-z-]+)`", walk))
        assert bare <= logins, bare - logins
        assert {"kanri", "kakaricho", "kacho", "suito"} <= bare
        assert f"`{PASSWORD}`" in text


def variables_read() -> set[str]:
    return {
        name for path in sources(PACKAGE) if "tests" not in path.parts
        for name in READ.findall(path.read_text(encoding="utf-8"))
    } - INTERNAL  # fmt: skip


def test_the_administrator_is_told_of_every_variable_and_of_no_other() -> None:
    assert READ.findall('os.environ.get("YAKUBA_X"); os.environ["YAKUBA_Y"] = "1"') == ["YAKUBA_X"]
    manual = (ROOT / "docs/manual/administrator.md").read_text(encoding="utf-8")
    table = manual.split("## 環境変数")[1].split("\n## ")[0]
    assert set(VARIABLE.findall(table)) == variables_read()
    assert set(VARIABLE.findall(manual)) == variables_read()


def words_of(table: str) -> Iterator[str]:
    """The code words of the second column."""
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) > 2 and cells[1] != "code" and not cells[1].startswith("---"):
            yield from (re.sub(r"\(.*\)", "", word).strip() for word in cells[1].split(" / "))


def missing_words(table: str, code: str) -> list[str]:
    low = code.lower()
    return [word for word in words_of(table) if not re.search(rf"(?<![a-z]){re.escape(word.lower())}", low)]


def test_every_code_word_of_the_list_stands_in_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources(PACKAGE))
    planted_row = "| 架空 | no_such_word_anywhere | x |"
    assert missing_words(planted_row, code) == ["no_such_word_anywhere"]
    assert missing_words((ROOT / "docs/words.md").read_text(encoding="utf-8"), code) == []


def quoted_files(text: str) -> list[tuple[str, str]]:
    """(path, block) of each `town/…` that is followed by its whole text."""
    return re.findall(r"^`(town/[^`]+)`\n\n```[a-z]+\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)


def test_the_worked_example_of_the_manual_is_the_shipped_procedure() -> None:
    quoted = quoted_files((ROOT / "docs/manual/definition.md").read_text(encoding="utf-8"))
    assert {Path(path).name for path, _ in quoted} >= {"procedure.toml", "questions.toml", "examples.toml"}
    for path, block in quoted:
        assert block == (ROOT / path).read_text(encoding="utf-8").rstrip(), path
