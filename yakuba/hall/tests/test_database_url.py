"""DATABASE_URL names the town's database; what cannot be used is said with its mend."""

from pathlib import Path

import pytest

from yakuba.hall.database_url import NoSuchDatabase, database

DATA = Path("data")


def test_without_an_address_the_town_is_a_file_in_its_data_folder() -> None:
    found = database("", DATA)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", DATA / "town.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_of_postgresql_is_read_with_its_options(scheme: str) -> None:
    found = database(f"{scheme}://clerk:p%40ss@db.example.jp:5433/town?sslmode=verify-full", DATA)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("clerk", "p@ss", "db.example.jp")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == (5433, "town", {"sslmode": "verify-full"})


def test_the_folder_of_a_unix_socket_may_stand_for_the_host() -> None:
    assert database("postgres://clerk@%2Frun%2Fpostgresql/town", DATA)["HOST"] == "/run/postgresql"


def test_connections_stay_open_and_a_dead_one_is_noticed() -> None:
    found = database("postgres://clerk@localhost/town", DATA)
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (None, True)


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("mysql://clerk@localhost/town", "postgres://"),
        ("town.sqlite3", "YAKUBA_DATA"),
        ("postgres://clerk@localhost", "名前がありません"),
        ("postgres://clerk:p/p@ss@localhost/town", "%XX"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_its_mend_and_without_the_password(
    url: str, mend: str
) -> None:
    with pytest.raises(NoSuchDatabase, match=mend) as refused:
        database(url, DATA)
    assert "p@ss" not in str(refused.value)
