"""A person at a browser: follows redirects, keeps cookies, sends forms, waits and tries again when the town
says that it is full. Every request is timed from the moment at which it was due.
"""

import asyncio
import re
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

from bench.browsing import Answer, Line, Unanswered
from bench.controls import File, Form, Pair, body, forms

FULL = 503
LARGE, UPLOAD = 500_000, "ファイルを送る"  # bytes
AGAIN = "もう一度送る"
MOST_TRIES, PATIENCE = 400, 1200.0  # patience: seconds until somebody gives up for today
_KINDS = (
    (r"GET /procedures/[^/]+/", "案内"),
    (r"GET /procedures/[^/]+/application/", "はじめ方"),
    (r"POST /procedures/[^/]+/application/", "はじめる"),
    (r"GET /drafts/[^/]+/", "続きへ"),
    (r"GET /drafts/[^/]+/pages/.*", "質問のページ"),
    (r"POST /drafts/[^/]+/pages/.*", "答えを送る"),
    (r"GET /drafts/[^/]+/summary/", "確認のページ"),
    (r"POST /drafts/[^/]+/summary/", "申請を送る"),
    (r"GET /drafts/[^/]+/receipt/", "受付のページ"),
    (r"\w+ /resume/.*", "メールのリンク"),
    (r"POST /(staff/)?sign-in/", "サインイン"),
    (r"GET /(staff/)?sign-in/", "サインインの画面"),
    (r"GET /staff/cases/\?.*", "検索"),
    (r"GET /staff/cases/", "机"),
    (r"GET /staff/cases/[^/]+/", "案件"),
    (r"GET /staff/cases/.+", "操作の画面"),
    (r"POST /staff/cases/.+", "操作"),
    (r"GET /staff/approvals/.*", "決裁の画面"),
    (r"POST /staff/approvals/.*", "決裁"),
)
KINDS = tuple((re.compile(pattern), kind) for pattern, kind in _KINDS)


class GaveUp(Exception):
    """Somebody turned away too long, or without a connection again and again."""


class Puzzled(Exception):
    """A page that a person would not know how to go on from."""


@dataclass
class Log:
    """What all visitors met. Times in milliseconds by kind of request."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    turned_away: Counter[str] = field(default_factory=Counter)
    turned_ms: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    unkept: Counter[str] = field(default_factory=Counter)  # typed and not on the page that turns away
    reopened: int = 0

    def told(self) -> dict[str, object]:
        return {
            "times": dict(self.times), "turned_away": dict(self.turned_away), "turned_ms": self.turned_ms,
            "errors": dict(self.errors), "unkept": dict(self.unkept), "reopened": self.reopened,
        }  # fmt: skip


def kind_of(method: str, path: str) -> str:
    return next((kind for pattern, kind in KINDS if pattern.fullmatch(f"{method} {path}")), path[:24])


@dataclass(frozen=True)
class Page:
    """Where the browser ended up; `last`: the status of the answer to what was sent, before redirects."""

    path: str
    status: int
    text: str
    last: int

    def forms(self) -> list[Form]:
        return [form for form in forms(self.text) if form.posts]

    def form_with(self, name: str) -> Form:
        """The first form with this control; raises Puzzled."""
        for form in self.forms():
            if any(key == name for key, _ in form.controls):
                return form
        raise Puzzled(f"{self.path} ({self.status}): no form with {name}")


@dataclass
class Browser:
    """One person's browser, on one connection; with a `pace` (bytes a second) the time that its line needs
    for what is sent does not count.
    """

    port: int
    log: Log
    chance: Random
    pace: float = 0
    cookies: dict[str, str] = field(default_factory=dict)
    line: Line = field(init=False)
    trail: deque[str] = field(default_factory=lambda: deque(maxlen=8))  # what was asked last, for findings

    def __post_init__(self) -> None:
        self.line = Line("127.0.0.1", self.port, self.pace)

    async def get(self, path: str) -> Page:
        return await self._go("GET", path, "", b"", ())

    async def send(
        self, page: Page, form: Form, controls: Iterable[Pair], files: Sequence[File] = ()
    ) -> Page:
        """Send a form of this page with these controls."""
        return await self._send(urlsplit(form.action).path or page.path, form, list(controls), files)

    async def _send(self, path: str, form: Form, controls: Sequence[Pair], files: Sequence[File]) -> Page:
        kind, content = body(controls, files, multipart=form.multipart)
        return await self._go("POST", path, kind, content, (form, controls, files))

    async def _go(self, method: str, path: str, kind: str, content: bytes, sent: Sequence[object]) -> Page:
        last = 0
        for _ in range(8):
            answer = await self._admitted(method, path, kind, content, sent)
            last = last or answer.status
            if not 300 <= answer.status < 400:
                return Page(path, answer.status, answer.body.decode(errors="replace"), last)
            goal = urlsplit(answer.headers["location"])
            path = f"{goal.path}?{goal.query}" if goal.query else goal.path
            method, kind, content, sent = "GET", "", b"", ()
        raise Puzzled(f"redirects without end: {path}")

    async def _admitted(
        self, method: str, path: str, kind: str, content: bytes, sent: Sequence[object]
    ) -> Answer:
        """Ask until the town is not full: after the time it names the button on its page is pressed."""
        began, what = time.perf_counter(), kind_of(method, path)
        if len(content) > LARGE:
            what = UPLOAD
        for attempt in range(MOST_TRIES):
            due = time.perf_counter()
            try:
                answer = await self._once(method, path, kind, content)
            except Unanswered as gone:
                self.trail.append(f"{method} {path} unanswered")
                self.log.errors[f"{what}: {type(gone.__cause__).__name__}"] += 1
                if attempt > 10 or time.perf_counter() - began > PATIENCE:
                    raise GaveUp(what) from gone
                await asyncio.sleep(2 + self.chance.random())
                continue
            self.trail.append(f"{method} {path.rpartition('/pages/')[2]} {answer.status}")
            took = (time.perf_counter() - due - (len(content) / self.pace if self.pace else 0)) * 1000
            if answer.status != FULL:
                self.log.times[what].append(took)
                if answer.status >= 400 and answer.status not in (409, 422):
                    self.log.errors[f"{what}: {answer.status}"] += 1
                return answer
            self.log.turned_away[what] += 1
            self.log.turned_ms.append(took)
            if time.perf_counter() - began > PATIENCE:
                raise GaveUp(what)
            wait = float(answer.headers.get("retry-after", "5"))
            await asyncio.sleep(wait * (1 + 0.5 * self.chance.random()))
            if sent:
                kind, content = self._pressed_again(what, answer, sent)
        raise GaveUp(what)

    def _pressed_again(self, what: str, answer: Answer, sent: Sequence[object]) -> tuple[str, bytes]:
        """What the button of the page that turned us away sends; files have to be chosen again."""
        form, controls, files = sent
        assert isinstance(form, Form) and isinstance(controls, list) and isinstance(files, list | tuple)
        kept = next((f for f in forms(answer.body.decode(errors="replace")) if f.button(AGAIN)), None)
        if kept is None:
            self.log.unkept[f"{what}: no button"] += 1
            return body(controls, files, multipart=form.multipart)
        again = kept.controls + [pair for pair in (kept.button(AGAIN),) if pair and pair[0]]
        for name, value in controls:
            if (name, value) not in [(key, one) for key, one in again]:
                self.log.unkept[f"{what}: {name.split('.')[0]}"] += 1
        return body(again, files, multipart=kept.multipart)

    async def _once(self, method: str, path: str, kind: str, content: bytes) -> Answer:
        headers = {"Accept-Language": "ja", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            headers |= {"Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"}
        answer = await self.line.ask(method, path, headers, content)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        return answer

    def close(self) -> None:
        """Done for today."""
        self.log.reopened += self.line.reopened
        self.line.hang_up()
