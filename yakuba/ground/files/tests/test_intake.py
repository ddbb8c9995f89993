"""What people send is looked at by content; what is wrong is refused in words that help."""

import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from yakuba.ground.files import store
from yakuba.ground.files.intake import enter, examine, keep, keep_bytes, size_words
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.files.tests import samples
from yakuba.ground.journal.record import record
from yakuba.ground.journal.signature import By

BY = By(actor="system:test")
EVERYTHING = {"pdf", "image", "office", "text", "zip"}
MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.django_db


def hand_in(data, name, *, allow=EVERYTHING, max_bytes=10 * MEGABYTE):
    with transaction.atomic():
        stored = keep(io.BytesIO(data), allow=allow, max_bytes=max_bytes, name=name)
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    return stored


def refusal(data, name, **limits):
    with pytest.raises(FileProblem) as caught:
        hand_in(data, name, **limits)
    assert not StoredFile.objects.exists()
    assert not [path for path in store.folder().rglob("*") if path.is_file()]
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (samples.PDF, "位置図.pdf", "application/pdf"),
        (samples.PDF, "SCAN.PDF", "application/pdf"),
        (samples.picture("JPEG"), "写真.jpg", "image/jpeg"),
        (samples.picture("JPEG"), "写真.JPEG", "image/jpeg"),
        (samples.picture("PNG"), "写真.png", "image/png"),
        (samples.picture("GIF"), "写真.gif", "image/gif"),
        (samples.picture("WEBP"), "写真.webp", "image/webp"),
        (samples.heic(), "IMG_0001.HEIC", "image/heic"),
        (
            samples.docx(),
            "申請書.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (samples.xlsx(), "一覧.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("氏名,番号\n見本 花子,1\n".encode("cp932"), "名簿.csv", "text/csv"),
        ("見本です。\n".encode(), "メモ.txt", "text/plain"),
        ("見本です。\n".encode("utf-16"), "メモ.txt", "text/plain"),
        ("甲,乙\r\n\x1a".encode("cp932"), "古い.csv", "text/csv"),
        (
            samples.zipped({"図面/図.pdf": samples.PDF, "表.xlsx": samples.xlsx()}),
            "一式.zip",
            "application/zip",
        ),
    ],
)
def test_good_files_of_every_kind_are_kept_under_their_digest(data, name, media_type):
    stored = hand_in(data, name)
    assert (stored.media_type, stored.name, stored.size) == (media_type, name, len(data))
    assert stored.state == StoredFile.State.UNSCANNED
    assert store.place(stored.digest).read_bytes() == data
    assert not list((store.folder() / "incoming").iterdir())


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.pdf", "空です"),
        (b"MZ\x90\x00" + b"\0" * 100, "請求書.pdf", "プログラム"),
        (b"\x7fELF" + b"\0" * 100, "写真.jpg", "プログラム"),
        (b"#!/bin/sh\nrm -rf /\n", "メモ.txt", "プログラム"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "メモ.txt", "ウェブページ"),
        (b"\xef\xbb\xbf <!-- x --> <html>", "メモ.csv", "ウェブページ"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "図.png", "ウェブページ"),
        (b"<?xml version='1.0'?><svg/>", "図.txt", "ウェブページ"),
        (samples.PDF, "位置図.exe", "「.exe」"),
        (samples.PDF, "位置図.pdf.html", "「.html」"),
        (samples.picture("PNG"), "写真.jpg", "PNG画像ですが"),
        (samples.PDF, "写真.jpg", "PDFですが"),
        (samples.PDF[:-40], "途中.pdf", "PDFが壊れている"),
        (samples.picture("JPEG")[:-60], "途中.jpg", "画像が壊れている"),
        (samples.picture("PNG")[:50], "途中.png", "画像が壊れている"),
        (samples.heic()[:-20], "途中.heic", "画像が壊れている"),
        (samples.box(b"ftyp", b"isom\0\0\0\0mp42"), "動画.heic", "受け取れません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "古い.doc", "古い形式"),
        (b"\x00\x01\x02\x03" * 50, "不明.txt", "受け取れません"),
        (samples.docx({"word/vbaProject.bin": b"x"}), "申請書.docx", "マクロ"),
        (samples.docx({"word/activeX/activeX1.xml": b"x"}), "申請書.docx", "マクロ"),
        (samples.xlsx({"xl/macrosheets/sheet1.xml": b"x"}), "一覧.xlsx", "マクロ"),
        (
            samples.docx(
                types=b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
            ),
            "申請書.docx",
            "マクロ",
        ),
        (samples.docx(), "一覧.xlsx", "Word文書ですが"),
        (samples.docx()[:-30], "申請書.docx", "壊れています"),
        (samples.bomb(), "一式.zip", "中身が大きすぎます"),
        (samples.lying_bomb(), "一式.zip", "壊れています"),
        (samples.docx({"word/media/1.bin": b"\0" * (60 * MEGABYTE)}), "申請書.docx", "中身が大きすぎます"),
        (
            samples.zipped({"中.zip": samples.zipped({"a.txt": b"x"})}),
            "一式.zip",
            "圧縮ファイルが入っています",
        ),
        (
            samples.zipped({"中.pdf": samples.zipped({"a.txt": b"x"})}),
            "一式.zip",
            "圧縮ファイルが入っています",
        ),
        (
            samples.zipped({"中.docx": samples.zipped({"a.txt": b"x"})}),
            "一式.zip",
            "圧縮ファイルが入っています",
        ),
        (samples.zipped({"表.xlsx": samples.xlsx({"xl/vbaProject.bin": b"x"})}), "一式.zip", "マクロ"),
        (samples.zipped({"setup.exe": b"x"}), "一式.zip", "プログラムが入っています"),
        (samples.zipped({"図.pdf": b"MZ\x90"}), "一式.zip", "プログラムが入っています"),
        (samples.zipped({"../../etc/passwd": b"x"}), "一式.zip", "ファイル名が正しくありません"),
        (samples.zipped({"/etc/passwd": b"x"}), "一式.zip", "ファイル名が正しくありません"),
        (samples.zipped({"C:\\a.txt": b"x"}), "一式.zip", "ファイル名が正しくありません"),
        (samples.zipped({f"{n}.txt": b"" for n in range(2001)}), "一式.zip", "多すぎます"),
        (samples.locked(), "一式.zip", "パスワード付き"),
        (samples.zipped({}), "一式.zip", "空です"),
        (
            samples.zipped({"[Content_Types].xml": b"<Types/>", "visio/a.xml": b"x"}),
            "図.docx",
            "種類は受け取れ",
        ),
        (
            samples.zipped({"[Content_Types].xml": b" " * (5 * MEGABYTE), "word/a.xml": b"x"}),
            "申請書.docx",
            "中身が大きすぎます",
        ),
        (
            samples.box(b"ftyp", b"avif\0\0\0\0mif1avif") + samples.box(b"meta", b""),
            "図.heic",
            "受け取れません",
        ),
    ],
)
def test_evil_and_broken_files_are_refused_and_leave_nothing_behind(data, name, words):
    assert words in refusal(data, name)


def test_a_kind_the_procedure_does_not_ask_for_is_refused_with_those_it_does():
    message = refusal(samples.zipped({"a.txt": b"x"}), "一式.zip", allow={"pdf", "image"})
    assert "ZIPは受け取れません" in message
    assert "PDF、画像" in message
    with pytest.raises(ValueError, match="movie"):
        hand_in(samples.PDF, "a.pdf", allow={"pdf", "movie"})


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_unpacked():
    tall = bytearray(samples.picture("PNG", (16, 16)))
    tall[16:24] = (60_000).to_bytes(4, "big") * 2
    assert "縦横が大きすぎます" in refusal(bytes(tall), "写真.png") or "壊れて" in refusal(
        bytes(tall), "写真.png"
    )


def test_the_limit_is_said_in_megabytes_whether_the_size_was_told_or_not():
    data = samples.PDF + b"\0" * MEGABYTE
    assert "1 MBまで" in refusal(data, "大.pdf", max_bytes=MEGABYTE)
    told = SimpleUploadedFile("大.pdf", data)
    with pytest.raises(FileProblem, match="1 MBまで"):
        keep(told, allow={"pdf"}, max_bytes=MEGABYTE, name="大.pdf")
    assert size_words(640 * 1024) == "640 KB"
    assert size_words(2_621_440) == "2.5 MB"


def test_sixty_megabytes_never_stand_in_memory(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.write(b"a" * 1000)
        file.truncate(60 * MEGABYTE)
    tracemalloc.start()
    with path.open("rb") as file, pytest.raises(FileProblem, match="50 MBまで"):
        keep(file, allow={"text"}, max_bytes=50 * MEGABYTE, name="大.txt")
    with path.open("rb") as file, pytest.raises(FileProblem, match="受け取れません"):
        keep(file, allow={"text"}, max_bytes=100 * MEGABYTE, name="大.txt")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * MEGABYTE


def test_the_same_bytes_twice_are_two_rows_and_one_content():
    first, second = hand_in(samples.PDF, "甲.pdf"), hand_in(samples.PDF, "乙.pdf")
    assert first.id != second.id
    assert first.digest == second.digest
    assert len([path for path in store.folder().rglob("*") if path.is_file()]) == 1


def test_a_file_without_an_ending_gets_the_one_of_its_content():
    assert hand_in(samples.PDF, "位置図").name == "位置図.pdf"


def test_our_own_papers_are_kept_as_clean():
    with transaction.atomic():
        stored = keep_bytes(samples.PDF, "許可書.pdf", "application/pdf")
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    assert stored.state == StoredFile.State.CLEAN
    with pytest.raises(ValueError, match="empty"):
        keep_bytes(b"", "許可書.pdf", "application/pdf")
    with pytest.raises(ValueError, match="text/html"):
        keep_bytes(b"<p>", "許可書.html", "text/html")


def test_examining_writes_no_row_and_entering_reads_no_file(django_assert_num_queries):
    with django_assert_num_queries(0):
        examined = examine(io.BytesIO(samples.PDF), allow={"pdf"}, max_bytes=MEGABYTE, name="図.pdf")
    assert store.place(examined.digest).read_bytes() == samples.PDF
    with transaction.atomic(), django_assert_num_queries(1):
        stored = enter(examined)
    with transaction.atomic():
        record("file.kept", subject=f"file:{stored.id}", by=BY, rows=[stored])
    assert (stored.name, stored.size, stored.digest) == ("図.pdf", len(samples.PDF), examined.digest)
