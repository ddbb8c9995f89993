"""The mailboxes of everybody who visits: a mail server on loopback that hands each letter's links on."""

import asyncio
import re
from collections import defaultdict
from email import message_from_bytes
from email.policy import default

LINK = re.compile(r"https?://[^\s<>]+")


class Postbox:
    """Takes any letter by SMTP. `links(address)` waits for the next letter to this address."""

    def __init__(self) -> None:
        self.letters = 0
        self._boxes: defaultdict[str, asyncio.Queue[list[str]]] = defaultdict(asyncio.Queue)

    async def open(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", port, limit=2**22)

    async def links(self, address: str, *, within: float) -> list[str]:
        """The links in the next letter to this address; [] when none came within so many seconds."""
        try:
            return await asyncio.wait_for(self._boxes[address].get(), within)
        except TimeoutError:
            return []

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to: list[str] = []
        writer.write(b"220 bench\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to.append(line.decode().partition("<")[2].partition(">")[0])
            if word == b"DATA":
                writer.write(b"354 go\r\n")
                self._deliver(to, (await reader.readuntil(b"\r\n.\r\n"))[:-3])
                to = []
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                break
        writer.close()

    def _deliver(self, to: list[str], raw: bytes) -> None:
        self.letters += 1
        text = message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=default).get_body(("plain",))
        links = LINK.findall(text.get_content()) if text else []
        for address in to:
            self._boxes[address].put_nowait(links)
