"""Every route of the house and who may come to it. A route that is not here is refused (middleware.py)."""

from enum import Enum


class Audience(Enum):
    ANYONE = "anyone"
    RESIDENT = "resident"
    STAFF = "staff"


_BY_AUDIENCE: dict[Audience, tuple[str, ...]] = {
    Audience.ANYONE: (
        "hall:sign_in",
        "hall:staff_sign_in",
        "hall:sign_out",
        "hall:sign_up",
        "hall:link_request",
        "hall:link",
        "hall:display",
        "hall:mailbox",
        "hall:gallery",
        "hall:accessibility",
        "hall:health",
        "applications:home",
        "applications:search",
        "applications:category",
        "applications:life_event",
        "applications:procedure",
        "applications:entry",
        "applications:draft",
        "applications:page",
        "applications:summary",
        "applications:pause",
        "applications:receipt",
        "applications:draft_file",
        "applications:resume",
        "applications:status",
        "applications:correction",
        "applications:withdrawal",
        "applications:letter",
    ),
    Audience.RESIDENT: (
        "applications:mine",
        "applications:renewal",
        "applications:discarded_draft",
    ),
    Audience.STAFF: (
        "payments:desk",
        "payments:assessments",
        "payments:assessment",
        "payments:notice",
        "payments:receipt_form",
        "payments:cancellation",
        "payments:receipt",
        "payments:receipt_paper",
        "payments:today",
        "payments:day",
        "registers:index",
        "registers:register",
        "registers:entry",
        "registers:ending",
    ),
}

AUDIENCES = {name: audience for audience, names in _BY_AUDIENCE.items() for name in names}
