"""Who decides what, by the dated table; no database."""

from datetime import date
from decimal import Decimal

import pytest

from yakuba.ground import town
from yakuba.ground.town import TownError
from yakuba.rooms.approvals.reading.table import decider_of, faults_of_table
from yakuba.rooms.approvals.rules import authority
from yakuba.rooms.approvals.rules.authority import failed_cases, lineage, next_up, parse, select, substitutes
from yakuba.rooms.approvals.rules.values import Matter

DAY = date(2026, 11, 2)
LINE = ("construction_road", "construction")
PARENTS = {"construction": None, "construction_road": "construction"}


def row(key: str, matter: str, **more: object) -> dict[str, object]:
    return {
        "key": key,
        "matter": matter,
        "decider": "head",
        "basis": "試験",
        "valid_from": date(2026, 4, 1),
        **more,
    }


def chosen(
    rows: list[dict[str, object]], *, kind: str = "road.permit", day: date = DAY, **amounts: int
) -> str:
    table = parse({"rule": rows})
    return select(table, Matter(kind, "construction_road", amounts), LINE, day).key


def test_the_shipped_table_passes_its_own_cases():
    assert faults_of_table() == []


def test_the_shipped_table_has_cases_for_each_decider():
    deciders = {case["decider"] for case in town.read("decision_authority")["case"]}
    assert deciders == {"head", "deputy_mayor", "mayor"}


def test_the_decider_is_named_by_its_post_without_a_database():
    small = {"fee_yen": 9499, "area": Decimal("10"), "months": 6}
    assert decider_of("road_occupancy.permit", "construction_road", small, DAY) == "construction.head"
    assert decider_of("road_occupancy.permit", "construction_road", {}, DAY) == "mayor"
    assert (
        decider_of("disaster_certificate.issue", "general_affairs_disaster", {}, DAY)
        == "general_affairs.head"
    )


def test_a_wrong_case_is_named_with_what_came_out():
    data = {
        "rule": [row("all", "*")],
        "case": [
            {
                "title": "町長のはず",
                "matter": "x.y",
                "section": "construction",
                "day": DAY,
                "decider": "mayor",
            }
        ],
    }
    assert [title for title, _ in failed_cases(data, PARENTS)] == ["町長のはず"]


def test_the_narrowest_matter_wins_over_a_wider_one_whatever_the_order_of_rows():
    rows = [row("all", "*"), row("roads", "road.*"), row("exact", "road.permit")]
    assert chosen(rows) == "exact"
    assert chosen(list(reversed(rows))) == "exact"
    assert chosen(rows, kind="road.refuse") == "roads"
    assert chosen(rows, kind="dog.death") == "all"


def test_a_row_of_the_own_section_wins_over_a_row_of_the_one_above_and_of_everybody():
    rows = [
        row("any", "*"),
        row("course", "*", section="construction"),
        row("team", "*", section="construction_road"),
    ]
    assert chosen(rows) == "team"
    assert chosen(rows[:2]) == "course"


def test_limits_include_their_ends_and_an_unknown_amount_fits_none():
    rows = [row("small", "road.permit", when={"area": {"max": 10}}), row("rest", "road.permit")]
    assert chosen(rows, area=10) == "small"
    assert chosen(rows, area=11) == "rest"
    assert chosen(rows) == "rest"
    table = parse({"rule": rows})
    barely = Matter("road.permit", "construction_road", {"area": Decimal("10.01")})
    assert select(table, barely, LINE, DAY).key == "rest"


def test_a_kind_with_rows_of_its_own_never_falls_back_to_a_wider_row():
    rows = [row("small", "road.permit", when={"area": {"max": 10}}), row("all", "*")]
    with pytest.raises(TownError) as refused:
        chosen(rows, area=11)
    assert refused.value.file == "decision_authority.toml"
    assert "road.permit" in refused.value.key


def test_a_row_takes_effect_on_its_day_and_replaces_the_older_row_of_the_same_key():
    rows = [
        row("permit", "road.permit", decider="mayor", valid_from=date(2020, 4, 1)),
        row("permit", "road.permit", decider="head", valid_from=date(2027, 4, 1)),
    ]
    table = parse({"rule": rows})
    matter = Matter("road.permit", "construction_road", {})
    assert select(table, matter, LINE, date(2027, 3, 31)).decider == "mayor"
    assert select(table, matter, LINE, date(2027, 4, 1)).decider == "head"


def test_before_the_first_row_and_after_a_closed_one_nothing_is_in_force():
    rows = [row("permit", "road.permit", valid_from=date(2026, 4, 1), valid_to=date(2027, 3, 31))]
    assert chosen(rows, day=date(2027, 3, 31)) == "permit"
    for day in (date(2026, 3, 31), date(2027, 4, 1)):
        with pytest.raises(TownError):
            chosen(rows, day=day)


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        ({"decider": ""}, "rule[r].decider"),
        ({"basis": ""}, "rule[r].basis"),
        ({"valid_from": "2026-04-01"}, "rule[r].valid_from"),
        ({"when": {"area": {"maximum": 3}}}, "rule[r].when.area"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_key(broken: dict[str, object], key: str):
    with pytest.raises(TownError) as refused:
        parse({"rule": [row("r", "*", **broken)]})
    assert refused.value.key == key


def test_substitutes_and_superiors_are_dated_orders():
    order = {"basis": "試験", "valid_from": date(2026, 4, 1)}
    table = parse(
        {
            "substitution": [
                {"decider": "mayor", "order": ["deputy_mayor"], **order},
                {"decider": "mayor", "order": ["head"], **order, "valid_from": date(2027, 4, 1)},
            ],
            "upward": [{"order": ["head", "mayor"], **order}],
        }
    )
    assert substitutes(table, "mayor", DAY) == ("deputy_mayor",)
    assert substitutes(table, "mayor", date(2027, 4, 1)) == ("head",)
    assert substitutes(table, "head", DAY) == ()
    assert (next_up(table, "head", DAY), next_up(table, "mayor", DAY)) == ("mayor", None)
    with pytest.raises(TownError):
        next_up(table, "head", date(2026, 3, 31))


def test_a_restriction_covers_the_kinds_it_names():
    table = parse(
        {"no_substitution": [{"matter": "road.*", "basis": "試験", "valid_from": date(2026, 4, 1)}]}
    )
    assert authority.restriction(table, "road.revoke", DAY) is not None
    assert authority.restriction(table, "dog.death", DAY) is None
    assert authority.restriction(table, "road.revoke", date(2026, 3, 31)) is None


def test_a_section_nobody_knows_is_an_error_naming_it():
    assert lineage("construction_road", PARENTS) == LINE
    with pytest.raises(TownError, match="fishery"):
        lineage("fishery", PARENTS)
