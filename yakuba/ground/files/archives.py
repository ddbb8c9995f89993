"""ZIP files and Office files: counted, measured by unpacking, and looked into before they are taken."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from yakuba.ground.files.kinds import DOCX, PPTX, XLSX, ZIP, Media
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.languages import marked, say

MOST_ENTRIES = 2_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200
_LARGEST_TYPES = 4 * 1024 * 1024
_RATIO_FROM = 10 * 1024 * 1024
_CHUNK = 64 * 1024

_BROKEN = marked("ファイルが壊れています。作り直してから、もう一度選んでください。")
_LOCKED = marked("パスワード付きのファイルは中を確かめられません。パスワードを外してから選んでください。")
_EMPTY = marked("ZIPの中が空です。ファイルを入れてから、もう一度選んでください。")
_OTHER = marked("このOfficeファイルの種類は受け取れません。.docx .xlsx .pptx かPDFで保存し直してください。")
_BOMB = marked("中身が大きすぎます。ファイルを分けてから、もう一度選んでください。")
_NESTED = marked(
    "ZIPの中に圧縮ファイルが入っています。中の圧縮ファイルを展開してから、まとめ直してください。"
)
_MACRO = marked(
    "マクロを含むファイルは受け取れません。マクロなしの形式(.docx .xlsx .pptx)で保存し直してください。"
)
_TRICK = marked("ZIPの中のファイル名が正しくありません。ZIPを作り直してください。")
_PROGRAM = marked("ZIPの中にプログラムが入っています。書類と画像だけにしてください。")

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
_OFFICE = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_OFFICE_ENDINGS = (".docx", ".xlsx", ".pptx")
_PROGRAM_ENDINGS = re.compile(
    r"(?i)\.(exe|dll|com|scr|pif|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|url|jar|apk|iso|img|sh|html?|xht"
    r"|xhtml|svg|mht|chm|docm|xlsm|pptm|dotm|xlam|xll)$"
)
_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_ARCHIVE_HEADS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_ACTIVE_PARTS = re.compile(r"(?i)(^|/)(vbaproject\.bin|vbadata\.xml|activex/.*|macrosheets/.*)$")


@dataclass
class _Measure:
    """What has been unpacked so far, over a ZIP and the Office files inside it."""

    packed: int
    unpacked: int = field(default=0)

    def add(self, count: int) -> None:
        self.unpacked += count
        stretched = self.unpacked > _RATIO_FROM and self.unpacked > self.packed * MOST_RATIO
        if self.unpacked > MOST_UNPACKED or stretched:
            raise FileProblem(_BOMB)


def archive_type(path: Path, work: Path) -> Media:
    """ZIP, or the Office type of a ZIP with [Content_Types].xml. `work` is this file's own empty directory.

    Raises FileProblem for what is broken, locked, bursting, nested, active, or badly named.
    """
    measure = _Measure(packed=path.stat().st_size)
    with _opened(path) as archive:
        if "[Content_Types].xml" in archive.namelist():
            return _office(archive, measure)
        _look_into(archive, measure, work)
    return ZIP


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_ENTRIES:
                raise FileProblem(
                    say(
                        "ZIPの中のファイルが多すぎます。{most}個までにしてください。",
                        most=f"{MOST_ENTRIES:,}",
                    )
                )
            if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
                raise FileProblem(_LOCKED)
            yield archive
    except _UNREADABLE:
        raise FileProblem(_BROKEN) from None


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, measure: _Measure) -> Iterator[bytes]:
    with archive.open(entry) as content:
        while chunk := content.read(_CHUNK):
            measure.add(len(chunk))
            yield chunk


def _office(archive: zipfile.ZipFile, measure: _Measure) -> Media:
    for entry in archive.infolist():
        if _ACTIVE_PARTS.search(entry.filename):
            raise FileProblem(_MACRO)
        for _chunk in _chunks(archive, entry, measure):
            pass  # unpacked only to be measured; each checksum is checked on the way
    with archive.open("[Content_Types].xml") as types:
        content = types.read(_LARGEST_TYPES + 1)
    if len(content) > _LARGEST_TYPES:
        raise FileProblem(_BOMB)
    if b"macroenabled" in content.lower():
        raise FileProblem(_MACRO)
    names = archive.namelist()
    for folder, media in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return media
    raise FileProblem(_OTHER)


def _look_into(archive: zipfile.ZipFile, measure: _Measure, work: Path) -> None:
    if all(entry.is_dir() for entry in archive.infolist()):
        raise FileProblem(_EMPTY)
    for entry in archive.infolist():
        _check_name(entry)
        if entry.is_dir():
            continue
        inner = work / "entry"
        head = b""
        with inner.open("wb") as copy:
            for chunk in _chunks(archive, entry, measure):
                head = head or chunk[:64]
                copy.write(chunk)
        _check_entry(entry.filename, head, inner, measure)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    rooted = name.startswith(("/", "\\")) or name[1:2] == ":"
    if rooted or ".." in parts or linked or any(ord(sign) < 32 for sign in name):
        raise FileProblem(_TRICK)


def _check_entry(name: str, head: bytes, inner: Path, measure: _Measure) -> None:
    if _PROGRAM_ENDINGS.search(name) or head.startswith(_PROGRAM_HEADS):
        raise FileProblem(_PROGRAM)
    if name.lower().endswith(_OFFICE_ENDINGS) and head.startswith(b"PK\x03\x04"):
        with _opened(inner) as office:
            if "[Content_Types].xml" not in office.namelist():
                raise FileProblem(_NESTED)
            _office(office, measure)
    elif head.startswith(_ARCHIVE_HEADS):
        raise FileProblem(_NESTED)
