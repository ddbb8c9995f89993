"""The town's table of decisions read from its files alone, for `yakuba town check`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from yakuba.ground import town
from yakuba.ground.town import TownError
from yakuba.rooms.approvals.rules.authority import FILE, failed_cases, lineage, parse, select
from yakuba.rooms.approvals.rules.route import PostInfo, find_post
from yakuba.rooms.approvals.rules.values import Matter


def faults_of_table() -> list[str]:
    """What is wrong in decision_authority.toml, each as one Japanese sentence; its own [[case]]s are run."""
    try:
        failed = list(failed_cases(town.read("decision_authority"), _parents()))
    except TownError as fault:
        return [str(fault)]
    return [f"{FILE} の確かめの例「{title}」の結果が違います: {came}" for title, came in failed]


def decider_of(kind: str, section: str, amounts: Mapping[str, int | Decimal], day: date) -> str:
    """The post key that decides such a matter on `day`, by the town's files. Raises TownError."""
    line = lineage(section, _parents())
    rule = select(parse(town.read("decision_authority")), Matter(kind, section, amounts), line, day)
    post = find_post(rule.decider, line, _posts())
    if post is None:
        raise TownError(FILE, f"rule[{rule.key}].decider", f"職「{rule.decider}」が組織にありません。")
    return post.key


def _parents() -> dict[str, str | None]:
    return {row["key"]: row.get("parent") for row in town.read("organization")["section"]}


def _posts() -> dict[str, PostInfo]:
    organization = town.read("organization")
    posts = [PostInfo(row["key"], row["title"], "", 0) for row in organization.get("post", ())]
    for section in organization["section"]:
        for role, title in section.get("posts", {}).items():
            posts.append(PostInfo(f"{section['key']}.{role}", title, section["key"], 0))
    return {post.key: post for post in posts}
