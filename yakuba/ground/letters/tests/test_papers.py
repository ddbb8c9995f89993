"""Papers come out as PDF/A with the right words, and say so when a character's shape is not sure."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from yakuba.ground.letters import LetterError, LetterHead, Slip, SlipTable, set_letter, set_slip
from yakuba.ground.letters.glyphs import drawable
from yakuba.ground.letters.press import coverage

BODY = """{{申請日}}付けで申請のあった道路の占用を許可します。

記

| | |
|---|---|
| 占用の場所 | {{場所}} |

以上

> **教示** この処分に不服がある場合は、審査請求をすることができます。
"""
FIELDS = {"申請日": "令和8年11月2日", "場所": "斜里町本町12番地先"}


def head(addressee: str = "𠮷田 太郎 様") -> LetterHead:
    return LetterHead("斜建管第123号", date(2026, 11, 24), addressee, "斜里町長", "見本 花子", "公印")


def letter(addressee: str = "𠮷田 太郎 様", fields: dict[str, str] | None = None) -> bytes:
    return set_letter(
        title="道路占用許可書",
        body_markdown=BODY,
        fields=FIELDS if fields is None else fields,
        head=head(addressee),
    )


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def test_a_letter_bears_number_day_addressee_sender_seal_title_and_body() -> None:
    text = words(letter())
    for word in (
        "斜建管第123号",
        "令和8年11月24日",
        "𠮷田 太郎 様",
        "斜里町長",
        "見本 花子",
        "公印",
        "道路占用許可書",
    ):
        assert word in text
    assert "斜里町本町12番地先" in text
    assert "教示" in text
    assert "字形未確認" not in text


def test_a_letter_is_marked_as_pdf_a_3b_and_says_its_language() -> None:
    reader = PdfReader(BytesIO(letter()))
    metadata = reader.metadata
    assert metadata is not None
    assert metadata.title == "道路占用許可書"
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>3" in xmp
    assert "<pdfaid:conformance>B" in xmp
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("ja")  # type: ignore[index]


def test_the_same_letter_gives_the_same_bytes_from_many_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: letter(), range(8)))
    assert len(made) == 1


def test_a_letter_with_an_empty_hole_is_refused_by_name() -> None:
    with pytest.raises(LetterError) as caught:
        letter(fields={"申請日": "令和8年11月2日"})
    assert caught.value.field == "場所"


def test_a_sequence_the_font_lacks_is_drawn_by_its_base_and_said_to_be_unsure() -> None:
    text = words(letter("渡邉\U000e011f 様"))
    assert "渡邉 様" in text
    assert "字形未確認" in text
    assert "U+9089 U+E011F" in text


def test_a_sequence_the_font_has_is_kept() -> None:
    has = coverage()
    selector = next(selector for base, selector in sorted(has.sequences) if base == ord("邉"))
    assert drawable(f"渡邉{chr(selector)}", has).unsure == ()


def test_a_character_the_font_lacks_becomes_geta_and_is_named() -> None:
    drawn = drawable("太郎😀\x00\u200b\ue000", coverage())
    assert drawn.text == "太郎〓〓"
    assert drawn.unsure == ("😀", "\ue000")


def test_typst_markup_in_a_name_is_only_text() -> None:
    assert '#read("/etc/passwd")' in words(letter('#read("/etc/passwd") 様'))


def test_a_slip_bears_its_figure_tables_and_stamp() -> None:
    text = words(
        set_slip(
            Slip(
                title="領収書",
                number="第8-12号",
                day=date(2026, 11, 24),
                addressee="斜里 太郎 様",
                sender_title="斜里町出納員",
                figure_label="金額",
                figure="6,300円",
                tables=(
                    SlipTable(head=("内容", "金額"), rows=(("占用料", "6,300円"),), align=("left", "right")),
                ),
                stamp=("領収", "R8.11.24"),
                qr="https://example.jp/",
            )
        )
    )
    for word in ("領収書", "第8-12号", "斜里 太郎 様", "6,300円", "占用料", "R8.11.24", "斜里町出納員"):
        assert word in text
