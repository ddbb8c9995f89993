"""text.<language>.toml: what a procedure says in another language, by path, with the stamps of the
Japanese.
"""

import difflib
import re
from collections.abc import Iterable, Mapping

from yakuba.ground.catalogue.definition import Procedure, Translation
from yakuba.ground.catalogue.loading.letters import RAW_HTML
from yakuba.ground.catalogue.loading.table import Table
from yakuba.ground.catalogue.speech import STAMP, texts_of

_HEADING = re.compile(r"^#+ ", re.MULTILINE)
_STAMP = re.compile(f"[0-9a-f]{{{STAMP}}}")


def text_name(language: str) -> str:
    """The name of a language's file, without its ending."""
    return f"text.{language}"


def text_file(language: str) -> str:
    """The name of a language's file."""
    return f"{text_name(language)}.toml"


def load_texts(top: Table, procedure: Procedure) -> Translation:
    """The texts of one language; paths the procedure does not have are faults, missing texts are not."""
    found = load_translation(top, texts_of(procedure))
    text = top.one("text")
    if text is not None and "guide" in found.texts:
        _check_guide(text, found.texts["guide"], procedure.guide)
    return found


def load_translation(top: Table, known: Mapping[str, str]) -> Translation:
    """The texts of one language of anything whose Japanese texts are `known` by path."""
    text, of = top.one("text"), top.one("of")
    if text is None:
        top.fault("text", "ありません。", "[text] の下に訳を書いてください。")
        return Translation({})
    words = text.texts("words")
    texts = _texts(text, known)
    stamps = {} if of is None else _stamps(of, known)
    top.close()
    return Translation(texts, stamps, words)


def _texts(table: Table, known: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for path in table.data:
        if path == "words":
            continue
        if path not in known:
            _unknown(table, path, known)
        elif said := table.text(path):
            found[path] = said
    return found


def _stamps(table: Table, known: Mapping[str, str]) -> dict[str, str]:
    """Stamps of texts that are gone tell nothing and are passed over: the next `--stamp` drops them."""
    found = {}
    for path in table.data:
        stamp = table.text(path)
        if not _STAMP.fullmatch(stamp):
            table.fault(
                path, "印の形が違います。", "`yakuba town translate <key> --stamp` で書き直してください。"
            )
        elif path in known:
            found[path] = stamp
    return found


def _unknown(table: Table, path: str, known: Iterable[str]) -> None:
    if isinstance(table.data[path], Mapping):
        table.fault(
            path, "名前の点が表になっています。", 'pages.a.title は "pages.a.title" と囲んでください。'
        )
        return
    near = difflib.get_close_matches(path, list(known), n=1)
    hint = f"「{near[0]}」ではありませんか。" if near else ""
    table.fault(
        path, "日本語にない文です。", f"{hint}使える名前は `yakuba town translate <key>` で見られます。"
    )


def _check_guide(table: Table, said: str, japanese: str) -> None:
    if RAW_HTML.search(said):
        table.fault("guide", "HTML が書かれています。", "Markdown だけで書いてください。")
    here, there = len(_HEADING.findall(said)), len(_HEADING.findall(japanese))
    if here != there:
        table.fault(
            "guide",
            f"見出しが {here} こです。日本語には {there} こあります。",
            "同じ見出しを同じ順に置いてください。",
        )
