"""Asking a procedure's questions: what is visible, reading a page, checking all, showing the answers."""

from yakuba.ground.catalogue.asking.acts import (
    BUTTONS,
    Act,
    Pressed,
    find_question,
    press,
    read_act,
    with_files,
    without_file,
)
from yakuba.ground.catalogue.asking.names import Posted, Problem, html_id
from yakuba.ground.catalogue.asking.reading import Reading, check_all, check_staff, read_page
from yakuba.ground.catalogue.asking.shown import (
    DisplayRow,
    DisplaySection,
    display,
    display_rows,
    display_staff,
    role_brief,
    role_text,
    search_text,
)
from yakuba.ground.catalogue.asking.views import FieldView, OptionView, PartView, RowView, fields
from yakuba.ground.catalogue.asking.visible import (
    condition_data,
    facts_for,
    passes_by_itself,
    prune,
    role_value,
    steps_taken,
    visible_pages,
    visible_questions,
)
from yakuba.ground.catalogue.wording import wording_of as wording

__all__ = [
    "BUTTONS",
    "Act",
    "DisplayRow",
    "DisplaySection",
    "FieldView",
    "OptionView",
    "PartView",
    "Posted",
    "Pressed",
    "Problem",
    "Reading",
    "RowView",
    "check_all",
    "check_staff",
    "condition_data",
    "display",
    "display_rows",
    "display_staff",
    "facts_for",
    "fields",
    "find_question",
    "html_id",
    "passes_by_itself",
    "press",
    "prune",
    "read_act",
    "read_page",
    "role_brief",
    "role_text",
    "role_value",
    "search_text",
    "steps_taken",
    "visible_pages",
    "visible_questions",
    "with_files",
    "without_file",
    "wording",
]
