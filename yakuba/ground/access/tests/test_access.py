import pytest

from conftest import Cast
from yakuba.ground.access.gate import Denied, require
from yakuba.ground.access.rights import Right

pytestmark = pytest.mark.django_db


def test_a_clerk_works_on_cases_of_the_own_section_and_not_of_others(cast: Cast) -> None:
    assert cast.clerk.may(Right.CASE_WORK, section="construction_road")
    with pytest.raises(Denied):
        require(cast.clerk, Right.CASE_WORK, section="residents_desk")


def test_a_head_reaches_the_teams_below(cast: Cast) -> None:
    assert cast.head.may(Right.CASE_READ, section="construction_road")
    assert not cast.other_head.may(Right.CASE_READ, section="construction_road")


def test_the_system_administrator_has_no_right_to_content(cast: Cast) -> None:
    assert cast.admin.may(Right.CATALOGUE_PUBLISH)
    for right in (Right.CASE_READ, Right.RECORD_READ, Right.PAYMENT_READ, Right.REGISTER_READ):
        assert not cast.admin.may(right)


def test_the_cashier_receives_and_does_not_assess(cast: Cast) -> None:
    assert cast.cashier.may(Right.PAYMENT_RECEIVE, section="construction_road")
    assert not cast.cashier.may(Right.PAYMENT_ASSESS)


def test_a_resident_has_no_staff_right_at_all(cast: Cast) -> None:
    assert not any(cast.resident.may(right) for right in Right)
