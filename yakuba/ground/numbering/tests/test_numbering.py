import pytest
from django.db import transaction

from yakuba.ground.numbering.next import next_number


@pytest.mark.django_db
def test_numbers_run_without_gaps_and_start_anew_each_year() -> None:
    assert [next_number("case", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("case", 2027) == 1
    assert next_number("receipt", 2026) == 1


@pytest.mark.django_db
def test_an_act_that_fails_gives_its_number_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number("case", 2026)
        raise ZeroDivisionError
    assert next_number("case", 2026) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="atomic"):
        next_number("case", 2026)
