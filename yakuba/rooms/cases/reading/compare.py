"""Answers as shown to staff, with what a correction changed marked and the old text beside it."""

from dataclasses import dataclass, replace

from yakuba.rooms.answers import door as answers


@dataclass(frozen=True)
class AnswerRow:
    """One answer; `old` is what stood there before the latest correction."""

    key: str
    label: str
    lines: tuple[str, ...]
    changed: bool = False
    old: str = ""


@dataclass(frozen=True)
class AnswerSection:
    """The answers of one page."""

    title: str
    rows: tuple[AnswerRow, ...]


def sections_of(
    now: answers.SubmissionView, before: answers.SubmissionView | None
) -> tuple[AnswerSection, ...]:
    """The answers of `now`, compared with `before` when there was an earlier version."""
    old = _shown(before) if before else {}
    found = [
        AnswerSection(
            section.title,
            tuple(
                _with_origin(_row(row.key, row.label, tuple(row.lines), before, old), now)
                for row in section.rows
            ),
        )
        for section in now.sections
    ]
    gone = _gone(now, before)
    return tuple([*found, AnswerSection("補正でなくなった項目", gone)] if gone else found)


def _row(
    key: str,
    label: str,
    lines: tuple[str, ...],
    before: answers.SubmissionView | None,
    old: dict[str, tuple[str, tuple[str, ...]]],
) -> AnswerRow:
    if before is None or old.get(key, ("", ()))[1] == lines:
        return AnswerRow(key, label, lines)
    return AnswerRow(key, label, lines, changed=True, old="、".join(old[key][1]) if key in old else "(なし)")


def _with_origin(row: AnswerRow, now: answers.SubmissionView) -> AnswerRow:
    """Under a reused answer, where it came from."""
    return replace(row, lines=(*row.lines, *answers.reused(now, row.key)))


def _gone(now: answers.SubmissionView, before: answers.SubmissionView | None) -> tuple[AnswerRow, ...]:
    if before is None:
        return ()
    kept = _shown(now)
    return tuple(
        AnswerRow(key, label, ("(なし)",), changed=True, old="、".join(lines))
        for key, (label, lines) in _shown(before).items()
        if key not in kept
    )


def _shown(view: answers.SubmissionView) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {row.key: (row.label, tuple(row.lines)) for section in view.sections for row in section.rows}
