"""The evidence file as a ZIP: refused when it could mean two things, unpacked once, measured on the way."""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from yakuba.ground.journal.verifier.proofs import Damaged, stamped

NAME = re.compile(
    r"manifest\.(json|sha256)|events\.ndjson|public\.txt|README\.txt|verify\.(py|html)|checkpoints/[0-9]{12}\.txt"
    r"|proofs/(inclusion|subjects|consistency)\.ndjson|tables/[a-z0-9_]+\.[a-z0-9_]+\.ndjson|files/[0-9a-f]{64}"
)


class Archive:
    """The ZIP, refused when its names could mean two things."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        infos = self.zip.infolist()
        self.names = [info.filename for info in infos]
        self.passed: dict[str, dict[str, Any]] = {}
        if len(set(self.names)) != len(infos):
            raise Damaged("ZIP", "同じ名前のファイルが2つあります")
        for name in self.names:
            if not NAME.fullmatch(name):
                raise Damaged("ZIP", f"あってはならない名前のファイルがあります: {name!r}")
        if min((info.header_offset for info in infos), default=0) or not stamped(path, self.zip.comment):
            raise Damaged("ZIP", "ZIPの写しに傷があるか、前か後ろに余分なデータがあります")

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Damaged(name, "ファイルがありません", "欠落")
        return self.zip.read(name)

    def digest(self, name: str) -> dict[str, Any]:
        total, size = hashlib.sha256(), 0
        with self.zip.open(name) as member:
            while part := unpacked(member, name):
                total.update(part)
                size += len(part)
        return {"sha256": total.hexdigest(), "size": size}

    def blocks(self, name: str) -> Iterator[bytes]:
        """Whole lines, about a megabyte at a time; a last line without its end is damage. Measured on the way
        (`passed`), so that a large member is unpacked once.
        """
        total, size, rest, number = hashlib.sha256(), 0, b"", 0
        with self.zip.open(name) as member:
            while part := unpacked(member, name):
                total.update(part)
                size += len(part)
                end = part.rfind(b"\n") + 1
                if end:
                    block, rest = rest + part[:end], part[end:]
                    number += block.count(b"\n")
                    yield block
                else:
                    rest += part
        self.passed[name] = {"sha256": total.hexdigest(), "size": size}
        if rest:
            raise Damaged(f"{name} {number + 1}行目", "行が途中で切れています")

    def lines(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Place and content of every line."""
        number = 0
        for block in self.blocks(name) if name in self.names else ():
            for line in block[:-1].split(b"\n"):
                number += 1
                yield f"{name} {number}行目", line


def unpacked(member: IO[bytes], name: str) -> bytes:
    try:
        return member.read(1 << 20)
    except Exception as error:
        raise Damaged(name, "ZIPから取り出せません") from error


def streamed(name: str) -> bool:
    """Large members are measured when they are read."""
    return name == "events.ndjson" or name.startswith("tables/")
