"""The machine checks of the house: each a pure function over the source that names every fault it finds.

They live apart from the tests that run them, so that each can be shown to fail on a planted fault.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "yakuba"
FORBIDDEN_NAMES = {
    "utils", "util", "helpers", "helper", "common", "misc", "managers", "mixins", "base", "services", "core",
}  # fmt: skip
FILE_LINES, FUNCTION_LINES, VIEW_LINES, TEMPLATE_LINES = 400, 60, 25, 150


def sources(package: Path, suffix: str = ".py") -> Iterator[Path]:
    return (path for path in sorted(package.rglob(f"*{suffix}")) if "migrations" not in path.parts)


def oversized_files(package: Path) -> list[str]:
    """Files over 400 lines, templates over 150."""
    limits = {".py": FILE_LINES, ".html": TEMPLATE_LINES, ".css": FILE_LINES, ".js": FILE_LINES}
    faults = []
    for suffix, limit in limits.items():
        for path in sources(package, suffix):
            # The offline verifier page is one self-contained file by its nature.
            allowed = FILE_LINES if "verifier" in path.parts else limit
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > allowed:
                faults.append(f"{path.relative_to(package)}: {lines} lines, {allowed} allowed")
    return faults


def oversized_functions(package: Path) -> list[str]:
    """Functions over 60 lines; views (functions of a request in views) over 25."""
    faults = []
    for path in sources(package):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            is_view = "views" in path.with_suffix("").parts and "request" in {a.arg for a in node.args.args}
            limit = VIEW_LINES if is_view else FUNCTION_LINES
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                faults.append(f"{path.relative_to(package)}:{node.name}: {lines} lines, {limit} allowed")
    return faults


def forbidden_names(package: Path) -> list[str]:
    """Modules and folders named for nothing in particular. Templates called base.html are layouts, not
    modules.
    """
    return [
        str(path.relative_to(package))
        for path in sorted(package.rglob("*"))
        if (path.suffix == ".py" and path.stem in FORBIDDEN_NAMES)
        or (path.is_dir() and path.name in FORBIDDEN_NAMES)
    ]


def model_queries_in_views(rooms: Path) -> list[str]:
    """`.objects` in a view or a form: things are fetched through gates only."""
    faults = []
    for path in sources(rooms):
        if not {"views", "forms"} & set(path.with_suffix("").parts) or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                faults.append(f"{path.relative_to(rooms)}:{node.lineno}")
    return faults


def inline_script_or_style(package: Path) -> list[str]:
    """What the content policy would refuse: style=, on…=, <script> with a body, <style>."""
    bad = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)""")
    return [
        f"{path.relative_to(package)}:{number}"
        for path in sources(package, ".html")
        if "verifier" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bad.search(line)
    ]


def doors_ignored(edges: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> list[str]:
    """Imports from one room into another that do not go through its door. `edges`: (importer, imported)."""
    faults = []
    for importer, imported in edges:
        there = imported.split(".")
        if there[:2] != ["yakuba", "rooms"] or len(there) < 4:
            continue
        here = importer.split(".")
        same_room = here[:3] == there[:3]
        hall_may = here[1] == "hall" and there[3] in {"door", "room", "reactions", "urls"}
        if not same_room and there[3] != "door" and not hall_may:
            faults.append(f"{importer} -> {imported}")
    return faults


def upward_keys(floors: Mapping[str, int], keys: list[tuple[str, str]]) -> list[str]:
    """Foreign keys from an app to one on the same or a higher floor. `keys`: (app, app it points at)."""
    return [f"{here} -> {there}" for here, there in keys if here != there and floors[there] >= floors[here]]


def floors_of(contract: str) -> list[list[str]]:
    """The layers of a contract of .importlinter, highest first, each a list of names."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    section = text.split(f"[importlinter:contract:{contract}]")[1].split("[importlinter:")[0]
    block = section.split("layers =")[1].split("exhaustive")[0]
    return [re.findall(r"\w+", line) for line in block.splitlines() if line.strip()]


def unlisted_routes(names: list[str], audiences: Mapping[str, object]) -> list[str]:
    """Routes without an audience, and audiences without a route."""
    missing = [f"no audience: {name}" for name in names if name not in audiences]
    return missing + [f"no route: {name}" for name in audiences if name not in names]


def left_undone(folder: Path) -> list[str]:
    """Notes to oneself: work is done, or stands as an issue; it is not hidden in the code."""
    note = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
    return [
        f"{path.relative_to(folder)}:{number}"
        for suffix in (".py", ".html", ".css", ".js", ".toml", ".typ")
        for path in sources(folder, suffix)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if note.search(line)
    ]
