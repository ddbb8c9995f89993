"""The town's tables beside its procedures (town/*.toml): can each be read, and do they fit each other?"""

from collections.abc import Callable, Iterator

from yakuba.ground import town
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar.business import CalendarError, business_calendar
from yakuba.hall import town_plan
from yakuba.rooms.payments import door as payments


def faults() -> list[str]:
    """Each fault with its file, its key and how to mend it; [] when all is well. No database."""
    return [fault for look in LOOKS for fault in _looked(look)]


def _looked(look: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return list(look())
    except town.TownError as problem:
        return [str(problem)]
    except (KeyError, TypeError) as problem:
        return [
            f"{_file(look)} の {problem}: この見出しがないか、形が違います。"
            f"見本の町の {_file(look)} と見くらべてください。"
        ]


def _file(look: Callable[[], Iterator[str]]) -> str:
    return f"{look.__name__.lstrip('_')}.toml"


def _town() -> Iterator[str]:
    town.facts()
    yield from ()


def _calendar() -> Iterator[str]:
    try:
        business_calendar(town.read("calendar"))
    except CalendarError as problem:
        yield f"calendar.toml の {problem}"


def _organization() -> Iterator[str]:
    """Every section stands once, under one that exists."""
    sections = town.read("organization")["section"]
    keys = [section["key"] for section in sections]
    for section in sections:
        place = f"organization.toml の section「{section['key']}」"
        if keys.count(section["key"]) > 1:
            yield f"{place}: 同じ key が2つあります。片方の key を変えてください。"
        if section.get("parent", section["key"]) not in keys:
            named = f"「{section['parent']}」という課・係がありません。"
            yield f"{place} の parent: {named}key のどれかを書いてください。"
        if not section.get("name"):
            yield f"{place} の name: 課・係の名前を入れてください。"


def _rights() -> Iterator[str]:
    """Only rights the house knows, given to roles and posts the organisation has."""
    roles, posts = _offices()
    for number, grant in enumerate(town.read("rights")["grant"], 1):
        place = f"rights.toml の {number} 番目の grant"
        if grant["right"] not in set(Right):
            named = f"「{grant['right']}」という権限はありません。"
            yield f"{place} の right: {named}docs/generated/rights.md の名前を書いてください。"
        if grant["scope"] not in {"own", "all"}:
            yield f"{place} の scope: own（自課）か all（全庁）を書いてください。"
        for name in grant["roles"]:
            if name not in roles:
                yield f"{place} の roles: 「{name}」という役割は organization.toml にありません。"
        for name in grant.get("posts", ()):
            if name not in posts:
                yield f"{place} の posts: 「{name}」という職は organization.toml にありません。"


# Roles a small town may well not have filled; a grant to them is no fault.
_USUAL_ROLES = {"clerk", "senior", "chief", "deputy_head", "head", "director"}


def _offices() -> tuple[set[str], set[str]]:
    """All roles, and all posts by their keys."""
    organization = town.read("organization")
    above = {post["key"] for post in organization.get("post", ())}
    pairs = [
        (section["key"], role) for section in organization["section"] for role in section.get("posts", {})
    ]
    return {role for _, role in pairs} | above | _USUAL_ROLES, {
        f"{section}.{role}" for section, role in pairs
    } | above


def _payments() -> Iterator[str]:
    yield from payments.check_config()


def _decision_authority() -> Iterator[str]:
    town.read("decision_authority")
    yield from ()


def _retention() -> Iterator[str]:
    table = town.read("retention")
    if not table["retention"]:
        yield "retention.toml の retention: 保存期間の行を1つ以上入れてください。"


def _plan() -> Iterator[str]:
    town_plan.rows()
    yield from ()


LOOKS: tuple[Callable[[], Iterator[str]], ...] = (
    _town, _calendar, _organization, _rights, _payments, _decision_authority, _retention, _plan,
)  # fmt: skip
