"""Files on a page: what is refused is told at its place, and never costs another answer."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.tests.samples import PDF, bomb, picture
from yakuba.ground.journal.read import history
from yakuba.rooms.answers import door
from yakuba.rooms.answers.tests.conftest import Screen, a_file

pytestmark = pytest.mark.django_db

EXE = b"MZ\x90\x00" + b"\x00" * 500
REFUSED = [
    ("plan.pdf", EXE),
    ("plan.exe", EXE),
    ("plan.pdf", b""),
    ("plan.pdf", b"%PDF-1.4 cut off"),
    ("photo.png", picture("JPEG")),
    ("page.png", b"<html><script>alert(1)</script></html>"),
    ("bomb.zip", bomb),
    ("big.pdf", PDF + b" " * (1024 * 1024)),
    ("絵🐻.gif", picture("GIF")),
]


def sent(screen: Screen, *files: SimpleUploadedFile, act: str = "upload:drawing") -> Screen:
    return screen.open("papers").post("papers", {"q-drawing": list(files), "q-remark": "位置図です"}, act=act)


def names(screen: Screen) -> list[str]:
    return [file["name"] for file in screen.stored.get("drawing", [])]


def test_a_file_is_kept_with_its_event(screen: Screen) -> None:
    sent(screen, a_file("位置図.pdf"))
    assert (screen.status, screen.goes_to) == (302, "/pages/papers/#q-drawing")
    assert names(screen) == ["位置図.pdf"]
    assert [event.kind for event in history(f"draft:{screen.draft_id}")] == ["file.kept"]
    screen.open("papers")
    assert "位置図.pdf" in screen.html and 'value="位置図です"' in screen.html


@pytest.mark.parametrize(
    ("name", "content"), REFUSED, ids=[f"{at}-{name}" for at, (name, _) in enumerate(REFUSED)]
)
def test_a_refused_file_is_told_and_costs_nothing_else(screen: Screen, name: str, content: Any) -> None:
    sent(screen, a_file())
    made = content if isinstance(content, bytes) else content()
    sent(screen, SimpleUploadedFile(name, made), act="next")
    assert screen.status == 422
    assert f"「{name}」は受け取れませんでした" in screen.html or "data-error-summary" in screen.html
    assert 'value="位置図です"' in screen.html and "plan.pdf" in screen.html
    assert names(screen) == ["plan.pdf"] and StoredFile.objects.count() == 1


def test_sixty_megabytes_are_refused_without_reading_them_all(screen: Screen) -> None:
    huge = SimpleUploadedFile("地図.pdf", PDF + b" " * (60 * 1024 * 1024))
    sent(screen, huge)
    assert screen.status == 422 and "大きすぎます" in screen.html and StoredFile.objects.count() == 0


def test_the_same_file_twice_stands_once(screen: Screen) -> None:
    sent(sent(screen, a_file("a.pdf")), a_file("a.pdf"))
    assert names(screen) == ["a.pdf"]


def test_one_file_too_many_is_refused(screen: Screen) -> None:
    for at in range(2):
        sent(screen, a_file(f"{at}.pdf", PDF + b"\n" * at))
    sent(screen, a_file("2.pdf", PDF + b"\n\n\n"))
    assert screen.status == 422 and "2個までです" in screen.html and names(screen) == ["0.pdf", "1.pdf"]


def test_a_file_taken_out_is_destroyed(screen: Screen) -> None:
    sent(screen, a_file())
    file_id = screen.stored["drawing"][0]["file"]
    screen.open("papers").post("papers", {"q-remark": "あとで"}, act=f"dropfile:drawing:{file_id}")
    assert names(screen) == []
    assert StoredFile.objects.get(id=file_id).state == StoredFile.State.DESTROYED
    assert [event.kind for event in history(f"draft:{screen.draft_id}")] == ["file.kept", "file.let_go"]


def test_a_file_in_a_row_stays_with_its_row(screen: Screen) -> None:
    photo = SimpleUploadedFile("現場.png", picture("PNG"))
    rows = {"q-signs.0.kind_name": "一つめ", "q-signs.0.width": "1"}
    rows |= {"q-signs.1.kind_name": "二つめ", "q-signs.1.width": "2"}
    screen.open("objects").post("objects", {**rows, "q-signs.1.photo": photo}, act="upload:signs.1.photo")
    screen.open("objects").post("objects", rows, act="remove:signs:0")
    screen.open("objects").post("objects", {"q-signs.0.kind_name": "二つめ", "q-signs.0.width": "2"})
    (row,) = screen.stored["signs"]
    assert row["kind_name"] == "二つめ" and row["photo"][0]["name"] == "現場.png"


def test_a_file_for_a_question_that_is_not_on_the_page_is_not_taken(screen: Screen) -> None:
    screen.open("words").post("words", {"q-drawing": a_file(), "q-title": "件名", "q-story": "話"})
    assert StoredFile.objects.count() == 0 and screen.stored["title"] == "件名"


def test_sending_keeps_the_files_of_the_answers(finished: Screen) -> None:
    ref = door.seal(finished.draft_id, key=door.Key(finished.actor), declared=True)
    (file,) = door.submission(ref.id).files
    assert StoredFile.objects.get(id=file["file"]).state != StoredFile.State.DESTROYED


def test_a_draft_thrown_away_takes_its_files_along(finished: Screen, cast: Any) -> None:
    file_id = finished.stored["drawing"][0]["file"]
    with pytest.raises(door.NoSuchDraft):
        door.discard(finished.draft_id, door.Key(cast.neighbour))
    door.discard(finished.draft_id, door.Key(cast.resident))
    assert StoredFile.objects.get(id=file_id).state == StoredFile.State.DESTROYED
