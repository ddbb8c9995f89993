"""The values a draft is made of, and the words for what may happen to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785


@dataclass(frozen=True)
class Attachment:
    """A paper joined to the draft: its name, the SHA-256 of its bytes, and the stored file if it is one."""

    name: str
    digest: str
    file_id: UUID | None = None


@dataclass(frozen=True)
class Exhibit:
    """What is put before the deciders: cover (鑑), body (案文, markdown with open holes), attachments.

    `link` is the URL path of the matter the draft came from.
    """

    cover: tuple[tuple[str, str], ...]
    body: str
    attachments: tuple[Attachment, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Matter:
    """What is to be decided: its kind, the section in charge, and the amounts the table asks about.

    Amounts by name: `fee_yen` (yen), `area` (square metres), `months`.
    """

    kind: str
    section: str
    amounts: Mapping[str, int | Decimal]


class StepKind(StrEnum):
    """What a person on the route is asked for."""

    REVIEW = "review"
    CONSULT = "consult"
    DECIDE = "decide"


class StepState(StrEnum):
    """Where one step of the route stands."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    VOID = "void"


class Outcome(StrEnum):
    """What an act did."""

    DRAFT = "draft"
    REDRAFT = "redraft"
    AGREE = "agree"
    AGREE_WITH_OPINION = "agree_with_opinion"
    DISAGREE = "disagree"
    REFER_UP = "refer_up"
    DECIDE = "decide"
    REJECT = "reject"
    SEND_BACK = "send_back"
    PULL_BACK = "pull_back"
    WITHDRAW = "withdraw"


class Capacity(StrEnum):
    """In what legal capacity a person acts."""

    OWN = "own"
    SENKETSU = "senketsu"
    DAIKETSU = "daiketsu"
    ACTING = "acting"


class KoetsuCause(StrEnum):
    """Why somebody has to read a decision afterwards (後閲); town rules use the word for both."""

    SUBSTITUTED_DECIDER = "substituted_decider"
    SKIPPED_REVIEWER = "skipped_reviewer"


class ApprovalState(StrEnum):
    """Where the whole draft stands."""

    CIRCULATING = "circulating"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


STEP_TITLES = {StepKind.REVIEW: "回議", StepKind.CONSULT: "合議", StepKind.DECIDE: "決裁"}
OUTCOME_TITLES = {
    Outcome.DRAFT: "起案",
    Outcome.REDRAFT: "起案し直し",
    Outcome.AGREE: "承認",
    Outcome.AGREE_WITH_OPINION: "意見を付けて同意",
    Outcome.DISAGREE: "不同意",
    Outcome.REFER_UP: "上司の決裁を求める",
    Outcome.DECIDE: "決裁",
    Outcome.REJECT: "否認",
    Outcome.SEND_BACK: "差戻し",
    Outcome.PULL_BACK: "引戻し",
    Outcome.WITHDRAW: "取下げ",
}
CAPACITY_TITLES = {
    Capacity.OWN: "",
    Capacity.SENKETSU: "専決",
    Capacity.DAIKETSU: "代決",
    Capacity.ACTING: "職務代理",
}
STATE_TITLES = {
    ApprovalState.CIRCULATING: "回議中",
    ApprovalState.RETURNED: "差戻し・引戻し中",
    ApprovalState.APPROVED: "決裁済",
    ApprovalState.REJECTED: "否認",
    ApprovalState.WITHDRAWN: "取下げ",
}
KOETSU_TITLES = {
    KoetsuCause.SUBSTITUTED_DECIDER: "代決されたもの",
    KoetsuCause.SKIPPED_REVIEWER: "不在中に引き上げられたもの",
}


def exhibit_as_json(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as plain JSON values: what is stored and what the digest is taken of."""
    return {
        "cover": [[label, text] for label, text in exhibit.cover],
        "body": exhibit.body,
        "attachments": [
            {"name": item.name, "digest": item.digest, "file": str(item.file_id) if item.file_id else ""}
            for item in exhibit.attachments
        ],
        "link": exhibit.link,
    }


def exhibit_from_json(stored: Mapping[str, Any]) -> Exhibit:
    """The exhibit that `exhibit_as_json` stored."""
    return Exhibit(
        cover=tuple((label, text) for label, text in stored["cover"]),
        body=stored["body"],
        attachments=tuple(
            Attachment(item["name"], item["digest"], UUID(item["file"]) if item["file"] else None)
            for item in stored["attachments"]
        ),
        link=stored["link"],
    )


def exhibit_digest(exhibit: Exhibit) -> str:
    """SHA-256 (hex) of the RFC 8785 canonical JSON of the whole exhibit; what every act binds."""
    return hashlib.sha256(rfc8785.dumps(exhibit_as_json(exhibit))).hexdigest()
