"""Paper: the blank form, a draft printed and brought to the counter, where nothing is typed again."""

import io

import pytest
from pypdf import PdfReader

from tests.journeys.answering import walk
from tests.journeys.matters import written
from yakuba.rooms.answers.models import Draft
from yakuba.rooms.cases.models import Case

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


def test_a_printed_draft_comes_back_to_the_counter_with_everything_in_it(resident, staff):
    visitor, person = resident(1, js=True)
    visitor.open("/procedures/dog_death/")
    assert "鑑札" in pdf_behind(visitor, "紙の様式(PDF)")
    draft = written("dog_death", person)
    visitor.open(f"/drafts/{draft}/summary/")
    visitor.press("紙に印刷して出す")
    visitor.press("紙で出す用意をする")
    printed = pdf_behind(visitor, "申請書(PDF)を開く")
    dog = Draft.objects.get(id=draft).answers["dog_name"]
    assert dog in printed and person.name["given"] in printed

    clerk = staff("jumin")
    clerk.open(f"/papers/draft/{draft}/")
    clerk.sees("印刷された申請を読み取りました")
    clerk.choose("どの方法で届きましたか", "紙の申請書")
    clerk.choose("だれが来ましたか", "本人")
    clerk.write("紙の原本の置き場所", "窓口の保管箱2番")
    clerk.press("質問に進む")
    walk(clerk, {})
    clerk.sees("内容を確かめて受け付ける", dog, person.name["given"])
    clerk.tick("紙に書かれたとおりに入力したことを確かめました")
    clerk.press("受け付ける")
    clerk.sees("受け付けました", Case.objects.get().number)
    visitor.open(f"/drafts/{draft}/")
    visitor.sees(Case.objects.get().number)


def pdf_behind(visitor, link: str) -> str:
    """The text of the PDF that this link opens, without spaces."""
    href = visitor.page.get_by_role("link", name=link).first.get_attribute("href")
    answer = visitor.page.request.get(visitor.home + href)
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.body())).pages
    return "".join("".join(page.extract_text() for page in pages).split())
