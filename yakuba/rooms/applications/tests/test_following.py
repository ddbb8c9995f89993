"""Following a matter: status, correction, taking back, letters, renewal; each by who may and who may not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from yakuba.ground.access.actor import system
from yakuba.ground.calendar import clock
from yakuba.rooms.answers.models import Submission
from yakuba.rooms.applications.tests.conftest import Browser
from yakuba.rooms.cases.actions import correction, intake, issuance, payment, review
from yakuba.rooms.cases.actions.findings import Findings
from yakuba.rooms.cases.models import Case
from yakuba.rooms.payments import door as payments
from yakuba.rooms.registers import door as registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(sent: Browser, cast: Any) -> Browser:
    """The clerk has asked Hanako to correct the title."""
    case = Case.objects.get()
    intake.accept(case.id, actor=cast.clerk, seen=case.version)
    case.refresh_from_db()
    correction.ask_correction(
        case.id, actor=cast.clerk, seen=case.version, question_keys=["title"],
        text="名前を正しく書いてください。", due_on=clock.today() + timedelta(days=10),
    )  # fmt: skip
    return sent.get(f"/status/{case.status_token}/")


def test_the_status_page_says_where_it_stands_in_plain_words(sent: Browser) -> None:
    sent.get(sent.status_path)
    for words in ("看板の届", "送信済", "受付番号", "内容の確認", "これまでのこと"):
        assert words in sent.html, words


def test_whoever_has_the_link_sees_the_status_and_nobody_else(sent: Browser) -> None:
    path = sent.status_path
    assert Browser(Client()).get(path).status == 200
    assert Browser(Client()).get(path[:-4] + "xxx/").status == 404


def test_a_correction_asks_just_the_question_and_goes_back_to_the_case(asked: Browser) -> None:
    assert "補正待ち" in asked.html and "名前を正しく書いてください。" in asked.html
    status = asked.path
    asked.post(f"{status}correction/")
    assert 'name="q-title"' in asked.html and 'name="q-size"' not in asked.html
    asked.answer({"q-title": "あさひ食堂", "q-size": "small"})
    assert "変更あり" in asked.html and "あさひ商店" in asked.html and "あさひ食堂" in asked.html
    asked.send()
    assert asked.receipt_number == Case.objects.get().number
    newest = Submission.objects.get(version=2)
    assert newest.answers["title"] == "あさひ食堂" and newest.answers["size"] == "large"
    assert "処理中" in asked.get(status).html and Case.objects.get().submission_id == newest.id


def test_the_mailed_link_lets_the_applicant_correct_without_signing_in(asked: Browser) -> None:
    phone = Browser(Client())
    phone.post(f"{asked.path}correction/")
    phone.answer({"q-title": "あさひ食堂"}).send()
    assert phone.receipt_number == Case.objects.get().number


def test_a_correction_no_longer_asked_for_is_told_and_nothing_is_lost(asked: Browser, cast: Any) -> None:
    asked.post(f"{asked.path}correction/").answer({"q-title": "あさひ食堂"})
    case = Case.objects.get()
    correction.cancel_correction(case.id, actor=cast.clerk, seen=case.version)
    asked.send()
    assert asked.status == 409 and "補正はありません" in asked.html and "あさひ食堂" in asked.html
    assert Submission.objects.count() == 1


def test_no_correction_begins_when_none_is_asked(sent: Browser) -> None:
    path = sent.status_path
    assert sent.post(f"{path}correction/").path == path


def test_taking_back_asks_first_and_is_done_once(sent: Browser) -> None:
    status = sent.status_path
    sent.get(f"{status}withdrawal/")
    assert "取り下げますか" in sent.html and Case.objects.get().closed_at is None
    sent.post(f"{status}withdrawal/")
    assert sent.path == status and "取下げ" in sent.html and Case.objects.get().closed_at is not None
    assert sent.post(f"{status}withdrawal/").path == status


def test_another_resident_cannot_take_it_back_even_with_the_link(sent: Browser, neighbour: Browser) -> None:
    assert neighbour.post(f"{sent.status_path}withdrawal/").status == 404
    assert Case.objects.get().closed_at is None


def test_a_letter_that_is_not_there_is_not_found(sent: Browser) -> None:
    assert sent.get(f"{sent.status_path}letters/01890000-0000-7000-8000-000000000000/").status == 404


@pytest.fixture
def entry(sent: Browser, cast: Any) -> registers.EntryRef:
    return registers.write(
        register="signs", title="あさひ商店", holder_name="見本 花子", holder_ref=cast.resident.ref, facts={},
        number=None, valid_from=date(2026, 12, 1), valid_to=date(2027, 5, 31), conditions="",
        subject=f"case:{Case.objects.get().id}", procedure_key="sign", section="construction_road",
        by=system("test"), submission_id=Submission.objects.get().id,
    )  # fmt: skip


def test_a_renewal_begins_with_what_was_said_but_the_period(sent: Browser, entry: Any) -> None:
    sent.get("/mine/")
    assert "更新する" in sent.html and entry.number in sent.html
    sent.post(f"/mine/entries/{entry.id}/renewal/")
    sent.answer({}, act="later")
    sent.get(sent.path.replace("pause/", "pages/sign/"))
    assert 'value="あさひ商店"' in sent.html and 'value="5"' not in sent.html


def test_nobody_renews_what_another_holds(neighbour: Browser, guest: Browser, entry: Any) -> None:
    assert neighbour.post(f"/mine/entries/{entry.id}/renewal/").status == 404
    assert "更新する" not in neighbour.get("/mine/").html
    assert guest.post(f"/mine/entries/{entry.id}/renewal/").path == "/sign-in/"


def test_my_page_stays_quick_with_many_matters(
    sent: Browser, entry: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        sent.post("/procedures/sign/application/", {"way": "account"}).answer({"q-applicant.family": "見本"})
    with django_assert_max_num_queries(12):
        sent.get("/mine/")
    with django_assert_max_num_queries(15):
        sent.get(f"/status/{Case.objects.get().status_token}/")


@pytest.fixture
def accepted(sent: Browser, cast: Any) -> Browser:
    """The review is done and the fee assessed."""
    act(intake.accept, cast.clerk)
    act(review.finish_review, cast.clerk, found=Findings(ticked=("size",)))
    act(payment.assess_fee, cast.clerk)
    return sent.get(f"/status/{Case.objects.get().status_token}/")


def act(what: Any, actor: Any, **more: Any) -> Any:
    case = Case.objects.get()
    return what(case.id, actor=actor, seen=case.version, **more)


def test_what_is_to_be_paid_says_how_much_by_when_and_where(accepted: Browser) -> None:
    assert "納付待ち" in accepted.html
    for words in ("料金を納めてください", "1,200円", "までに納めてください", "会計の窓口"):
        assert words in accepted.html, words


def test_a_letter_is_downloaded_by_its_applicant_and_by_nobody_else(
    accepted: Browser, neighbour: Browser, cast: Any
) -> None:
    status = accepted.path
    (owed,) = payments.assessments_of([f"case:{Case.objects.get().id}"]).values()
    payments.receive(
        owed[0].id, amount=1200, method="cash", received_on=clock.today(), by=cast.cashier, key="till-1"
    )
    letter_id = act(issuance.issue, cast.clerk, delivery="download")
    assert "準備しています" in accepted.get(status).html
    issuance.make_pdf(letter_id)
    path = f"{status}letters/{letter_id}/"
    assert path in accepted.get(status).html and path in accepted.get("/mine/").html
    pdf = accepted.client.get(path)
    assert pdf["Content-Type"] == "application/pdf" and pdf.getvalue().startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]
    assert neighbour.get(f"/status/{'x' * 32}/letters/{letter_id}/").status == 404
    assert path not in neighbour.get("/mine/").html
