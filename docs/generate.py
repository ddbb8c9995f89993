"""Documents that are read off the house: `python -m docs.generate` writes them, `--check` proves them current."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakuba.hall.settings")
django.setup()

from docs import pages  # noqa: E402  (needs the rooms loaded)

FOLDER = Path(__file__).parent / "generated"
HEADER = "<!-- 生成した文書です。直接直さず `make docs` で作り直します。 / generated, do not edit -->\n\n"

DOCUMENTS: dict[str, Callable[[], str]] = {
    "rooms.md": pages.rooms,
    "rights.md": pages.rights,
    "routes.md": pages.routes,
    "news.md": pages.news,
    "procedures.md": pages.procedures,
    "personal-data.md": pages.personal_data,
}


def main() -> None:
    checking = "--check" in sys.argv
    FOLDER.mkdir(exist_ok=True)
    stale = []
    for name, make in DOCUMENTS.items():
        path, text = FOLDER / name, HEADER + make()
        if checking and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not checking:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"docs/generated が古くなっています: {', '.join(stale)}。`make docs` を実行してください。")


if __name__ == "__main__":
    main()
