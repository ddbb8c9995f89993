"""One browser for all tests of a run that need one: Debian's Chromium, started once by each worker."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import Browser, Playwright, sync_playwright

# Playwright's own loop runs in this thread; the ORM is used between its calls only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Head and body of an answer are written one after the other; the second must not wait for the browser's word.
WSGIRequestHandler.disable_nagle_algorithm = True

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=ja",
]  # fmt: skip


# The same engine without a window's works: half the processor time. Where it is not to be had, the whole one.
PROGRAMS = ("chromium-headless-shell", "chromium")


def program() -> str:
    """Where Chromium is on this machine. AssertionError: it is not."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "chromium がありません。tests/install を実行してください。"
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=program(), args=FLAGS)
    yield running
    running.close()
