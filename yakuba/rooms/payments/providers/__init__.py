"""Ways of paying. One module a provider; the next one (card, QR, bank) is one module and one line here."""

from typing import Protocol

from yakuba.rooms.payments.providers import counter


class Provider(Protocol):
    """What a module of this folder offers."""

    KEY: str
    TITLE: str
    METHODS: dict[str, str]

    def check_config(self) -> list[str]:
        """Sentences naming what is missing before the provider can work; empty when it can."""
        ...


PROVIDERS: tuple[Provider, ...] = (counter,)

METHODS: dict[str, str] = {key: title for provider in PROVIDERS for key, title in provider.METHODS.items()}
"""Every way of paying that can be recorded: key → Japanese name."""


def check_config() -> list[str]:
    """What is missing, of all providers; shown by `yakuba doctor`."""
    return [problem for provider in PROVIDERS for problem in provider.check_config()]
