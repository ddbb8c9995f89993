"""The summary before sending, as templates want it: the same in the citizen's and in the clerk's frame."""

from typing import Any

from yakuba.ground.catalogue.asking import DisplayRow, DisplaySection, display, find_question
from yakuba.ground.catalogue.fees import Assessment
from yakuba.ground.languages import say
from yakuba.ground.money import spoken_yen
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.offered import source_text
from yakuba.rooms.answers.pages.steps import CHECKING, steps_of
from yakuba.rooms.answers.reading.checks import Summary
from yakuba.rooms.answers.reading.drafts import DraftView


def summary_context(summary: Summary, frame: Frame) -> dict[str, Any]:
    """What `answers/summary_body.html` takes, and `missing` and `steps` for the page around it."""
    draft = summary.draft
    return {
        "frame": frame,
        "draft": draft,
        "summary": summary,
        "sections": [_section(section, summary, frame) for section in summary.sections],
        "dropped_text": _dropped_text(summary),
        "missing": [
            {
                "title": f"{missing.page_title}: {missing.problem.message}",
                "url": f"{frame.page_url(draft.id, missing.page)}?{CHECKING}=1#{missing.problem.anchor}",
            }
            for missing in summary.missing
        ],
        "steps": steps_of(draft, "", frame),
        **fee_context(summary.fee),
    }


def _section(section: DisplaySection, summary: Summary, frame: Frame) -> dict[str, Any]:
    pages = {page.key for page in summary.draft.pages}
    page = section.page
    free = summary.draft.allowed is None and page in pages
    closed = [row for row in section.rows if row.key in summary.draft.given]
    return {
        "title": section.title,
        "change_url": _change_url(summary, frame, page) if free else "",
        "rows": [_row(row, summary, frame) for row in section.rows],
        "given": [{"key": row.key, "label": row.label} for row in closed],
    }


def _row(row: DisplayRow, summary: Summary, frame: Frame) -> dict[str, Any]:
    draft = summary.draft
    correctable = draft.allowed is not None and row.key in draft.allowed
    changed = summary.changed(row.key)
    given = draft.given.get(row.key)
    url = _change_url(summary, frame, row.page) if correctable else ""
    if given and given.place and frame.place_url:
        url = f"{frame.place_url(given.place)}?{CHECKING}=1"
    return {
        "label": row.label,
        "lines": [*row.lines, *_origin(draft, row.key)],
        "change_url": url,
        "changed": changed,
        "old": _old(row, summary) if changed else "",
    }


def _origin(draft: DraftView, key: str) -> list[str]:
    """Where a reused answer came from, as a last line under it."""
    origin = draft.given.get(key) or draft.origin(key)
    return [say("({source}より)", source=source_text(origin.source, origin.at))] if origin else []


def _old(row: DisplayRow, summary: Summary) -> str:
    before = (summary.before or {}).get(row.key)
    if before is None:
        return say("入力なし")
    return "、".join(display(summary.draft.shown.question(row.key), before))


def _change_url(summary: Summary, frame: Frame, page: str) -> str:
    return f"{frame.page_url(summary.draft.id, page)}?{CHECKING}=1"


def _dropped_text(summary: Summary) -> str:
    labels = "」「".join(_label(summary, key) for key in summary.dropped)
    return (
        say("「{labels}」は、ほかの答えによって必要がなくなりました。送る内容には入りません。", labels=labels)
        if labels
        else ""
    )


def _label(summary: Summary, path: str) -> str:
    """The label of "key", or of "repeat.key" inside a repeat."""
    found = find_question(summary.draft.shown.all_questions(), path)
    return found.label if found else path


def fee_context(fee: Assessment | None) -> dict[str, Any]:
    """The fee as rows of `ui/parts/money_table.html`, with its reasons."""
    lines = fee.lines if fee else ()
    return {
        "fee_rows": [
            {"label": line.label, "detail": line.basis, "amount": spoken_yen(line.amount)} for line in lines
        ],
        "fee_reasons": list(dict.fromkeys(sentence for line in lines for sentence in line.because)),
        "total": spoken_yen(fee.total) if fee else "",
    }
