"""The page of all procedures: what answers the plan, how complete each is, and on what it stands."""

from collections.abc import Iterable, Sequence

from docs.pages import table
from yakuba.ground import town
from yakuba.ground.catalogue import speech
from yakuba.ground.catalogue.definition import CHANNELS, IDENTITIES, OPERATORS, Procedure, Question
from yakuba.ground.languages import LANGUAGES
from yakuba.hall import town_data, town_plan

_STATES = {"complete": "全部", "guide": "案内"}
_HEAD = (
    "手続", "だれ", "担当", "質問", "条件", "料金", "標準処理期間", "決裁", "分類と保存", "受け方", "確かめ",
    "状態", "訳", "計画の行", "ポータルでの名前",
)  # fmt: skip


def procedures() -> str:
    """Every procedure of the town, read off its definition."""
    found = town_data.check().procedures
    return "\n".join(
        [
            "# 手続の一覧 (procedures)\n",
            _coverage(found),
            "## 手続\n",
            "「状態」: 全部 = 申請から完結までできる、案内 = ほかの所が行うので案内と行き先だけ、"
            "「…のほか全部」= その部屋ができるのを待つ。「条件」は、出し分けと確かめの数。"
            "「決裁」は、確かめの例で決裁する職（金額や場合で変わる）。\n",
            table(_HEAD, [_row(procedure) for procedure in found]),
            "## 段階、根拠、出典\n",
            table(("手続", "段階", "根拠", "出典・見本"), [_grounds(procedure) for procedure in found]),
        ]
    )


def _coverage(found: Sequence[Procedure]) -> str:
    """Which procedure answers which row of the plan."""
    rows = town_plan.rows()
    answers = {row.ref: [procedure for procedure in found if row.ref in procedure.plan] for row in rows}
    subjects = {row.subject for row in rows}
    open_subjects = {row.subject for row in rows if not answers[row.ref]}
    answered = sum(1 for row in rows if answers[row.ref])
    beside = [procedure for procedure in found if not procedure.plan]
    said = (
        f"計画（`town/plan.csv`）の {len(rows)} 行・{len(subjects)} 手続のうち、"
        f"{answered} 行・{len(subjects - open_subjects)} 手続に定義があります。"
        f"町の定義は {len(found)} 件で、{_count(found)}。"
    )
    if beside:
        said += f"計画の行を持たないもの: {'、'.join(procedure.title for procedure in beside)}。"
    cells = [
        (
            row.ref,
            row.title,
            OPERATORS.get(row.operator, row.operator),
            "、".join(f"`{procedure.key}`（{_state(procedure)}）" for procedure in answers[row.ref])
            or "**なし**",
        )
        for row in rows
    ]
    return f"{said}\n\n## 計画の行\n\n{table(('行', '計画での名前', 'だれ', '手続'), cells)}"


def _count(found: Sequence[Procedure]) -> str:
    complete = sum(1 for procedure in found if procedure.completeness == "complete")
    guides = sum(1 for procedure in found if procedure.is_guide_only)
    return (
        f"全部できるもの {complete} 件、部屋を待つもの {len(found) - complete - guides} 件、案内 {guides} 件"
    )


def _row(procedure: Procedure) -> tuple[object, ...]:
    questions = _all(procedure.all_questions())
    named = procedure.run_by.name if procedure.run_by else ""
    valid = sum(1 for example in procedure.examples if example.expect.get("valid"))
    record = procedure.record
    return (
        f"{procedure.title}（`{procedure.key}`）",
        OPERATORS.get(procedure.operator, procedure.operator) + (f"（{named}）" if named else ""),
        _sections()[procedure.section],
        len(questions) or "—",
        sum(1 for q in questions if q.show_when) + sum(len(q.check) for q in questions) or "—",
        "—" if procedure.is_guide_only else "あり" if procedure.fees else "無料",
        f"{procedure.standard_days}開庁日" if procedure.standard_days else "定めなし",
        "—" if procedure.is_guide_only else "、".join(map(_post, town_data.deciders(procedure))),
        f"{record.classification} {_retention(record.retention)}" if record else "—",
        "、".join(CHANNELS[channel] for channel in procedure.channels) + _identity(procedure),
        f"例 {len(procedure.examples)}（うち断る例 {len(procedure.examples) - valid}）"
        if procedure.examples
        else "—",
        _state(procedure),
        _languages(procedure),
        "、".join(procedure.plan) or "—",
        "、".join(procedure.portal) or "—",
    )


def _grounds(procedure: Procedure) -> tuple[object, ...]:
    return (
        procedure.title,
        "→".join(step.title for step in procedure.steps) or "—",
        "、".join(f"{basis.law} {basis.article}".strip() for basis in procedure.basis),
        "、".join(
            f"{source.title}{('（' + source.note + '）') if source.note else ''}"
            for source in procedure.sources
        )
        or "—",
    )


def _state(procedure: Procedure) -> str:
    return _STATES.get(procedure.completeness, f"{procedure.waits_for}のほか全部")


def _identity(procedure: Procedure) -> str:
    return (
        f"（{IDENTITIES[procedure.identity]}）"
        if "online" in procedure.channels
        else ("" if procedure.channels else "—")
    )


def _languages(procedure: Procedure) -> str:
    left = {
        language: len(speech.missing(procedure, language)) + len(speech.stale(procedure, language))
        for language in speech.TRANSLATED
    }
    return "、".join(
        f"{LANGUAGES[language]}{f'（残り{count}）' if count else ''}" for language, count in left.items()
    )


def _sections() -> dict[str, str]:
    return {entry["key"]: entry["name"] for entry in town.read("organization")["section"]}


def _post(key: str) -> str:
    """The name of a post by its key; a decision nobody has to take is said as such."""
    if not key:
        return "決裁なし"
    organization = town.read("organization")
    for post in organization.get("post", ()):
        if post["key"] == key:
            return str(post["title"])
    section, _, role = key.partition(".")
    posts = {entry["key"]: entry.get("posts", {}) for entry in organization["section"]}
    return str(posts.get(section, {}).get(role, key))


def _retention(key: str) -> str:
    return next((row["title"] for row in town.read("retention")["retention"] if row["key"] == key), key)


def _all(questions: Iterable[Question]) -> list[Question]:
    return [found for q in questions for found in (q, *_all(q.questions))]
