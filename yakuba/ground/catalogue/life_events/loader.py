"""From `town/life_events/*.toml` to life events: everything is checked, all faults are told at once."""

import tomllib
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from yakuba.ground.catalogue.definition import (
    ONCE_ONLY,
    SHARED,
    Page,
    Procedure,
    Question,
    Translation,
)
from yakuba.ground.catalogue.life_events.event import Deadline, Give, Item, LifeEvent
from yakuba.ground.catalogue.life_events.telling import texts_of
from yakuba.ground.catalogue.loading.eligibility import KINDS
from yakuba.ground.catalogue.loading.questions import load_questions
from yakuba.ground.catalogue.loading.report import DefinitionErrors, Report, nearest
from yakuba.ground.catalogue.loading.table import Table, unique
from yakuba.ground.catalogue.loading.texts import load_translation
from yakuba.ground.catalogue.speech import TRANSLATED
from yakuba.ground.catalogue.vocabulary import Vocabulary

PAGE = "questions"
MOST_QUESTIONS = 10
_KINDS = tuple(kind for kind in KINDS if kind in ("choice", "choices", "yes_no", "number", "date"))
_UNITS = ("days", "business_days", "months")
_LEAST_ORDER_STEP = 10


def load_life_events(folder: Path, *, procedures: Collection[str] | None) -> tuple[LifeEvent, ...]:
    """The life events of a folder in the town's order. `procedures`: the keys an item may name, or None not
    to check them.

    Raises DefinitionErrors holding every fault found.
    """
    report = Report()
    events = []
    for path in sorted(folder.glob("*.toml")):
        if "." not in path.stem:
            events.append(_load(path, procedures, report))
        elif path.stem.partition(".")[2] not in TRANSLATED or not _original(path).is_file():
            report.add(
                path.name, "ファイル", "使われないファイルです。", "名前を確かめるか、消してください。"
            )
    if report.faults:
        raise DefinitionErrors(report.faults)
    return tuple(sorted(events, key=lambda event: (event.order, event.key)))


def _original(path: Path) -> Path:
    return path.with_name(f"{path.stem.partition('.')[0]}.toml")


def _read(path: Path, report: Report) -> Table:
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mend = "UTF-8 で、TOML の書き方に直してください。"
        report.add(path.name, "ファイル", f"TOML として読めません({error})。", mend)
    return Table(data, path.name, "", report)


def _load(path: Path, procedures: Collection[str] | None, report: Report) -> LifeEvent:
    top = _read(path, report)
    title, text = top.text("title", required=True), top.text("text", required=True)
    keys = [one.get("key") for one in top.data.get(PAGE, ()) if isinstance(one, dict)]
    vocabulary = Vocabulary.start(fees=False, below=[f"q.{key}" for key in keys])
    questions = load_questions(top, vocabulary)
    _check_questions(top, questions)
    asking = Procedure(
        path.stem,
        title,
        "",
        text,
        "",
        "",
        pages=(Page(PAGE, "", "", questions),) if questions else (),
        steps=(),
    )
    tables = top.many("items")
    items = tuple(_item(table, at, questions, vocabulary) for at, table in enumerate(tables, 1))
    unique(zip(tables, (item.key for item in items), strict=True), "すること")
    _check_procedures(tables, items, procedures)
    if not items:
        top.fault("items", "することがありません。", "[[items]] を1つ以上書いてください。")
    kana, icon, words = top.text("kana", required=True), top.text("icon"), top.texts("words")
    order, gives = top.whole("order") or 0, tuple(_give(one, vocabulary) for one in top.many("gives"))
    event = LifeEvent(path.stem, kana, icon, order, words, asking, items, gives)
    top.close()
    return _with_texts(event, path, report)


def _check_questions(top: Table, questions: tuple[Question, ...]) -> None:
    if len(questions) > MOST_QUESTIONS:
        mend = f"{MOST_QUESTIONS}つまでに減らしてください。"
        top.fault(PAGE, f"質問が {len(questions)} こです。", mend)
    for at, question in enumerate(questions):
        if question.kind not in _KINDS:
            top.fault(
                f"{PAGE}[{at}].kind", f"「{question.kind}」は使えません。", nearest(question.kind, _KINDS)
            )
        if [one.key for one in questions].count(question.key) > 1:
            mend = "別の key にしてください。"
            top.fault(f"{PAGE}[{at}].key", f"質問の key「{question.key}」が2回あります。", mend)


def _item(table: Table, number: int, questions: tuple[Question, ...], vocabulary: Vocabulary) -> Item:
    procedure = table.name("procedure") if "procedure" in table.data else ""
    key = table.name("key") if "key" in table.data or not procedure else procedure
    item = Item(
        key=key,
        order=table.whole("order") or number * _LEAST_ORDER_STEP,
        title=table.text("title", required=not procedure),
        text=table.text("text", required=not procedure),
        why=table.text("why", required=True),
        place=table.text("place", required=True),
        decides=table.text("decides"),
        url=_url(table),
        url_text=table.text("url_text", required="url" in table.data),
        procedure=procedure,
        when=table.rule("when", vocabulary),
        deadline=_deadline(table.one("deadline"), questions),
        times=_times(table, questions),
    )
    table.close()
    return item


def _give(table: Table, vocabulary: Vocabulary) -> Give:
    key = table.text("key", required=True)
    if key and key not in ONCE_ONLY and not key.startswith(SHARED):
        table.fault("key", f"「{key}」は一度だけ聞く言葉ではありません。", nearest(key, tuple(ONCE_ONLY)))
    give = Give(key, table.text("value", required=True), table.rule("when", vocabulary))
    table.close()
    return give


def _times(table: Table, questions: tuple[Question, ...]) -> str:
    """The key of the question that says how often; "" for once."""
    own = table.one("times")
    if own is None:
        return ""
    key = own.name("q")
    own.close()
    if key and not any(question.key == key and question.kind == "number" for question in questions):
        own.fault("q", f"「{key}」という数の質問がありません。", "number の質問の key を書いてください。")
    if "procedure" not in table.data:
        mend = "procedure を書くか、times を消してください。"
        table.fault("times", "手続でないことには書けません。", mend)
    return key


def _url(table: Table) -> str:
    url = table.text("url")
    if url and not url.startswith("https://"):
        table.fault("url", "https の道ではありません。", "https:// で始まる道を書いてください。")
    return url


def _deadline(table: Table | None, questions: tuple[Question, ...]) -> Deadline | None:
    if table is None:
        return None
    text, basis = table.text("text", required=True), table.text("basis")
    counts = {unit: table.whole(unit, least=1, most=400) for unit in _UNITS}
    given = [(unit, count) for unit, count in counts.items() if count]
    start = table.text("from")
    first_day_counts = table.flag("first_day_counts", default=False)
    table.close()
    if not given and not start:
        return Deadline(text, basis)
    if len(given) != 1 or not start:
        table.fault("", "数え方がわかりません。", f"{'・'.join(_UNITS)} の1つと from を書いてください。")
        return None
    if not basis:
        table.fault("basis", "根拠がありません。", "法令の名前と条を書いてください。")
    if not any(question.key == start and question.kind == "date" for question in questions):
        table.fault(
            "from", f"「{start}」という日付の質問がありません。", "date の質問の key を書いてください。"
        )
    (unit, count) = given[0]
    return Deadline(text, basis, count, unit, start, first_day_counts)


def _check_procedures(
    tables: list[Table], items: tuple[Item, ...], procedures: Collection[str] | None
) -> None:
    for table, item in zip(tables, items, strict=True):
        if item.procedure and procedures is not None and item.procedure not in procedures:
            message = f"「{item.procedure}」という手続がありません。"
            table.fault("procedure", message, nearest(item.procedure, sorted(procedures)))


def _with_texts(event: LifeEvent, path: Path, report: Report) -> LifeEvent:
    known = texts_of(event)
    texts: dict[str, Translation] = {}
    for language in TRANSLATED:
        own = path.with_name(f"{path.stem}.{language}.toml")
        if own.is_file():
            texts[language] = load_translation(_read(own, report), known)
    return replace(event, texts=texts)
