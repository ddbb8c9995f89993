"""The cashier's screens, in the browser's eyes."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from yakuba.rooms.payments.models import Receipt
from yakuba.rooms.payments.tests.conftest import NEXT_YEAR, SIGN, Assess, Receive

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(key|method|amount|tendered)" value="([^"]*)"', page))


def pages(assessment_id: object) -> list[str]:
    names = ("assessment", "notice", "cancellation")
    return [reverse(f"payments:{name}", args=[assessment_id]) for name in names]


def test_the_cashier_finds_calculates_receives_and_gets_the_receipt(
    client: Client, login: Any, cast: Any, assess: Assess
) -> None:
    assess(SIGN, NEXT_YEAR)
    login(client, cast.cashier)
    desk = client.get(reverse("payments:desk"), {"q": "吉川"}).content.decode()
    assert "見つかりません" in desk
    desk = client.get(reverse("payments:desk"), {"q": "吉田太郎"}).content.decode()
    assert desk.index("2026-000001") < desk.index("2027-000001")
    address = re.findall(r'href="([^"]+/receipt/)"', desk)[0]
    form = client.get(address).content.decode()
    typed = hidden(form) | {"tendered": "１万", "act": "calculate"}
    checked = client.post(address, typed).content.decode()
    assert "5,800円" in checked
    sent = hidden(checked) | {"act": "receive"}
    done = client.post(address, sent, follow=True)
    assert "領収書番号" in done.content.decode()
    again = client.post(address, sent)
    receipt = Receipt.objects.get()
    assert again.headers["Location"] == reverse("payments:receipt", args=[receipt.id])
    paper = words(client.get(reverse("payments:receipt_paper", args=[receipt.id])).content)
    for word in (
        "領収書",
        "𠮷田 太郎 様",
        "4,200円",
        "2026-000001",
        "R8-00012",
        "令和8年11月2日",
        "斜里町会計管理者",
    ):
        assert word in paper
    assert client.get(address).headers["Location"] == reverse("payments:receipt", args=[receipt.id])


@pytest.mark.parametrize("typed", ["", "たくさん", "-5", "4199", "10.5"])
def test_bad_sums_are_answered_in_words_and_kept(
    client: Client, login: Any, cast: Any, assess: Assess, typed: str
) -> None:
    (made,) = assess()
    login(client, cast.cashier)
    address = reverse("payments:receipt_form", args=[made.id])
    sent = hidden(client.get(address).content.decode()) | {"tendered": typed, "act": "receive"}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#tendered"' in page
    assert f'value="{typed}"' in page
    assert not Receipt.objects.exists()


def test_a_sum_other_than_the_one_seen_is_refused(
    client: Client, login: Any, cast: Any, assess: Assess
) -> None:
    (made,) = assess()
    login(client, cast.cashier)
    address = reverse("payments:receipt_form", args=[made.id])
    stale = {"key": "k", "method": "cash", "amount": "100", "tendered": "10000", "act": "receive"}
    answer = client.post(address, stale)
    assert answer.status_code == 422
    assert "開き直して" in answer.content.decode()
    assert not Receipt.objects.exists()


def test_the_section_sees_its_own_and_others_see_nothing(
    client: Client, login: Any, cast: Any, assess: Assess
) -> None:
    (made,) = assess()
    for actor in (cast.clerk, cast.chief, cast.head):
        login(client, actor)
        assert [client.get(page).status_code for page in pages(made.id)] == [200, 200, 200]
        assert client.get(reverse("payments:receipt_form", args=[made.id])).status_code == 404
        assert client.get(reverse("payments:desk")).status_code == 404
    login(client, cast.cashier)
    assert [client.get(page).status_code for page in pages(made.id)] == [200, 200, 404]
    for actor in (cast.other_clerk, cast.other_head, cast.admin):
        login(client, actor)
        assert [client.get(page).status_code for page in pages(made.id)] == [404, 404, 404]
    login(client, cast.other_clerk)
    assert "2026-000001" not in client.get(reverse("payments:assessments")).content.decode()
    login(client, cast.resident)
    assert client.get(pages(made.id)[0]).status_code in (302, 404)


def test_the_notice_bears_what_the_law_wants(client: Client, login: Any, cast: Any, assess: Assess) -> None:
    (made,) = assess()
    login(client, cast.clerk)
    answer = client.get(reverse("payments:notice", args=[made.id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = words(answer.content)
    for word in (
        "納入通知書",
        "2026-000001",
        "4,200円",
        "令和8年12月2日",
        "令和8年度",
        "会計窓口",
        "看板 10㎡",
    ):
        assert word in paper


def test_a_clerk_cancels_with_a_reason(client: Client, login: Any, cast: Any, assess: Assess) -> None:
    (made,) = assess()
    login(client, cast.clerk)
    address = reverse("payments:cancellation", args=[made.id])
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.content.decode()
    page = client.post(address, {"reason": "申請の取下げ"}, follow=True).content.decode()
    assert "申請の取下げ" in page
    assert "取消し" in page
    notice = client.get(reverse("payments:notice", args=[made.id]))
    assert notice.status_code == 409
    assert "作れません" in notice.content.decode()


def test_the_day_book_sums_what_was_taken(
    client: Client, login: Any, cast: Any, assess: Assess, receive: Receive
) -> None:
    first, second = assess(SIGN, NEXT_YEAR)
    receive(first.id, 4200)
    receive(second.id, 2100, key="screen-2")
    login(client, cast.cashier)
    page = client.get(reverse("payments:today"), follow=True).content.decode()
    for word in ("6,300円", "4,200円", "2,100円", "令和8年度", "令和9年度", "現金"):
        assert word in page
    other = client.get(reverse("payments:today"), {"day": "令和8年10月30日"}, follow=True).content.decode()
    assert "この日の収納はありません" in other
    assert "次の収納日(令和8年11月2日)" in other
    wrong = client.get(reverse("payments:today"), {"day": "昭和65年1月1日"})
    assert wrong.status_code == 422
    assert "昭和65年1月1日" in wrong.content.decode()
    assert client.get("/staff/payments/days/2026-13-40/").status_code == 404


@pytest.mark.parametrize("name", ["desk", "assessments"])
def test_lists_stay_within_fifteen_queries_whatever_their_length(
    client: Client,
    login: Any,
    cast: Any,
    assess: Assess,
    django_assert_max_num_queries: Any,
    name: str,
) -> None:
    for _ in range(12):
        assess(SIGN, NEXT_YEAR)
    login(client, cast.cashier)
    with django_assert_max_num_queries(15):
        page = client.get(reverse(f"payments:{name}"))
    assert "24件" in page.content.decode()


def test_pages_and_filters_keep_what_was_asked(client: Client, login: Any, cast: Any, assess: Assess) -> None:
    for _ in range(51):
        assess()
    login(client, cast.cashier)
    address = reverse("payments:assessments")
    first = client.get(address, {"state": "all", "q": "𠮷田"}).content.decode()
    assert "state=all" in first
    assert "page=2" in first
    last = client.get(address, {"state": "all", "page": "99"}).content.decode()
    assert last.count("row-link") == 1
    assert "当てはまる調定はありません" in client.get(address, {"state": "overdue"}).content.decode()
    assert client.get(address, {"state": "<x>", "page": "x"}).status_code == 200


def test_the_receipt_and_day_pages_stay_within_fifteen_queries(
    client: Client,
    login: Any,
    cast: Any,
    assess: Assess,
    receive: Receive,
    django_assert_max_num_queries: Any,
) -> None:
    made = [assess()[0] for _ in range(6)]
    receipts = [receive(one.id, 4200, key=f"screen-{one.id}") for one in made]
    login(client, cast.cashier)
    for address in (
        reverse("payments:receipt", args=[receipts[0].id]),
        reverse("payments:assessment", args=[made[0].id]),
        reverse("payments:day", args=["2026-11-02"]),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
