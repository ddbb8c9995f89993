"""What people do in every matter, whatever the procedure: begin, send, open, tick, agree, take money."""

import re

from tests.journeys.conftest import Mails
from tests.journeys.visitor import Visitor


def begin(visitor: Visitor, key: str, email: str, mails: Mails) -> None:
    """As a guest with an e-mail address, proved by the mailed link."""
    visitor.open(f"/procedures/{key}/application/")
    visitor.write("メールアドレス", email)
    visitor.press("メールアドレスで進む")
    visitor.open(mails("入力を続けるためのリンク"))
    visitor.press("続ける")


def name_and_address(visitor: Visitor, name: str, address: str, phone: str) -> None:
    visitor.write_parts(name, 姓="港", 名="次郎", 姓のよみがな="ミナト", 名のよみがな="ジロウ")
    place(visitor, address)
    visitor.write(phone, "0152-23-0000")


def place(visitor: Visitor, question: str) -> None:
    """An address, its town found by the postcode."""
    visitor.write("郵便番号", "０９９−４１１３", within=visitor.group(question))
    visitor.follow(visitor.group(question).get_by_role("button", name="郵便番号から住所を入れる"))
    assert visitor.group(question).get_by_label("町名・字").input_value() == "本町"
    visitor.write("番地", "2番地", within=visitor.group(question))


def send(visitor: Visitor) -> str:
    """The summary is right; the receipt number."""
    visitor.tick("内容に間違いはありません")
    visitor.press("申請を送る")
    visitor.sees("申請を送りました")
    return visitor.page.locator(".receipt-no").inner_text()


def open_case(clerk: Visitor, number: str, *, tab: str = "section") -> None:
    clerk.open(f"/staff/cases/?tab={tab}")
    clerk.press(number)


def tick_all(clerk: Visitor) -> None:
    for box in clerk.page.locator("#act .checklist label").all():
        box.click()


def act(approver: Visitor, words: str, button: str, *, reason: str = "") -> None:
    """Open what waits for me, read it, press."""
    approver.open("/staff/approvals/")
    approver.follow(approver.page.locator("#waiting .row-link").first)
    approver.sees(words)
    if reason:
        approver.write("理由・意見", reason)
    approver.press(button)
    approver.sees("を記録しました")


def take_money(cashier: Visitor, number: str, amount: str, *, tendered: int, change: str) -> None:
    """The payer says the receipt number at the cashier's window."""
    cashier.open("/staff/payments/desk/")
    cashier.write("納入番号・受付番号・氏名でさがす", number)
    cashier.press("さがす")
    cashier.press("収納", within=f"tr:has-text('{amount}')")
    cashier.write("お預かり", str(tendered))
    cashier.press("おつりを計算する")
    cashier.sees(change)
    cashier.press("収納して領収書を出す")
    cashier.sees("収納しました", amount)


def letter_number(clerk: Visitor) -> str:
    """The 文書番号 on the case page."""
    text = clerk.page.locator("aside").inner_text()
    found = re.search(r"斜\S*第\d+号", text)
    assert found, text
    return found.group()
