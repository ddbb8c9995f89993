"""The words a definition may use: kinds of step, effects, ways in, roles, and what is asked only once."""

from collections.abc import Mapping
from typing import Any

Json = Any
Rule = dict[str, Any] | bool
Answers = Mapping[str, Any]
Facts = Mapping[str, Any]

STEP_KINDS = (
    "intake", "review", "consult", "inquire", "inspect", "approval", "payment", "issue", "wait", "close",
)  # fmt: skip
EFFECTS = {
    "permit": "許可・承認", "notification": "届出", "registration": "登録", "certificate": "証明",
    "recognition": "認定", "benefit": "支給",
}  # fmt: skip
CHANNELS = {
    "online": "オンライン", "counter": "窓口", "paper": "紙", "telephone": "電話", "post": "郵送",
    "portal": "マイナポータル",
}  # fmt: skip
OWN_CHANNELS = tuple(channel for channel in CHANNELS if channel != "portal")
"""The town's own ways in; the national portal sends what its name for the procedure (`portal`) says."""
IDENTITIES = {
    "none": "本人確認なし",
    "email": "メールの確認",
    "account": "利用者登録",
    "verified": "本人確認",
}
OPERATORS = {
    "town": "町",
    "prefecture": "道",
    "police": "警察",
    "fire": "消防",
    "national": "国",
    "external": "ほかの機関",
}
LINK_KINDS = {"online": "オンラインの手続", "paper": "紙の様式", "about": "くわしい案内"}
ROLES = (
    "applicant.name", "applicant.address", "applicant.phone", "applicant.email", "applicant.birth",
    "applicant.organisation", "place", "period", "amount", "area", "subject",
)  # fmt: skip

REMEMBERED = {
    "name": "person_name", "address": "address", "phone": "phone", "email": "email", "birth": "date",
    "household_head": "person_name", "bank_account": "bank_account", "organisation": "text",
    "corporate_number": "corporate_number", "representative": "person_name",
    "business_address": "address", "business_phone": "phone",
    "spouse.name": "person_name", "spouse.birth": "date",
    "care.name": "person_name", "care.birth": "date", "care.address": "address", "care.phone": "phone",
    "care.insured_number": "text", "children": "repeat",
}  # fmt: skip
"""What a resident may let the town remember, and the kind of question that asks it."""
OF_A_CHILD = {
    "child.name": "person_name", "child.birth": "date", "child.relation": "text", "child.address": "address",
}  # fmt: skip
"""What is asked of each child: inside the repeat `children`, or on the page of one child."""
OF_A_BUNDLE = {
    "moved_on": "date",
    "former_address": "address",
    "deceased.name": "person_name",
    "deceased.died_on": "date",
}
"""Asked once among procedures sent together, and not kept afterwards."""
ONCE_ONLY = {**REMEMBERED, **OF_A_CHILD, **OF_A_BUNDLE}
SHARED = "shared."
"""Before a word that several procedures ask alike; the kind is theirs to agree on."""


class DefinitionError(ValueError):
    """A definition cannot be used as it stands; the message says in Japanese which part and how to mend
    it.
    """
