"""Files: what is kept is a reference to the store; kinds, count and size are limits of the question."""

import uuid
from collections.abc import Mapping
from typing import Any

from yakuba.ground.catalogue import characters
from yakuba.ground.catalogue.definition import Json, Question
from yakuba.ground.catalogue.kinds import params
from yakuba.ground.catalogue.kinds.kind import Flaw, Kind, Paper, Raw, Wrong
from yakuba.ground.languages import marked, say

_OFFICE = "application/vnd.openxmlformats-officedocument."
FAMILIES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "pdf": ("PDF", (".pdf",), ("application/pdf",)),
    "jpeg": ("JPEG", (".jpg", ".jpeg"), ("image/jpeg",)),
    "png": ("PNG", (".png",), ("image/png",)),
    "heic": ("HEIC", (".heic", ".heif"), ("image/heic", "image/heif")),
    "image": (
        marked("写真・画像"),
        (".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp"),
        ("image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"),
    ),
    "xlsx": ("Excel", (".xlsx",), (_OFFICE + "spreadsheetml.sheet",)),
    "docx": ("Word", (".docx",), (_OFFICE + "wordprocessingml.document",)),
    "csv": ("CSV", (".csv",), ("text/csv",)),
    "zip": ("ZIP", (".zip",), ("application/zip",)),
}
"""Family → its name for people, the endings a browser offers, the media types found by content."""

_KEYS = {"file", "name", "size", "media_type"}


def size_text(size: int) -> str:
    """`1536` (bytes) → `1.5KB`; `2000000` → `1.9MB`."""
    if size < 1024:
        return say("{size}バイト", size=size)
    if size < 1024 * 1024:
        return f"{size / 1024:.1f}KB"
    return f"{size / (1024 * 1024):.1f}MB"


class File(Kind):
    """References to stored files; storing, scanning and recognising them is `ground.files`."""

    name = "file"
    title = "ファイル"
    logic_type = "list"
    params = {
        "accept": params.some_of(("pdf", "jpeg", "png"), list(FAMILIES)),
        "max_files": params.whole(5, least=1, most=50),
        "min_files": params.whole(0, most=50),
        "max_mb": params.whole(20, least=1, most=200),
    }

    def flaws(self, question: Question) -> list[Flaw]:
        if self.param(question, "min_files") > self.param(question, "max_files"):
            return [Flaw("min_files", "max_files より大きい数です。", "どちらかを直してください。")]
        return []

    def media_types(self, question: Question) -> frozenset[str]:
        """The media types (recognised by content) this question takes."""
        return frozenset(kind for family in self.param(question, "accept") for kind in FAMILIES[family][2])

    def view_params(self, question: Question) -> dict[str, Any]:
        families = self.param(question, "accept")
        endings = [ending for family in families for ending in FAMILIES[family][1]]
        shown = {"accept": ",".join(dict.fromkeys(endings)), "accept_text": self._families(question)}
        return {**super().view_params(question), **shown}

    def read(self, question: Question, raw: Raw) -> Json:
        return None

    def clean(self, question: Question, value: Json) -> Json:
        if not isinstance(value, list):
            raise Wrong(say("「{label}」はファイルを選んで送ってください。", label=question.label))
        refs: dict[str, dict[str, Any]] = {}
        for given in value:
            ref = self._reference(question, given)
            refs[ref["file"]] = ref
        most, least = self.param(question, "max_files"), self.param(question, "min_files")
        if len(refs) > most:
            raise Wrong(
                say(
                    "「{label}」は{most}個までです。{rest}個消してください。",
                    label=question.label,
                    most=most,
                    rest=len(refs) - most,
                )
            )
        if refs and len(refs) < least:
            raise Wrong(
                say(
                    "「{label}」は{least}個以上送ってください。いま{count}個です。",
                    label=question.label,
                    least=least,
                    count=len(refs),
                )
            )
        return list(refs.values()) or None

    def _reference(self, question: Question, given: Json) -> dict[str, Any]:
        if not isinstance(given, Mapping) or set(given) != _KEYS or not _is_uuid(given["file"]):
            raise Wrong(
                say("「{label}」のファイルの形が違います。もう一度送ってください。", label=question.label)
            )
        name = characters.tidy_line(str(given["name"]))[:200] or say("無題")
        size = given["size"]
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise Wrong(
                say("「{label}」のファイルの形が違います。もう一度送ってください。", label=question.label)
            )
        if size == 0:
            raise Wrong(say("「{name}」は中身がありません。別のファイルを選んでください。", name=name))
        most = self.param(question, "max_mb")
        if size > most * 1024 * 1024:
            raise Wrong(
                say(
                    "「{name}」は{size}あります。{most}MBまでのファイルにしてください。",
                    name=name,
                    size=size_text(size),
                    most=most,
                )
            )
        if given["media_type"] not in self.media_types(question):
            raise Wrong(
                say(
                    "「{name}」はこの種類では受け取れません。{question}で送ってください。",
                    name=name,
                    question=self._families(question),
                )
            )
        return {
            "file": str(given["file"]),
            "name": name,
            "size": size,
            "media_type": str(given["media_type"]),
        }

    def _families(self, question: Question) -> str:
        return say("、").join(say(FAMILIES[family][0]) for family in self.param(question, "accept"))

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        return {}

    def missing(self, question: Question) -> Wrong:
        return Wrong(say("「{label}」のファイルを選んで送ってください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        return [f"{ref['name']}({size_text(ref['size'])})" for ref in value]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        return {"": "、".join(ref["name"] for ref in value)}

    def schema(self, question: Question) -> dict[str, Any]:
        fields: dict[str, Any] = {"file": {"type": "string", "format": "uuid"}, "name": {"type": "string"}}
        fields |= {"size": {"type": "integer"}, "media_type": {"enum": sorted(self.media_types(question))}}
        item = {
            "type": "object",
            "properties": fields,
            "required": sorted(_KEYS),
            "additionalProperties": False,
        }
        return {"type": "array", "items": item, "maxItems": self.param(question, "max_files")}

    def paper(self, question: Question) -> Paper:
        return Paper("circle", 1, labels=("添付した",))

    def search_text(self, question: Question, value: Json) -> str:
        return " ".join(ref["name"] for ref in value)


def _is_uuid(value: Json) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


KIND = File()
