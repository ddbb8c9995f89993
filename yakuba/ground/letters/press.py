"""The press: one Typst compiler for the process, with the two bundled fonts and no others.

Data travels as JSON through `sys_inputs`; no Typst source is ever built from what people typed.
A first document costs about 0.3 s (fonts are read), later ones a few milliseconds.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import noto_cjk_sans_jp_bold  # type: ignore[import-untyped]
import noto_cjk_sans_jp_regular  # type: ignore[import-untyped]
import typst

from yakuba.ground.letters.glyphs import Coverage, code_points, coverage_of, drawable
from yakuba.ground.letters.holes import LetterError

TEMPLATES = Path(__file__).parent / "templates"

_lock = threading.Lock()


def press(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The PDF/A-3b of `templates/<template>.typ` fed with `data` (JSON values). Safe to call from threads.

    Every text of `data` is first made drawable; what the fonts lack is listed at the end of the paper as
    「字形未確認」. `made_at` (aware) becomes the document's date, so equal input gives equal bytes.
    Raises LetterError when the paper cannot be set.
    """
    unsure: dict[str, None] = {}
    drawn = _drawn(data, unsure)
    drawn["unsure"] = [code_points(unit) for unit in unsure]
    with _lock:
        try:
            made = _compiler().compile(
                input=str(TEMPLATES / f"{template}.typ"),
                format="pdf",
                sys_inputs={"data": json.dumps(drawn, ensure_ascii=False)},
                pdf_standards="a-3b",
                timestamp=int(made_at.timestamp()),
            )
        except typst.TypstError as error:
            raise LetterError("文書をPDFにできませんでした。文書のひな形を確かめてください。") from error
    if not isinstance(made, bytes):
        raise LetterError("文書をPDFにできませんでした。文書のひな形を確かめてください。")
    return made


def fonts() -> tuple[Path, ...]:
    """The font files the press draws with, the regular one first."""
    return Path(str(noto_cjk_sans_jp_regular.FONT_PATH)), Path(str(noto_cjk_sans_jp_bold.FONT_PATH))


def coverage() -> Coverage:
    """What the regular font can draw (the bold one has the same characters)."""
    return coverage_of(fonts()[0])


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(TEMPLATES), font_paths=[str(font.parent) for font in fonts()], ignore_system_fonts=True
    )


def _drawn(value: Any, unsure: dict[str, None]) -> Any:
    if isinstance(value, str):
        done = drawable(value, coverage())
        unsure.update(dict.fromkeys(done.unsure))
        return done.text
    if isinstance(value, Mapping):
        return {key: _drawn(one, unsure) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(one, unsure) for one in value]
    return value
