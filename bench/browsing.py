"""A visitor's connection: HTTP/1.1 with keep-alive over asyncio, as light as it can be, since it shares the
machine with the server it measures.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

LIMIT = 120.0  # seconds for one answer
PIECE = 0.05  # seconds between the pieces that a slow line takes


class Unanswered(Exception):
    """The connection was refused or cut, or nothing came within LIMIT."""


@dataclass(frozen=True)
class Answer:
    """One answer; header names in lower case, every Set-Cookie in `cookies`."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


@dataclass
class Line:
    """One connection, opened when it is needed; `pace`: bytes a second that its line takes (0: any)."""

    host: str
    port: int
    pace: float = 0
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    reopened: int = 0  # requests sent once more because the server had closed the idle connection
    _used: int = 0

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Raises Unanswered. An idle connection that the server has closed meanwhile is opened again, as a
        browser does.
        """
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        length = f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
        request = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{head}{length}\r\n".encode()
        for _ in range(2):
            old = self._used
            try:
                return await asyncio.wait_for(self._once(request + body), LIMIT)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as gone:
                self.hang_up()
                if not old or isinstance(gone, TimeoutError):
                    raise Unanswered(f"{method} {path}: {gone!r}") from gone
                self.reopened += 1
        raise Unanswered(f"{method} {path}")

    async def _once(self, request: bytes) -> Answer:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=2**20)
            self._used = 0
        await self._put(self._writer, request)
        status, headers, cookies = _head(await self._reader.readuntil(b"\r\n\r\n"))
        self._used += 1
        content = await self._content(self._reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.hang_up()
        return Answer(status, headers, cookies, content)

    async def _put(self, writer: asyncio.StreamWriter, request: bytes) -> None:
        piece = int(self.pace * PIECE) or len(request)
        for at in range(0, len(request), piece):
            writer.write(request[at : at + piece])
            await writer.drain()
            if self.pace and len(request) > piece:
                await asyncio.sleep(PIECE)

    async def _content(self, reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readuntil(b"\r\n")
        return b"".join(parts)

    def hang_up(self) -> None:
        if self._writer is not None:
            with contextlib.suppress(OSError, RuntimeError):
                self._writer.close()
        self._reader = self._writer = None
        self._used = 0


def _head(raw: bytes) -> tuple[int, dict[str, str], dict[str, str]]:
    first, *lines = raw.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        if name == "set-cookie":
            key, _, kept = value.partition(";")[0].partition("=")
            cookies[key] = kept
        elif name:
            headers[name] = value
    return int(first.split(" ", 2)[1]), headers, cookies
