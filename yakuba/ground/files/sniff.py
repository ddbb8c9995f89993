"""What a file is, by its content and never by its name alone."""

import codecs
import re
from pathlib import Path

from yakuba.ground.files.archives import archive_type
from yakuba.ground.files.kinds import CSV, PDF, TEXT, Media, titles
from yakuba.ground.files.names import ending_of
from yakuba.ground.files.pictures import picture_type
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.languages import marked, say

_CHUNK = 64 * 1024
_TAIL = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_MARKUP = re.compile(
    rb"(?is)^[\s\xef\xbb\xbf]*(<!--.*?-->\s*)*<(!doctype|html|head|body|script|svg|\?xml|iframe|img|a\s|meta)"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")


def media_type(path: Path, name: str, *, allow: frozenset[str], work: Path) -> Media:
    """The type of the file at `path` called `name`; `work` is its own directory for unpacking.

    Raises FileProblem when it is of no known type, broken, of a kind not in `allow`, or badly named.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    media = _known(path, name, head, work)
    if media is None:
        raise FileProblem(
            say("この形式のファイルは受け取れません。受け取れる形式: {titles}", titles=titles(allow))
        )
    if media.kind not in allow:
        raise FileProblem(
            say(
                "{kind}は受け取れません。受け取れる形式: {titles}",
                kind=say(media.title),
                titles=titles(allow),
            )
        )
    ending = ending_of(name).lower()
    if ending and ending not in media.endings:
        raise FileProblem(
            say(
                "ファイルの中身は{kind}ですが、名前の終わりが「{ending}」です。"
                "「{right}」の正しいファイルを選んでください。",
                kind=say(media.title),
                ending=ending,
                right=media.endings[0],
            )
        )
    return media


def _known(path: Path, name: str, head: bytes, work: Path) -> Media | None:
    if head.startswith(_PROGRAMS):
        raise FileProblem(marked("プログラムは受け取れません。書類か画像を選んでください。"))
    if head.startswith(_OLE):
        raise FileProblem(
            marked(
                "古い形式か、パスワード付きのOfficeファイルです。パスワードを外し、"
                ".docx .xlsx .pptx かPDFで保存し直してから選んでください。"
            )
        )
    if head.startswith(b"%PDF-"):
        return _pdf(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archive_type(path, work)
    return picture_type(path, head) or _text(path, name, head)


def _pdf(path: Path) -> Media:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise FileProblem(
            marked("PDFが壊れているか、途中で切れています。作り直してから、もう一度選んでください。")
        )
    return PDF


def _text(path: Path, name: str, head: bytes) -> Media | None:
    if _MARKUP.match(head):
        raise FileProblem(
            marked("ウェブページやSVGは受け取れません。PDFか画像で保存し直してから選んでください。")
        )
    if not any(_reads_as(path, encoding) for encoding in ("utf-8", "cp932", "utf-16")):
        return None
    return CSV if ending_of(name).lower() == ".csv" else TEXT


def _reads_as(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in `encoding`: no byte out of place, no control sign.

    Escape and the end mark of old exports (0x1A) may stand in it.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        if encoding == "utf-16" and file.read(2) not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return False
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                if _CONTROL.search(decoder.decode(chunk)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
