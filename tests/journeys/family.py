"""A family of four that moves to the town: all they have to tell, whichever page asks it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from seeds.people import Person
from yakuba.ground.calendar import clock

Paper = Callable[[str], Path]
ADDRESS = {"postcode": "099-4113", "city": "斜里郡斜里町", "town": "本町", "street": "12番地"}
BEFORE = {"postcode": "060-0001", "city": "札幌市中央区", "town": "北一条西", "street": "2丁目"}
HOKKAIDO = {"prefecture": "北海道"}


def name(family: str, given: str, family_kana: str, given_kana: str) -> dict[str, str]:
    return {"family": family, "given": given, "family_kana": family_kana, "given_kana": given_kana}


def years_ago(years: int) -> date:
    today = clock.today()
    return date(today.year - years, today.month, 1)


def answers(who: Person, paper: Paper) -> dict[str, Any]:
    """All a family with two small children has to tell, whichever page asks it."""
    family, kana = who.name["family"], who.name["family_kana"]
    children = [
        {"child_name": name(family, given, kana, read), "child_birth": years_ago(age), "child_relation": "子",
         "child_living": "together", "child_care": "yes", "child_livelihood": "same"}
        for given, read, age in (("葵", "アオイ", 4), ("蓮", "レン", 2))
    ]  # fmt: skip
    photo = paper("genpon.jpg")
    return {
        **children[0],
        "reason": ("moved_in", "work"), "moved_on": clock.today() - timedelta(days=3),
        "former_address": BEFORE | HOKKAIDO, "standing": "parent", "birth": date(1990, 5, 6),
        "address": ADDRESS | HOKKAIDO,
        "phone": "0152-23-0000", "public_servant": "no", "pension": "employee", "here_on_january_1": "no",
        "january_city": "札幌市", "has_spouse": "yes", "spouse_name": name(family, "結", kana, "ユイ"),
        "spouse_birth": date(1991, 2, 3), "spouse_living": "together", "spouse_public_servant": "no",
        "higher_earner": "me", "children": children, "has_elder": "no", "account_choice": "this",
        "bank_account": {"bank": "見本銀行", "branch": "斜里", "type": "ordinary", "number": "1234567",
                         "holder_kana": "ミホン ハナコ"},
        "identity_document": photo, "declaration": "yes",
        "moving_in": "no", "use_from": clock.today() + timedelta(days=40), "use": ("childcare", "home"),
        "handicapped_child": "no", "amount": "standard", "hours": "140", "work_paper": photo,
        "partner_reason": "work", "partner_hours": "100", "partner_work_paper": photo, "tax_consent": "yes",
        "certified": "together", "wish1": "hamanasu", "wish2": "futaba", "wish3": "shuen",
        "days": ("mon", "tue", "wed", "thu", "fri"),
        "times": "8時から17時", "now": "home", "sibling": "none", "illness": "no", "allergy": "no",
        "development": "no", "emergency_name": name(family, "実", kana, "ミノル"),
        "emergency_phone": "0152-23-1111", "share_consent": "yes",
        "notice_kind": "start", "on_day": clock.today() + timedelta(days=1), "pay_by": "slip",
        "send_elsewhere": "no",
    }  # fmt: skip


def moving() -> dict[str, Any]:
    """What the life event asks."""
    moved_on = clock.today() - timedelta(days=3)
    return {
        "way": "into",
        "moved_on": moved_on,
        "family": ("children", "childcare"),
        "childcare_count": "2",
    }
