"""procedure.toml: what the procedure is, its grounds, who runs it, its record; its steps are in steps.py."""

import re
from typing import Any

from yakuba.ground.catalogue.definition import (
    EFFECTS,
    IDENTITIES,
    LINK_KINDS,
    OPERATORS,
    OWN_CHANNELS,
    Basis,
    Link,
    Prepare,
    RecordRule,
    RunBy,
    Source,
)
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table

_PLAN_ROW = re.compile(r"[a-z][a-z0-9]*/[1-9][0-9]*")


def is_guide_only(table: Table) -> bool:
    """Whether a procedure.toml, as written, only tells of a procedure that another body runs."""
    return table.data.get("operator", "town") != "town" and not table.data.get("steps")


def load_header(table: Table, folder_name: str, sections: set[str] | None) -> dict[str, Any]:
    """The scalar parts of a procedure by field name."""
    key = table.name()
    if key and key != folder_name:
        table.fault("key", f"フォルダーの名前「{folder_name}」と違います。", "どちらかに合わせてください。")
    section = table.text("section", required=True)
    if sections is not None and section and section not in sections:
        table.fault("section", f"「{section}」という係はありません。", nearest(section, sorted(sections)))
    guide_only = is_guide_only(table)
    return {
        "key": key,
        "title": table.text("title", required=True),
        "kana": table.text("kana", required=True),
        "summary": table.text("summary", required=True),
        "section": section,
        "effect": _effect(table, guide_only=guide_only),
        "words": table.texts("words"),
        "category": table.text("category"),
        "life_events": table.texts("life_events"),
        "operator": table.word("operator", OPERATORS, default="town"),
        "for_whom": table.text("for_whom"),
        "identity": table.word("identity", IDENTITIES, default="email"),
        "standard_days": table.whole("standard_days", least=1, most=1000),
        "symbol": table.text("symbol"),
        "basis": _basis(table),
        "sources": _sources(table),
        "channels": _channels(table, guide_only=guide_only),
        "prepare": _prepare(table),
        "record": _record(table, guide_only=guide_only),
        "external": _address(table, "external"),
        "plan": _plan(table),
        "portal": table.texts("portal"),
        "run_by": _run_by(table),
        "links": _links(table),
        "waits_for": _waits_for(table, guide_only=guide_only),
    }


def _effect(table: Table, *, guide_only: bool) -> str:
    if guide_only and "effect" not in table.data:
        return ""
    return table.word("effect", EFFECTS)


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


def _channels(table: Table, *, guide_only: bool) -> tuple[str, ...]:
    given = table.texts("channels")
    if guide_only:
        if given:
            table.fault(
                "channels",
                "町が受け付けない手続には書けません。",
                "この行を消し、[[links]] に行き先を書いてください。",
            )
        return ()
    for place, name in enumerate(given):
        if name not in OWN_CHANNELS:
            table.fault(
                f"channels[{place}]", f"「{name}」という受付の方法はありません。", nearest(name, OWN_CHANNELS)
            )
    return given or OWN_CHANNELS


def _record(table: Table, *, guide_only: bool) -> RecordRule | None:
    one = table.one("record")
    if one is None:
        if not guide_only:
            table.fault("record", "文書の分類と保存期間がありません。", "[record] を書いてください。")
        return None
    if guide_only:
        table.fault("record", "町に文書が残らない手続には書けません。", "[record] を消してください。")
    rule = RecordRule(
        one.text("classification", required=True), one.text("file_title", required=True),
        one.text("retention", required=True), one.text("start", default="next_fiscal_year"),
        one.text("at_end", default="dispose"),
    )  # fmt: skip
    one.close()
    return rule


def _address(table: Table, key: str, *, required: bool = False, plain: bool = False) -> str:
    """A URL; https only, unless `plain` (other bodies' pages, some of which have nothing else)."""
    url = table.text(key, required=required)
    if url and not url.startswith(("https://", "http://") if plain else "https://"):
        table.fault(key, "https:// で始まる URL ではありません。", "https:// から書いてください。")
    return url


def _plan(table: Table) -> tuple[str, ...]:
    given = table.texts("plan")
    for place, row in enumerate(given):
        if not _PLAN_ROW.fullmatch(row):
            table.fault(
                f"plan[{place}]",
                f"「{row}」は計画の行ではありません。",
                'plan = ["myna/1"] のように書いてください。',
            )
    return given


def _run_by(table: Table) -> RunBy | None:
    one = table.one("run_by")
    by_town = table.data.get("operator", "town") == "town"
    if one is None:
        if not by_town:
            table.fault(
                "run_by",
                "だれが受け付けて決めるかがありません。",
                "[run_by] に name と decides を書いてください。",
            )
        return None
    if by_town:
        table.fault(
            "run_by", "町が行う手続には書けません。", "[run_by] を消すか、operator を直してください。"
        )
    found = RunBy(
        one.text("name", required=True), one.text("decides", required=True), one.text("phone"),
        one.text("place"), _address(one, "url", plain=True),
    )  # fmt: skip
    one.close()
    return found


def _links(table: Table) -> tuple[Link, ...]:
    found = []
    for one in table.many("links"):
        kind, label = one.word("kind", LINK_KINDS), one.text("label", required=True)
        found.append(Link(kind, label, _address(one, "url", required=True, plain=True), one.text("note")))
        one.close()
    return tuple(found)


def _waits_for(table: Table, *, guide_only: bool) -> str:
    said = table.text("waits_for")
    if said and guide_only:
        mend = "この行を消すか、[[steps]] から始まる全部の定義を書いてください。"
        table.fault("waits_for", "町が受け付けない手続には書けません。", mend)
    return said
