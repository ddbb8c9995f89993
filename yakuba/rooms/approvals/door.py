"""What other rooms may use of 起案・決裁. Values in, values out."""

from yakuba.rooms.approvals.actions.acting import Press, agree, decide, disagree, refer_up, reject, send_back
from yakuba.rooms.approvals.actions.drafting import draft, pull_back, redraft, withdraw
from yakuba.rooms.approvals.reading.inbox import ApprovalRow, waiting_for
from yakuba.rooms.approvals.reading.pages import approval_view as approval
from yakuba.rooms.approvals.reading.pages import approvals_of, offer, subjects_of
from yakuba.rooms.approvals.reading.planning import RouteStep, route_preview
from yakuba.rooms.approvals.reading.shown import ActView, ApprovalView, DutyView, Offer, StepView
from yakuba.rooms.approvals.reading.table import decider_of, faults_of_table
from yakuba.rooms.approvals.rules.refusals import ApprovalProblem
from yakuba.rooms.approvals.rules.tidings import Decided, PulledBack, SentBack
from yakuba.rooms.approvals.rules.values import Attachment, Exhibit, Matter, exhibit_digest

__all__ = [
    "ActView",
    "ApprovalProblem",
    "ApprovalRow",
    "ApprovalView",
    "Attachment",
    "Decided",
    "DutyView",
    "Exhibit",
    "Matter",
    "Offer",
    "Press",
    "PulledBack",
    "RouteStep",
    "SentBack",
    "StepView",
    "agree",
    "approval",
    "approvals_of",
    "decide",
    "decider_of",
    "disagree",
    "draft",
    "exhibit_digest",
    "faults_of_table",
    "offer",
    "pull_back",
    "redraft",
    "refer_up",
    "reject",
    "route_preview",
    "send_back",
    "subjects_of",
    "waiting_for",
    "withdraw",
]
