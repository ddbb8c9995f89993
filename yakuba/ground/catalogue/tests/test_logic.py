"""JSON Logic against the public suite, and our own operators."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.catalogue.logic import LogicError, strict_equal
from yakuba.ground.catalogue.operators import OPERATORS, evaluate

_SUITE = json.loads((Path(__file__).parent / "vectors" / "compatible.json").read_text(encoding="utf-8"))
CASES = [case for case in _SUITE if isinstance(case, dict)]


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    return strict_equal(found, wanted)


def test_the_public_suite_has_all_its_cases() -> None:
    assert len(CASES) == 278


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["description"])[:60])
def test_the_public_compatible_suite(case: dict[str, Any]) -> None:
    assert same(evaluate(case["rule"], case.get("data")), case["result"])


_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_data = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
_rules = st.recursive(
    _plain | st.builds(lambda path: {"var": path}, st.sampled_from(["", "a", "a.b", "0", "q.x"])),
    lambda inner: st.builds(
        lambda name, values: {name: values},
        st.sampled_from([name for name in OPERATORS if name != "yen"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(_rules, _data)
def test_evaluation_ends_with_a_value_whatever_the_data(rule: Any, data: Any) -> None:
    evaluate(rule, data)


def test_an_operator_nobody_defined_is_an_error() -> None:
    with pytest.raises(LogicError, match="ありません"):
        evaluate({"eval": ["1+1"]}, {})


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"age_on": ["2000-04-02", "2018-04-01"]}, 18),
        ({"age_on": ["2000-04-02", "2018-03-31"]}, 17),
        ({"age_on": ["2030-01-01", "2018-03-31"]}, None),
        ({"days_between": ["2026-12-01", "2026-12-31"]}, 30),
        ({"months_between": ["2026-12-15", "2027-01-15"]}, 2),
        ({"whole_months": ["2026-12-15", "2027-01-15"]}, 1),
        ({"whole_months": ["2026-12-15", "2027-01-14"]}, 1),
        ({"whole_months": ["2026-12-15", "2027-01-13"]}, 0),
        ({"fiscal_year": ["2027-03-31"]}, 2026),
        ({"in_fiscal_year": ["2027-04-01", 2026]}, False),
        ({"before": ["2026-01-01", None]}, False),
        ({"table": [[False, "a"], [{"===": [1, 1]}, "b"], [True, "c"]]}, "b"),
        ({"yen": [{"/": [100, 3]}, "ceil"]}, 34),
        ({"count": [{"var": "x"}]}, 2),
        ({"answered": [{"var": "none"}]}, False),
    ],
)
def test_own_operators(rule: Any, value: Any) -> None:
    assert evaluate(rule, {"x": [1, 2]}) == value
