"""What the house gives nobody: another host's links, a stolen session, an answer in the log, a bare error."""

import logging
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from conftest import Cast
from yakuba.ground import town
from yakuba.ground.access.gate import Denied
from yakuba.ground.jobs.queue import run_due
from yakuba.hall import attempts
from yakuba.hall.logs import PlacesOnly
from yakuba.rooms.applications import reading

pytestmark = pytest.mark.django_db
ANSWER = "花子の電話0152-00-0001"
JAPANESE = re.compile("[ぁ-ん]")


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client(raise_request_exception=False)


def sign_in(client: Client, password: str = "correct horse", **more: str):
    return client.post("/sign-in/", {"login": "hanako@example.jp", "password": password, **more})


def test_after_signing_in_one_is_sent_to_pages_of_this_site_only(visitor):
    for bad in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ):
        assert sign_in(Client(), next=bad).headers["Location"] == "/mine/", bad
        assert visitor.get("/display/", {"next": bad, "size": "large"}).headers["Location"] == "/", bad
    assert sign_in(visitor, next="/mine/?a=1").headers["Location"] == "/mine/?a=1"


def test_a_line_break_in_a_wish_makes_no_header(visitor):
    response = sign_in(visitor, next="/mine/\r\nSet-Cookie: a=b")
    assert "a" not in response.cookies
    assert all("\n" not in value for value in response.headers.values())


def test_a_session_begun_before_signing_in_is_not_the_one_after_it(visitor):
    session = visitor.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    visitor.cookies[settings.SESSION_COOKIE_NAME] = before
    sign_in(visitor)
    assert visitor.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_cookies_are_closed_to_scripts_and_to_other_sites(visitor):
    visitor.get("/sign-in/")
    sign_in(visitor)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert visitor.cookies[name]["httponly"], name
        assert visitor.cookies[name]["samesite"] == "Lax", name
    assert settings.SESSION_COOKIE_SECURE is settings.HTTPS


def test_after_ten_wrong_passwords_the_right_one_waits_too(visitor):
    for _ in range(attempts.FAILURES):
        assert sign_in(visitor, "wrong").status_code == 422
    blocked = sign_in(visitor)
    assert (blocked.status_code, blocked.headers["Retry-After"]) == (429, str(attempts.PAUSE))
    assert "15分" in blocked.content.decode()


def test_a_wrong_password_and_an_unknown_address_read_alike(visitor):
    texts = []
    for name in ("hanako@example.jp", "nobody@example.jp"):
        page = visitor.post("/sign-in/", {"login": name, "password": "wrong"}).content.decode()
        texts.append(re.sub(r'value="\w{64}"', "", page).replace(name, ""))
    assert texts[0] == texts[1]


def test_signing_up_with_a_known_address_looks_as_with_a_new_one_and_changes_no_password(visitor):
    pages = []
    for address in ("hanako@example.jp", "shinki@example.jp"):
        form = {"login": address, "family": "見本", "given": "新", "password": "another long one"}
        response = visitor.post("/sign-up/", form)
        text = re.sub(r'value="\w{64}"', "", response.content.decode())
        pages.append((response.status_code, text.replace(address, "")))
    run_due()
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["hanako@example.jp"], ["shinki@example.jp"]]
    assert sign_in(visitor).status_code == 302


def posts(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from posts(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path


ARGUMENTS = {
    "uuid": "00000000-0000-7000-8000-000000000000",
    "slug": "road_occupancy",
    "str": "x",
    "int": "17",
}


def test_every_post_without_its_token_is_refused(cast, login):
    """Nothing is exempt but the switch of language (below): whatever is posted from another site changes
    nothing, whoever is signed in.
    """
    client = login(Client(enforce_csrf_checks=True), cast.clerk)
    for path in posts(get_resolver().url_patterns):
        if path == "language/":
            continue
        address = "/" + re.sub(r"<(\w+):\w+>", lambda found: ARGUMENTS[found[1]], path)
        response = client.post(address, {"act": "send"})
        assert response.status_code == 403, address
        assert "もう一度、送り直してください" in response.content.decode()


@pytest.mark.parametrize(
    ("says", "heard"),
    [
        ({}, True),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
    ],
)
def test_another_site_cannot_press_the_switch_of_language(db, says, heard):
    response = Client(enforce_csrf_checks=True).post("/language/", {"lang": "en", "next": "/"}, **says)
    assert response.status_code == 302 and ("lang" in response.cookies) is heard


def broken(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(reading, "front", fail)


def test_a_crash_leaves_a_plain_page_and_a_place_in_the_log_but_no_answer(
    visitor, monkeypatch, caplog, capfd
):
    broken(monkeypatch, ValueError(ANSWER))
    with caplog.at_level(logging.DEBUG):
        response = visitor.get("/", {"q": ANSWER})
    written = caplog.text + "".join(capfd.readouterr())
    assert response.status_code == 500
    reference = re.search(r"番号をお伝えください: (\w{8})", response.content.decode())
    assert reference and reference[1] in written
    assert "ValueError" in written and "finding.py" in written
    assert ANSWER not in written + response.content.decode()
    assert "Traceback" not in response.content.decode()


def test_a_crash_while_answers_are_posted_logs_none_of_them(visitor, monkeypatch, caplog, capfd):
    monkeypatch.setattr("yakuba.hall.sign_in.attempts.blocked", lambda *_: fail_with(ANSWER))
    with caplog.at_level(logging.DEBUG):
        response = sign_in(visitor, ANSWER)
    written = caplog.text + "".join(capfd.readouterr())
    assert response.status_code == 500
    assert "crash" in written
    assert ANSWER not in written + response.content.decode()


def fail_with(text):
    raise RuntimeError(text)


def test_a_logged_exception_is_its_kind_and_place():
    try:
        fail_with(ANSWER)
    except RuntimeError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "broken", (), (type(error), error, error.__traceback__)
        )
    line = PlacesOnly("%(message)s").format(record)
    assert "RuntimeError" in line and "fail_with" in line
    assert ANSWER not in line


def test_a_fault_in_the_towns_data_is_logged_with_its_mend_and_people_see_a_plain_page(
    visitor, monkeypatch, caplog
):
    broken(monkeypatch, town.TownError("life_events.toml", "category", "行を足してください。"))
    response = visitor.get("/")
    assert response.status_code == 500
    assert "ただいま表示できません" in response.content.decode()
    assert "life_events.toml" not in response.content.decode()
    assert "life_events.toml の category: 行を足してください。" in caplog.text


def test_even_the_frame_of_a_page_may_lack_the_towns_data(visitor, monkeypatch):
    monkeypatch.setattr(town, "facts", lambda: fail_town())
    response = visitor.get("/")
    assert response.status_code == 500
    assert "ただいま表示できません" in response.content.decode()


def fail_town():
    raise town.TownError("town.toml", "name", "空でない文字列を入れてください。")


def test_each_error_has_a_page_in_plain_japanese(visitor, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    pages = {
        400: visitor.get("/", headers={"host": "evil.example"}),
        404: visitor.get("/nowhere/"),
        405: visitor.post("/"),
        413: visitor.post("/sign-in/", {"login": "a" * 3000}),
        403: Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "a"}),
    }
    for status, response in pages.items():
        text = response.content.decode()
        assert response.status_code == status
        assert JAPANESE.search(re.search("<h1>(.*?)</h1>", text)[1]), status
        assert "Traceback" not in text and "Django" not in text
    assert pages[405].headers["Allow"] == "GET, HEAD"


def test_a_refusal_reads_like_what_is_not_there(visitor, monkeypatch):
    there, nowhere = "/procedures/road_occupancy/", "/procedures/nothing_here/"
    nothing = visitor.get(nowhere)
    monkeypatch.setattr(reading, "guide", lambda *_: refuse())
    refused = visitor.get(there)
    assert refused.status_code == nothing.status_code == 404
    here, there = (
        re.sub(r'value="\w{64}"', "", page.content.decode()).replace(key, "")
        for page, key in ((refused, "road_occupancy"), (nothing, "nothing_here"))
    )
    assert here == there


def refuse():
    raise Denied("case:read")


def test_every_answer_carries_the_headers_that_keep_it_here(visitor):
    for address, caching in (("/", "no-cache"), ("/nowhere/", "no-store"), ("/sign-in/", "no-store")):
        headers = visitor.get(address).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == caching
