"""Which kinds of files there are, and which endings fit them."""

from dataclasses import dataclass

from yakuba.ground.languages import marked, say


@dataclass(frozen=True)
class Media:
    """A media type, the kind procedures allow it under, its endings (the usual one first), its name."""

    type: str
    kind: str
    endings: tuple[str, ...]
    title: str


PDF = Media("application/pdf", "pdf", (".pdf",), "PDF")
JPEG = Media("image/jpeg", "image", (".jpg", ".jpeg", ".jpe", ".jfif"), marked("JPEG画像"))
PNG = Media("image/png", "image", (".png",), marked("PNG画像"))
GIF = Media("image/gif", "image", (".gif",), marked("GIF画像"))
WEBP = Media("image/webp", "image", (".webp",), marked("WebP画像"))
HEIC = Media("image/heic", "image", (".heic", ".heif", ".hif"), marked("HEIC画像"))
TEXT = Media("text/plain", "text", (".txt",), marked("テキスト"))
CSV = Media("text/csv", "text", (".csv",), "CSV")
ZIP = Media("application/zip", "zip", (".zip",), "ZIP")

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = Media(_OPEN_XML + "wordprocessingml.document", "office", (".docx",), marked("Word文書"))
XLSX = Media(_OPEN_XML + "spreadsheetml.sheet", "office", (".xlsx",), marked("Excelブック"))
PPTX = Media(_OPEN_XML + "presentationml.presentation", "office", (".pptx",), "PowerPoint")

ALL = (PDF, JPEG, PNG, GIF, WEBP, HEIC, TEXT, CSV, ZIP, DOCX, XLSX, PPTX)

KIND_TITLES = {
    "pdf": "PDF",
    "image": marked("画像(JPEG・PNG・HEICなど)"),
    "office": "Word・Excel・PowerPoint(.docx .xlsx .pptx)",
    "text": marked("テキスト・CSV"),
    "zip": "ZIP",
}


def titles(allow: frozenset[str]) -> str:
    """The allowed kinds in words, for messages and hints."""
    return say("、").join(say(title) for kind, title in KIND_TITLES.items() if kind in allow)


def accept(allow: frozenset[str]) -> str:
    """The allowed endings for the `accept` attribute of a file input."""
    return ",".join(ending for media in ALL if media.kind in allow for ending in media.endings)
