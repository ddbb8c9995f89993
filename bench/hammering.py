"""Many requests of one kind at a running server, from a process of its own: how many it answers, how fast.

Closed loop (`rate=0`): so many connections, each asks again as soon as it is answered; by `wrk` (Debian's
package) where it is installed, else by our own client, which costs more CPU itself. Open loop (`rate`):
requests begin at fixed moments whatever the server does; a time counts from the moment at which the request
should have been sent, so that a stall shows in every request that had to wait for it.
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.browsing import Line, Unanswered
from bench.measuring import Spread

# What wrk does for each request and at its end (its times are microseconds).
LUA = """
local paths, at = %(paths)s, 0
wrk.method, wrk.headers, wrk.body = %(method)s, %(headers)s, %(body)s
function request() at = at %% #paths + 1; return wrk.format(nil, paths[at]) end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %%d, "seconds": %%f, "errors": %%d, "p50": %%f, "p95": %%f, "p99": %%f}\\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3))
end
"""  # noqa: E501  (one format string)


@dataclass(frozen=True)
class Hammered:
    """What a run gave: answers, of those `errors` not 2xx or 3xx or none at all; times in milliseconds."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds

    def __str__(self) -> str:
        times = f"p50 {self.p50:.1f} p95 {self.p95:.1f} p99 {self.p99:.1f} ms"
        return f"{self.rate:,.0f}/s {times}" + (f" ERRORS {self.errors}" if self.errors else "")


@dataclass(frozen=True)
class _Order:
    urls: Sequence[str]
    seconds: float
    connections: int
    rate: float
    headers: Mapping[str, str]
    body: str | None


def hammer(
    urls: Sequence[str],
    *,
    seconds: float = 5,
    connections: int = 8,
    rate: float = 0,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> Hammered:
    """Ask for these addresses of one server in turn (POST when there is a `body`)."""
    order = _Order(tuple(urls), seconds, connections, rate, dict(headers or {}), body)
    wrk = shutil.which("wrk")
    return _by_wrk(wrk, order) if wrk and not rate else _by_us(order)


def _by_wrk(wrk: str, order: _Order) -> Hammered:
    site = "{0.scheme}://{0.netloc}".format(urlsplit(order.urls[0]))
    script = LUA % {
        "paths": _table([_lua(url.removeprefix(site) or "/") for url in order.urls]),
        "headers": _table([f"[{_lua(name)}]={_lua(value)}" for name, value in order.headers.items()]),
        "method": _lua("GET" if order.body is None else "POST"),
        "body": "nil" if order.body is None else _lua(order.body),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        told = _run(
            wrk, "-t1", f"-c{order.connections}", f"-d{max(1, round(order.seconds))}s", "-s", file.name, site
        )
    return Hammered(**json.loads(told.splitlines()[-1]))


def _table(items: Sequence[str]) -> str:
    return "{" + ", ".join(items) + "}"


def _lua(text: str) -> str:
    """A Lua string: every byte that is not plain by its number."""
    plain = (
        chr(byte) if chr(byte).isascii() and chr(byte).isprintable() and chr(byte) not in '"\\' else ""
        for byte in text.encode()
    )
    return '"' + "".join(c or f"\\{byte:03d}" for c, byte in zip(plain, text.encode(), strict=True)) + '"'


def _by_us(order: _Order) -> Hammered:
    return Hammered(**json.loads(_run(sys.executable, "-m", __name__, json.dumps(asdict(order)))))


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


async def _pound(order: _Order) -> Hammered:
    began, times, errors = time.perf_counter(), [], 0

    async def one(line: Line, number: int, due: float) -> None:
        nonlocal errors
        url = urlsplit(order.urls[number % len(order.urls)])
        path = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        method, body = ("GET", b"") if order.body is None else ("POST", order.body.encode())
        try:
            answer = await line.ask(method, path, order.headers, body)
            errors += answer.status >= 400
        except Unanswered:
            errors += 1
        times.append((time.perf_counter() - due) * 1000)

    async def connection(at: int) -> None:
        """The `at`-th of the connections sends every so-many-th request."""
        url = urlsplit(order.urls[0])
        line, number = Line(url.hostname or "", url.port or 80), at
        while time.perf_counter() - began < order.seconds:
            due = time.perf_counter()
            if order.rate:
                due = began + number / order.rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
            await one(line, number, due)
            number += order.connections
        line.hang_up()

    await asyncio.gather(*map(connection, range(order.connections)))
    took, spread = time.perf_counter() - began, Spread(tuple(times))
    return Hammered(len(times), took, errors, spread.median, spread.quantile(0.95), spread.quantile(0.99))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_pound(_Order(**json.loads(sys.argv[1])))))))
