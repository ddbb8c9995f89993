"""letters/<key>.md (TOML front matter between `+++` lines, then Markdown) and guide.md."""

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from yakuba.ground.catalogue.definition import Letter, Question
from yakuba.ground.catalogue.holes import hole_names, holes_in
from yakuba.ground.catalogue.loading.report import Report, nearest
from yakuba.ground.catalogue.loading.table import Table

_FRONT = re.compile(r"\A\+\+\+\r?\n(.*?)\r?\n\+\+\+\r?\n(.*)\Z", re.DOTALL)
RAW_HTML = re.compile(r"<(?!https?://)[a-zA-Z/!]")
_ADDRESSEE = "{{申請者}} 様"


def load_letters(folder: Path, report: Report) -> tuple[Letter, ...]:
    """All letters of the folder, by name of the file."""
    return tuple(_letter(path, report) for path in sorted((folder / "letters").glob("*.md")))


def _letter(path: Path, report: Report) -> Letter:
    file = f"letters/{path.name}"
    found = _FRONT.match(path.read_text(encoding="utf-8"))
    if found is None:
        report.add(
            file, "+++", "題名の部分がありません。", '1行目から +++ で挟んで title = "…" を書いてください。'
        )
        return Letter(path.stem, "", "")
    try:
        front = tomllib.loads(found.group(1), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        report.add(file, "+++", f"TOML として読めません({error})。", "書き方を直してください。")
        return Letter(path.stem, "", "")
    table = Table(front, file, "", report)
    title, numbered = table.text("title", required=True), table.flag("numbered", default=True)
    addressee = table.text("addressee", default=_ADDRESSEE)
    table.close()
    body = found.group(2).strip()
    if not body:
        report.add(file, "本文", "本文がありません。", "+++ の下に文面を書いてください。")
    if RAW_HTML.search(body):
        report.add(file, "本文", "HTML が書かれています。", "Markdown だけで書いてください。")
    return Letter(path.stem, title, body, addressee, numbered)


def check_holes(letters: Sequence[Letter], questions: Sequence[Question], report: Report) -> None:
    """Every hole of every letter must be a name that can be filled."""
    known = hole_names(questions)
    for letter in letters:
        for where, text in (("本文", letter.body), ("title", letter.title), ("addressee", letter.addressee)):
            for hole in dict.fromkeys(holes_in(text)):
                if hole not in known:
                    message = f"「{{{{{hole}}}}}」に入れるものがありません。"
                    report.add(f"letters/{letter.key}.md", where, message, nearest(hole, known))


def load_guide(folder: Path, report: Report) -> str:
    """guide.md as it stands."""
    path = folder / "guide.md"
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not text:
        report.add(
            "guide.md",
            "本文",
            "案内文がありません。",
            "どんな手続か、必要なもの、費用、日数、問い合わせ先を書いてください。",
        )
    if RAW_HTML.search(text):
        report.add("guide.md", "本文", "HTML が書かれています。", "Markdown だけで書いてください。")
    return text
