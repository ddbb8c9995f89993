import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password

from yakuba.ground.people.models import Account
from yakuba.hall.settings import PASSWORD_HASHERS


@pytest.fixture(autouse=True)
def _as_in_a_town(settings: object) -> None:
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS  # type: ignore[attr-defined]


def test_a_password_is_kept_as_argon2id_with_owasps_figures() -> None:
    kept = make_password("umibe-no-machi-8")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("umibe-no-machi-8", kept) and not check_password("umibe-no-machi-9", kept)
    assert not identify_hasher(kept).must_update(kept)


@pytest.mark.django_db
def test_an_older_hash_still_opens_and_is_taken_over_at_the_sign_in() -> None:
    account = Account.objects.create(login="kanri", password=None, kind="staff")
    account.password = Argon2PasswordHasher().encode("correct horse", "a salt of old")
    account.save()
    assert "m=102400" in account.password
    assert account.check_password("correct horse")
    account.refresh_from_db()
    assert "m=19456" in account.password and account.check_password("correct horse")
