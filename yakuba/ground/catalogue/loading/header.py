"""procedure.toml: what the procedure is, its grounds, its record; the rest of the file is in steps.py."""

from typing import Any

from yakuba.ground.catalogue.definition import (
    CHANNELS,
    EFFECTS,
    IDENTITIES,
    Basis,
    Prepare,
    RecordRule,
    Source,
)
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table


def load_header(table: Table, folder_name: str, sections: set[str] | None) -> dict[str, Any]:
    """The scalar parts of a procedure by field name."""
    key = table.name()
    if key and key != folder_name:
        table.fault("key", f"フォルダーの名前「{folder_name}」と違います。", "どちらかに合わせてください。")
    section = table.text("section", required=True)
    if sections is not None and section and section not in sections:
        table.fault("section", f"「{section}」という係はありません。", nearest(section, sorted(sections)))
    return {
        "key": key,
        "title": table.text("title", required=True),
        "kana": table.text("kana", required=True),
        "summary": table.text("summary", required=True),
        "section": section,
        "effect": table.word("effect", EFFECTS),
        "words": table.texts("words"),
        "category": table.text("category"),
        "life_events": table.texts("life_events"),
        "operator": table.text("operator"),
        "for_whom": table.text("for_whom"),
        "identity": table.word("identity", IDENTITIES, default="email"),
        "standard_days": table.whole("standard_days", least=1, most=1000),
        "symbol": table.text("symbol"),
        "basis": _basis(table),
        "sources": _sources(table),
        "channels": _channels(table),
        "prepare": _prepare(table),
        "record": _record(table),
        "external": _external(table),
    }


def _basis(table: Table) -> tuple[Basis, ...]:
    found = []
    for one in table.many("basis"):
        found.append(Basis(one.text("law", required=True), one.text("article"), one.text("url")))
        one.close()
    if not found:
        table.fault("basis", "根拠がありません。", '[[basis]] に law = "…" を書いてください。')
    return tuple(found)


def _sources(table: Table) -> tuple[Source, ...]:
    found = []
    for one in table.many("sources"):
        found.append(
            Source(one.text("title", required=True), one.text("date"), one.text("note"), one.text("url"))
        )
        one.close()
    return tuple(found)


def _prepare(table: Table) -> tuple[Prepare, ...]:
    found = []
    for one in table.many("prepare"):
        found.append(Prepare(one.text("label", required=True), one.text("help")))
        one.close()
    return tuple(found)


def _channels(table: Table) -> tuple[str, ...]:
    given = table.texts("channels")
    for place, name in enumerate(given):
        if name not in CHANNELS:
            table.fault(
                f"channels[{place}]", f"「{name}」という受付の方法はありません。", nearest(name, CHANNELS)
            )
    return given or tuple(CHANNELS)


def _record(table: Table) -> RecordRule | None:
    one = table.one("record")
    if one is None:
        table.fault("record", "文書の分類と保存期間がありません。", "[record] を書いてください。")
        return None
    rule = RecordRule(
        one.text("classification", required=True), one.text("file_title", required=True),
        one.text("retention", required=True), one.text("start", default="next_fiscal_year"),
        one.text("at_end", default="dispose"),
    )  # fmt: skip
    one.close()
    return rule


def _external(table: Table) -> str:
    url = table.text("external")
    if url and not url.startswith("https://"):
        table.fault("external", "https:// で始まる URL ではありません。", "https:// から書いてください。")
    return url
