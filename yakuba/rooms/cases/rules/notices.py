"""What the applicant is told, in plain Japanese: subject and text of each notice. Pure text of passed-in
words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yakuba.ground.calendar.era import format_day
from yakuba.ground.money import format_yen


@dataclass(frozen=True)
class Sender:
    """Who writes: the town and the section in charge with its telephone."""

    town: str
    section: str
    phone: str


@dataclass(frozen=True)
class About:
    """What a notice is about."""

    name: str
    title: str
    number: str
    link: str


@dataclass(frozen=True)
class Notice:
    """One notice ready to send."""

    subject: str
    body: str


def _written(about: About, sender: Sender, heading: str, paragraphs: Sequence[str]) -> Notice:
    body = [
        f"{about.name} 様",
        f"{sender.town}です。次の手続についてお知らせします。",
        f"手続　　{about.title}\n受付番号　{about.number}",
        *paragraphs,
        f"いまの状況は、次のページで見られます。\n{about.link}",
        f"このお知らせについてのお問い合わせ\n{sender.town} {sender.section}\n電話 {sender.phone}",
    ]
    return Notice(f"【{sender.town}】{heading}({about.number})", "\n\n".join(body) + "\n")


def received(about: About, sender: Sender, due: date | None) -> Notice:
    """It has arrived."""
    lines = ["申請が町に届きました。担当の係が内容を確かめます。"]
    if due:
        lines.append(f"結果は、{format_day(due)}ごろまでにお知らせする予定です。")
    lines.append("途中でお願いすることがあるときは、あらためてお知らせします。")
    return _written(about, sender, "申請が届きました", lines)


def accepted(about: About, sender: Sender) -> Notice:
    """It was accepted."""
    return _written(
        about,
        sender,
        "申請を受け付けました",
        [
            "申請を受け付けました。これから内容を審査します。",
            "次のお知らせまで、していただくことはありません。",
        ],
    )


def correction(about: About, sender: Sender, text: str, labels: Sequence[str], due: date | None) -> Notice:
    """Some answers need correcting (行政手続法第7条)."""
    places = "\n".join(f"・{label}" for label in labels)
    lines = ["直していただきたいところがあります。", f"担当からの説明\n{text}"]
    if places:
        lines.append(f"直すところ\n{places}")
    if due:
        lines.append(f"{format_day(due)}までに送ってください。")
    lines.append("下のページを開くと、直すところだけを入力できます。窓口や電話でもお受けします。")
    return _written(about, sender, "申請の補正をお願いします", lines)


def correction_cancelled(about: About, sender: Sender) -> Notice:
    """The request for correction was taken back."""
    return _written(
        about,
        sender,
        "補正のお願いを取り消しました",
        [
            "先にお願いした補正は、必要がなくなりました。",
            "手続を続けますので、このままお待ちください。",
        ],
    )


def to_pay(about: About, sender: Sender, total: int, due: date | None) -> Notice:
    """A fee is to be paid."""
    lines = [f"納めていただく金額は {format_yen(total)} です。"]
    if due:
        lines.append(f"{format_day(due)}までに納めてください。")
    lines.append("役場の会計の窓口で納められます。受付番号をお知らせください。")
    return _written(about, sender, "料金の納付をお願いします", lines)


def issued(about: About, sender: Sender, letter: str, delivery: str) -> Notice:
    """A letter has been issued."""
    how = {
        "download": "下のページから受け取れます(PDF)。",
        "post": "郵便でお送りします。お手元に届くまで数日かかります。",
        "counter": "役場の窓口でお渡しします。受付番号と本人確認書類をお持ちください。",
    }[delivery]
    return _written(about, sender, f"「{letter}」ができました", [f"「{letter}」ができました。", how])


def returned(about: About, sender: Sender, reason: str) -> Notice:
    """The application was handed back without being taken up."""
    lines = ["申請をお返しします。このままでは手続を進められません。", f"理由\n{reason}"]
    lines.append("直したうえで、もう一度申請できます。分からないことは担当にお尋ねください。")
    return _written(about, sender, "申請をお返しします", lines)


def withdrawn(about: About, sender: Sender) -> Notice:
    """The application was taken back."""
    return _written(
        about,
        sender,
        "申請を取り下げました",
        [
            "申請の取下げを受け付けました。この手続は終わりました。",
            "必要になったら、もう一度申請できます。",
        ],
    )


def finished(about: About, sender: Sender) -> Notice:
    """A matter without a letter is finished."""
    return _written(
        about, sender, "手続が終わりました", ["手続が終わりました。ほかにしていただくことはありません。"]
    )
