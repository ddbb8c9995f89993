"""How things reach the town besides online: ways, days of arrival, what is read back. Pure; no clock."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

OLDEST = timedelta(days=366)
"""An arrival longer ago is a slip of the pen (a wrong year), not a forgotten letter."""


@dataclass(frozen=True)
class Choice:
    """One answer the clerk picks: key, label, and what it means in plain words."""

    key: str
    label: str
    help: str = ""


CHANNELS = (
    Choice("counter", "窓口で聞きながら入力", "来た人に聞きながら入力します。紙は書いてもらいません。"),
    Choice("paper", "紙の申請書を窓口で受け取った", "記入ずみの申請書を受け取り、そのとおりに入力します。"),
    Choice("telephone", "電話", "電話で聞きながら入力し、最後に読み上げて確かめます。"),
    Choice("post", "郵送", "届いた封書の申請書を、そのとおりに入力します。"),
)
SHORT = {"online": "オンライン", "counter": "窓口", "paper": "紙", "telephone": "電話", "post": "郵送"}
BEARERS = (
    Choice("self", "本人", "申請する人(会社は、その代表者や社員)"),
    Choice("agent", "代理人", "本人に代わって申請する人。委任状を確かめます。"),
    Choice("messenger", "使者", "書類を届けに来ただけの人(家族など)"),
)
IDENTITY = (
    Choice("card", "マイナンバーカード", "表の面だけを見ます。裏の番号は見ない・控えない。"),
    Choice("licence", "運転免許証・運転経歴証明書"),
    Choice("passport", "パスポート"),
    Choice("residence", "在留カード・特別永住者証明書"),
    Choice("photo", "そのほか、官公署が出した写真つきの証明書"),
    Choice("two_papers", "写真のない書類を2点", "資格確認書、年金の書類など"),
    Choice("questions", "聞き取り", "氏名・住所・生年月日などを聞いて確かめた"),
)
NOT_CHECKED = "確認していない"
ON_PAPER = frozenset({"paper", "post"})
"""Ways by which there is an original on paper that must lie somewhere."""


@dataclass(frozen=True)
class Details:
    """How, when and by whom something was brought. `arrived_at` is aware UTC."""

    channel: str
    arrived_at: datetime
    brought_by: str
    bearer_name: str
    identity: str
    paper_place: str


def choices(options: Iterable[Choice]) -> list[tuple[str, str]]:
    """As Django's `choices`."""
    return [(option.key, option.label) for option in options]


def label(options: Iterable[Choice], key: str) -> str:
    """The label of a picked answer; "" for none."""
    return next((option.label for option in options if option.key == key), "")


def known(options: Iterable[Choice], key: str) -> bool:
    return any(option.key == key for option in options)


def channels_of(offered: Sequence[str]) -> tuple[Choice, ...]:
    """The ways of intake a procedure offers."""
    return tuple(channel for channel in CHANNELS if channel.key in offered)


def channel_fault(title: str, offered: Sequence[str], channel: str) -> str:
    """Why the procedure is not taken in this way, and in which ways it is; "" when it is."""
    if channel in offered and known(CHANNELS, channel):
        return ""
    ways = "・".join(SHORT[key] for key in SHORT if key in offered)
    how = SHORT.get(channel)
    if how is None:
        return "どの方法で届いたかを選んでください。"
    if not offered:
        return f"「{title}」は町では受け付けていません。案内のページを見て、受け付ける所を伝えてください。"
    return f"「{title}」は{how}では受け付けられません。受け付ける方法: {ways}。"


class TimeError(ValueError):
    """A time that cannot be read; `message` says how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


UNREADABLE = "時刻は、9:30 のように入力してください。"
_TIME = re.compile(r"(?P<half>午前|午後|AM|PM)?(?P<hour>[0-9]{1,2})(?:[:時.](?:(?P<minute>[0-9]{1,2})分?)?)?")
_FOUR = re.compile(r"(?P<half>)(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")


def parse_time(text: str) -> time:
    """The time of day meant by `9:30`, `０９３０`, `9時半`, `午後1時5分`. Raises TimeError."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("半", "30分")
    match = _FOUR.fullmatch(plain) or _TIME.fullmatch(plain)
    if match is None:
        raise TimeError(UNREADABLE)
    half, hour, minute = match["half"], match["hour"], match["minute"]
    hours, minutes = int(hour), int(minute or 0)
    if half in ("午後", "PM") and hours < 12:
        hours += 12
    if half in ("午前", "AM") and hours == 12:
        hours = 0
    if hours > 23 or minutes > 59:
        raise TimeError(UNREADABLE)
    return time(hours, minutes)


def arrival_fault(arrived: datetime, now: datetime) -> str:
    """Why the instant (both aware) cannot be one of arrival; "" when it can."""
    if arrived > now:
        return "届いた日時が、いまより先になっています。届いた日と時刻を確かめてください。"
    if now - arrived > OLDEST:
        return "届いた日が1年より前になっています。年を確かめてください。"
    return ""


def backdated_days(arrived: date, today: date) -> int:
    """How many days ago it arrived."""
    return (today - arrived).days


@dataclass(frozen=True)
class Line:
    """One answer to be read back; no text: it was asked for and not said."""

    label: str
    text: str


def read_back(title: str, lines: Iterable[Line], fee: str) -> tuple[str, ...]:
    """What the clerk reads out before taking in a telephone application: title, every answer, fee."""
    said = [f"「{title}」の申請として、うかがった内容を読み上げます。違うところがあれば、止めてください。"]
    said += [f"{line.label}:{line.text or 'うかがっていません'}。" for line in lines]
    if fee:
        said.append(f"料金の見込みは、{fee}です。")
    return (*said, "以上でまちがいありませんか。")


def bearer_text(details: Details) -> str:
    """代理人(見本 太郎)."""
    name = f"({details.bearer_name})" if details.bearer_name else ""
    return label(BEARERS, details.brought_by) + name


def memo(details: Details, arrived: str) -> str:
    """The note the section in charge finds on the case; `arrived` is the instant as it is shown."""
    bearer = bearer_text(details)
    lines = [
        f"受け付けた方法: {SHORT[details.channel]}",
        f"届いた日時: {arrived}",
        f"来た人: {bearer}" if bearer else "",
        f"本人確認: {label(IDENTITY, details.identity) or NOT_CHECKED}",
        f"紙の原本の置き場所: {details.paper_place}" if details.paper_place else "",
    ]
    return "\n".join(line for line in lines if line)
