"""examples.toml: worked examples, with the short forms authors may write put into stored form."""

import mimetypes
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from yakuba.ground.catalogue.definition import CHANNELS, Example, Question
from yakuba.ground.catalogue.loading.report import nearest
from yakuba.ground.catalogue.loading.table import Table, stored

EXPECTATIONS = (
    "valid", "problem_keys", "hidden", "visible", "fee_total", "fee_by_year", "fee_lines", "steps", "decider",
)  # fmt: skip
_FILES = uuid.UUID("6f1d7c1e-6a0b-5c57-9b56-0d2f5f0c8a11")
"""Name space of the invented file ids of examples."""


def load_examples(
    top: Table, questions: Sequence[Question], staff: Sequence[Question], steps: Sequence[str]
) -> tuple[Example, ...]:
    """All examples; at least one must show a valid application."""
    tables = top.many("example")
    found = tuple(_example(table, questions, staff, steps) for table in tables)
    if not any(example.expect.get("valid") for example in found):
        top.fault(
            "example",
            "正しい申請の例がありません。",
            "expect = { valid = true, … } の例を1つ以上書いてください。",
        )
    top.close()
    return found


def _example(
    table: Table, questions: Sequence[Question], staff: Sequence[Question], steps: Sequence[str]
) -> Example:
    title = table.text("title", required=True)
    answers = _answers(table, "answers", questions, required=True)
    own = _answers(table, "staff", staff)
    facts, expect = table.one("facts"), table.one("expect")
    known: dict[str, Any] = {"today": "", "channel": "online"}
    if facts is None:
        table.fault(
            "facts",
            "申請の日がありません。",
            'facts = { today = 2026-12-01, channel = "online" } を書いてください。',
        )
    else:
        known = {"today": facts.day("today", required=True)}
        known["channel"] = facts.word("channel", CHANNELS, default="online")
        facts.close()
    table.close(("answers", "staff", "facts", "expect"))
    return Example(title, answers, known, _expect(table, expect, questions, steps), own)


def _answers(
    table: Table, name: str, questions: Sequence[Question], *, required: bool = False
) -> dict[str, Any]:
    one = table.one(name)
    if one is None:
        if required:
            table.fault(name, "答えがありません。", f"[example.{name}] を書いてください。")
        return {}
    by_key = {question.key: question for question in questions}
    found = {}
    for key, value in one.data.items():
        if key not in by_key:
            one.fault(key, f"「{key}」という質問はありません。", nearest(key, by_key))
            continue
        found[key] = _stored(by_key[key], value)
    return found


def _stored(question: Question, value: Any) -> Any:
    if question.kind == "file" and isinstance(value, list):
        return [_file(one) if isinstance(one, str) else stored(one) for one in value]
    if question.questions and isinstance(value, list):
        inner = {one.key: one for one in question.questions}
        return [_row(inner, row) if isinstance(row, Mapping) else row for row in value]
    if question.kind == "number" and not isinstance(value, bool):
        return str(stored(value))
    return stored(value)


def _row(inner: Mapping[str, Question], row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _stored(inner[key], value) if key in inner else stored(value) for key, value in row.items()}


def _file(name: str) -> dict[str, Any]:
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"file": str(uuid.uuid5(_FILES, name)), "name": name, "size": 100_000, "media_type": media_type}


def _expect(
    table: Table, expect: Table | None, questions: Sequence[Question], steps: Sequence[str]
) -> dict[str, Any]:
    if expect is None or not expect.data:
        table.fault(
            "expect",
            "何が正しいかがありません。",
            "expect = { valid = true, fee_total = 1200 } のように書いてください。",
        )
        return {}
    keys = [question.key for question in questions]
    for name, value in expect.data.items():
        if name not in EXPECTATIONS:
            expect.fault(name, "この名前は使えません。", nearest(name, EXPECTATIONS))
        elif name in ("problem_keys", "visible", "steps"):
            known = steps if name == "steps" else keys
            for one in value if isinstance(value, list) else [value]:
                if one not in known:
                    expect.fault(name, f"「{one}」はありません。", nearest(str(one), known))
    found: dict[str, Any] = stored(expect.data)
    return found
