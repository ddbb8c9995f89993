"""Documents that are read off the house: `python -m docs.generate` writes them, `--check` proves them
current.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

from docs import catalogue, pages  # noqa: E402  (needs the rooms loaded)

FOLDER = Path(__file__).parent / "generated"
HEADER = "<!-- 生成した文書です。直接直さず `make docs` で作り直します。 / generated, do not edit -->\n\n"

DOCUMENTS: dict[str, Callable[[], str]] = {
    "rooms.md": pages.rooms,
    "rights.md": pages.rights,
    "routes.md": pages.routes,
    "news.md": pages.news,
    "procedures.md": catalogue.procedures,
    "personal-data.md": pages.personal_data,
}


def stale(folder: Path) -> list[str]:
    """The documents in the folder that are missing or no longer say what the house says."""
    return [name for name, make in DOCUMENTS.items() if _written(folder / name) != HEADER + make()]


def _written(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> None:
    if "--check" not in sys.argv:
        FOLDER.mkdir(exist_ok=True)
        for name, make in DOCUMENTS.items():
            (FOLDER / name).write_text(HEADER + make(), encoding="utf-8")
    elif old := stale(FOLDER):
        sys.exit(f"docs/generated が古くなっています: {', '.join(old)}。`make docs` を実行してください。")


if __name__ == "__main__":
    main()
