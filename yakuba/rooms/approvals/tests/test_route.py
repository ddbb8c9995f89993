"""From a row of the table to posts and people; no database."""

from datetime import date
from uuid import UUID

import pytest

from yakuba.ground.town import TownError
from yakuba.rooms.approvals.rules.authority import parse
from yakuba.rooms.approvals.rules.refusals import SelfDecision
from yakuba.rooms.approvals.rules.route import Organization, PostInfo, plan
from yakuba.rooms.approvals.rules.values import StepKind

CLERK, CHIEF, HEAD, DEPUTY, MAYOR, GENERAL = (UUID(int=number) for number in range(1, 7))
PARENTS = {"works": None, "road": "works", "general": None}
POSTS = {
    post.key: post
    for post in (
        PostInfo("road.chief", "管理係長", "road", 30),
        PostInfo("works.head", "建設課長", "works", 50),
        PostInfo("general.head", "総務課長", "general", 50),
        PostInfo("deputy_mayor", "副町長", "", 80),
        PostInfo("mayor", "町長", "", 90),
    )
}
HOLDERS = {
    "road.chief": (CHIEF,),
    "works.head": (HEAD,),
    "general.head": (GENERAL,),
    "deputy_mayor": (DEPUTY,),
    "mayor": (MAYOR,),
}


def route_of(
    *, drafter: UUID = CLERK, section: str = "road", from_section: str = "road", holders=None, **row
):
    data = {
        "key": "r",
        "matter": "*",
        "decider": "mayor",
        "route": ["chief", "head", "deputy_mayor"],
        "consult": ["general.head"],
        "valid_from": date(2024, 4, 1),
        "basis": "試験",
        **row,
    }
    rule = parse({"rule": [data]}).rules[0]
    organization = Organization(PARENTS, POSTS, HOLDERS if holders is None else holders)
    return plan(
        rule, section=section, drafter_section=from_section, drafter=drafter, organization=organization
    )


def shape(steps):
    return [(step.order, str(step.kind), step.post_key) for step in steps]


def test_own_line_then_consults_then_the_town_then_the_decision():
    assert shape(route_of()) == [
        (1, "review", "road.chief"),
        (2, "review", "works.head"),
        (3, "consult", "general.head"),
        (4, "review", "deputy_mayor"),
        (5, "decide", "mayor"),
    ]


def test_two_consulted_sections_are_asked_side_by_side():
    steps = route_of(consult=["general.head", "works.head"], route=["chief"])
    assert [step.order for step in steps if step.kind is StepKind.CONSULT] == [2, 2]


def test_the_line_starts_at_the_drafters_own_team_inside_the_section_in_charge():
    assert route_of(section="works", from_section="road")[0].post_key == "road.chief"
    elsewhere = route_of(section="works", from_section="general")
    assert "置かれていない" in elsewhere[0].skip_reason


def test_a_vacant_reviewer_and_the_drafters_own_post_are_skipped_with_the_reason():
    vacant = route_of(holders={**HOLDERS, "road.chief": ()})
    assert "欠員" in vacant[0].skip_reason
    own = route_of(drafter=CHIEF)
    assert "起案者本人" in own[0].skip_reason
    assert not own[1].skip_reason


def test_one_person_in_two_posts_is_asked_once_at_the_later_step():
    steps = route_of(holders={**HOLDERS, "road.chief": (HEAD,)})
    assert "兼ねている" in steps[0].skip_reason
    assert not steps[1].skip_reason


def test_a_route_that_names_the_decider_asks_the_decider_once():
    steps = route_of(decider="head", route=["chief", "head"], consult=[])
    assert shape(steps) == [(1, "review", "road.chief"), (2, "decide", "works.head")]


def test_the_drafter_cannot_be_the_only_decider_unless_the_table_says_so():
    with pytest.raises(SelfDecision):
        route_of(drafter=HEAD, decider="head", route=["chief"], consult=[])
    allowed = route_of(drafter=HEAD, decider="head", route=["chief"], consult=[], drafter_may_decide=True)
    assert allowed[-1].post_key == "works.head"


def test_a_decider_or_consulted_post_that_does_not_exist_is_an_error_naming_the_row():
    for row in ({"decider": "director"}, {"consult": ["fishery.head"]}):
        with pytest.raises(TownError, match=r"rule\[r\]"):
            route_of(**row)
