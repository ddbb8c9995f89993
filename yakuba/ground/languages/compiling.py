"""Makes the `.mo` files from the `.po` files, with Babel: no GNU gettext is needed.

Run by `requirements/install`, before every command of the house and before the tests; a file that is newer
than its source is left alone.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from yakuba.ground.languages.catalogue import FOLDER, LOCALES, po_file


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Compile what has changed; the files written. A translation marked fuzzy is left out."""
    return [made for language in LOCALES if (made := _compiled(po_file(language, folder)))]


def _compiled(source: Path) -> Path | None:
    target = source.with_suffix(".mo")
    if not source.is_file():
        return None
    if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return None
    with source.open("rb") as file:
        catalogue = read_po(file, charset="utf-8", abort_invalid=True)
    # Several processes may start at once: each writes its own file and puts it in place whole.
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(target)
    return target


if __name__ == "__main__":
    compile_all()
