"""How easy やさしい日本語 is to read, beside the ordinary Japanese it stands for.

The measure is jReadability (Hasebe Yoichiro, Lee Jae-ho: "Introducing a readability evaluation system for
Japanese language education", 2015; here the package `jreadability`): 0.5 to 6.5, the higher the easier:
0.5-1.5 upper advanced, 1.5-2.5 lower advanced, 2.5-3.5 upper intermediate, 3.5-4.5 lower intermediate,
4.5-5.5 upper elementary, 5.5-6.5 lower elementary. A score of a few words says little: texts are scored
whole, a procedure or the pages' messages at a time.

    python -m bench.reading_level [--longest 10]
"""

import argparse
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from babel.messages.pofile import read_po
from fugashi import Tagger
from jreadability import compute_readability

HOUSE = Path(__file__).resolve().parents[1]
PROCEDURES = HOUSE / "town" / "procedures"
PO = HOUSE / "yakuba" / "locale" / "ja_Easy" / "LC_MESSAGES" / "django.po"
LEVELS = (
    (1.5, "上級後半"), (2.5, "上級前半"), (3.5, "中級後半"),
    (4.5, "中級前半"), (5.5, "初級後半"), (9.9, "初級前半"),
)  # fmt: skip
AIM = 30  # characters of a sentence: 在留支援のためのやさしい日本語ガイドライン
_MARKDOWN = re.compile(r"^\s*(?:#+|[-*]|\d+\.)\s*|\*\*|`|\[([^\]]*)\]\([^)]*\)", re.MULTILINE)
_HOLE = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>|\[\w+\]")
_JAPANESE = re.compile("[ぁ-ん一-龥]")


@dataclass(frozen=True)
class Texts:
    """One thing's texts in one kind of Japanese."""

    name: str
    sentences: tuple[str, ...]

    @property
    def length(self) -> float:
        """Mean characters of a sentence."""
        return fmean(map(len, self.sentences)) if self.sentences else 0.0

    @property
    def within_aim(self) -> float:
        """Share of the sentences that are no longer than the guideline's aim."""
        return fmean(len(one) <= AIM for one in self.sentences) if self.sentences else 0.0

    def score(self, tagger: Tagger) -> float:
        return compute_readability("".join(self.sentences), tagger)


def sentences_of(text: str) -> Iterator[str]:
    """Sentences as a reader meets them: a list item and a heading are one each."""
    for line in _MARKDOWN.sub(lambda found: found[1] or "", text).splitlines():
        for sentence in re.split(r"(?<=[。？！])(?![」）])", _HOLE.sub("○", line)):
            if _JAPANESE.search(sentence):
                yield sentence.strip() if sentence.strip()[-1] in "。？！" else sentence.strip() + "。"


def texts(name: str, many: Mapping[str, str]) -> Texts:
    return Texts(name, tuple(one for text in many.values() for one in sentences_of(text)))


def pages() -> tuple[Texts, Texts]:
    """The messages and pages of the house: the ordinary text and the easy one, of all that are sentences."""
    with PO.open("rb") as file:
        messages = [one for one in read_po(file) if one.id and "。" in str(one.id)]
    ordinary = {str(one.id): str(one.id) for one in messages}
    return texts("画面の文", ordinary), texts("画面の文", {str(one.id): str(one.string) for one in messages})


def procedures() -> Iterator[tuple[Texts, Texts]]:
    """Each procedure's guide, summary and helps: what is long enough to be read as sentences."""
    for file in sorted(PROCEDURES.glob("*/text.ja-easy.toml")):
        easy = tomllib.loads(file.read_text(encoding="utf-8")).get("text", {})
        spoken = {key: text for key, text in easy.items() if isinstance(text, str) and "。" in text}
        yield texts(file.parent.name, _ordinary(file.parent)), texts(file.parent.name, spoken)


def _ordinary(folder: Path) -> dict[str, str]:
    """The Japanese of the same procedure: its guide, and every sentence of its definition for residents."""
    header = tomllib.loads((folder / "procedure.toml").read_text(encoding="utf-8"))
    guide = folder / "guide.md"
    found = {"guide": guide.read_text(encoding="utf-8")} if guide.is_file() else {}
    wanted = {name: header[name] for name in ("summary", "for_whom", "prepare", "run_by") if name in header}
    for name in ("questions.toml", "eligibility.toml"):
        if (folder / name).is_file():
            wanted[name] = tomllib.loads((folder / name).read_text(encoding="utf-8"))
    found.update((str(at), text) for at, text in enumerate(_strings(wanted)) if "。" in text)
    return found


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def level(score: float) -> str:
    return next(name for most, name in LEVELS if score < most)


def row(ordinary: Texts, easy: Texts, tagger: Tagger) -> str:
    before, after = ordinary.score(tagger), easy.score(tagger)
    return (
        f"| {easy.name} | {before:.2f} {level(before)} | {after:.2f} {level(after)} "
        f"| {ordinary.length:.1f} | {easy.length:.1f} | {easy.within_aim:.0%} | {len(easy.sentences)} |"
    )


def whole(name: str, many: list[Texts]) -> Texts:
    return Texts(name, tuple(sentence for one in many for sentence in one.sentences))


def main() -> None:
    parser = argparse.ArgumentParser(description="やさしい日本語の読みやすさ（jReadability）")
    parser.add_argument("--longest", type=int, default=10, help="長い文をいくつ出すか")
    longest = parser.parse_args().longest
    tagger = Tagger()
    pairs = [pages(), *procedures()]
    print("| | ふつうの日本語 | やさしい日本語 | 1文の字数 ふつう | やさしい | 30字以内 | 文の数 |")
    print("|---|---|---|---|---|---|---|")
    for ordinary, easy in pairs:
        if ordinary.sentences and easy.sentences:
            print(row(ordinary, easy, tagger))
    ordinary, easy = (whole("全体", [pair[side] for pair in pairs]) for side in (0, 1))
    print(row(ordinary, easy, tagger))
    print(f"\nいちばん長い文（やさしい日本語、{longest}）")
    everyone = {(len(sentence), one.name, sentence) for _, one in pairs for sentence in one.sentences}
    for length, name, sentence in sorted(everyone, reverse=True)[:longest]:
        print(f"- {length}字 {name}: {sentence}")


if __name__ == "__main__":
    main()
