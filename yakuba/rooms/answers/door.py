"""What other rooms may use: begin, write, check, seal drafts; read what was sealed; show question pages."""

from yakuba.rooms.answers.actions.clearing import discard
from yakuba.rooms.answers.actions.papers import (
    HandedIn,
    handed_in,
    put_on_paper,
    sent_meanwhile,
    taken_from_paper,
)
from yakuba.rooms.answers.actions.sealing import NotReady, Sealing, held, let_go_of_dropped, seal, sealing
from yakuba.rooms.answers.actions.starting import correction, known_answers, start
from yakuba.rooms.answers.actions.typing import type_all
from yakuba.rooms.answers.actions.writing import (
    answer_here,
    give,
    keep_alone,
    opened_by_link,
    save,
    set_filed_on,
    set_resume_email,
)
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.answers.pages.checking import fee_context, summary_context
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.pages.page import handle_page
from yakuba.rooms.answers.reading.checks import Missing, Summary, needs_email, summary, summary_of
from yakuba.rooms.answers.reading.counting import counts
from yakuba.rooms.answers.reading.drafts import (
    DraftRef,
    DraftRow,
    DraftView,
    Key,
    draft,
    draft_by_token,
    drafts,
    drafts_of,
)
from yakuba.rooms.answers.reading.held import account_facts, account_lines
from yakuba.rooms.answers.reading.sealed import (
    Fault,
    SubmissionRef,
    SubmissionView,
    most_used,
    reused,
    subjects_of,
    submission,
    submissions,
    versions,
)
from yakuba.rooms.answers.rules import Origin

NoSuchDraft = Draft.DoesNotExist
NoSuchSubmission = Submission.DoesNotExist

__all__ = [
    "DraftRef",
    "DraftRow",
    "DraftView",
    "Fault",
    "Frame",
    "HandedIn",
    "Key",
    "Missing",
    "NoSuchDraft",
    "NoSuchSubmission",
    "NotReady",
    "Origin",
    "Sealing",
    "SubmissionRef",
    "SubmissionView",
    "Summary",
    "account_facts",
    "account_lines",
    "answer_here",
    "correction",
    "counts",
    "discard",
    "draft",
    "draft_by_token",
    "drafts",
    "drafts_of",
    "fee_context",
    "give",
    "handed_in",
    "handle_page",
    "held",
    "keep_alone",
    "known_answers",
    "let_go_of_dropped",
    "most_used",
    "needs_email",
    "opened_by_link",
    "put_on_paper",
    "reused",
    "save",
    "seal",
    "sealing",
    "sent_meanwhile",
    "set_filed_on",
    "set_resume_email",
    "start",
    "subjects_of",
    "submission",
    "submissions",
    "summary",
    "summary_context",
    "summary_of",
    "taken_from_paper",
    "type_all",
    "versions",
]
