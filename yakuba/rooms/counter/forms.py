"""What the clerk types about an intake, read or refused with everything kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from yakuba.ground.access.actor import Actor
from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import DayError, format_era, parse_day
from yakuba.ground.files.intake import Examined, examine, size_words
from yakuba.ground.files.kinds import accept, titles
from yakuba.ground.files.models import StoredFile
from yakuba.ground.files.problem import FileProblem
from yakuba.ground.identifiers import new_id
from yakuba.rooms.counter import rules
from yakuba.rooms.counter.rules import Details

SCAN_KINDS = frozenset({"pdf", "image"})
SCAN_BYTES = 20 * 1024 * 1024
MOST_SCANS = 20
_SALT = "counter.scan"
_SCANS_LAST = 24 * 60 * 60


@dataclass(frozen=True)
class Problem:
    """A message at the top of the page with the anchor of its input."""

    anchor: str
    message: str


@dataclass(frozen=True)
class DetailsForm:
    """What was typed, what is wrong with it, and, when nothing is, what it means."""

    typed: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    details: Details | None = None

    def error(self, name: str) -> str:
        return next((problem.message for problem in self.problems if problem.anchor == name), "")

    def refused(self, anchor: str, message: str) -> "DetailsForm":
        """The form with what the act answered."""
        return DetailsForm(self.typed, (*self.problems, Problem(anchor, message)))


NAMES = ("channel", "arrived_on", "arrived_time", "brought_by", "bearer_name", "identity", "paper_place")
_LENGTHS = {"bearer_name": ("来た人の氏名", 60), "paper_place": ("紙の置き場所", 100)}


def blank(now: datetime, channels: Sequence[rules.Choice]) -> DetailsForm:
    """A new form: it arrived now; the way is picked when there is only one."""
    local = clock.local(now)
    typed = {"arrived_on": format_era(local.date()), "arrived_time": f"{local:%H:%M}"}
    return DetailsForm(typed | ({"channel": channels[0].key} if len(channels) == 1 else {}))


def filled(details: Details) -> DetailsForm:
    """The form as it was left."""
    local = clock.local(details.arrived_at)
    typed = {**{name: str(getattr(details, name, "")) for name in NAMES}}
    return DetailsForm(typed | {"arrived_on": format_era(local.date()), "arrived_time": f"{local:%H:%M}"})


def read(posted: Mapping[str, str], *, title: str, offered: Sequence[str], now: datetime) -> DetailsForm:
    """The posted form; never raises on bad input."""
    typed = {name: posted.get(name, "").replace("\x00", "").strip()[:500] for name in NAMES}
    problems = list(_picked(typed, title, offered))
    problems += [
        Problem(name, f"{label}は{most}文字以内で入力してください。")
        for name, (label, most) in _LENGTHS.items()
        if len(typed[name]) > most
    ]
    arrived, faults = _arrival(typed, now)
    problems += faults
    if problems or arrived is None:
        return DetailsForm(typed, tuple(problems))
    kept = {name: typed[name] for name in NAMES if not name.startswith("arrived_")}
    return DetailsForm(typed, details=Details(arrived_at=arrived, **kept))


def _picked(typed: Mapping[str, str], title: str, offered: Sequence[str]) -> Iterable[Problem]:
    fault = rules.channel_fault(title, offered, typed["channel"])
    if fault:
        yield Problem("channel", fault)
    if not rules.known(rules.BEARERS, typed["brought_by"]) and typed["channel"] != "post":
        yield Problem("brought_by", "だれが来たか(電話は、かけた人)を選んでください。")
    if typed["brought_by"] == "agent" and not typed["bearer_name"]:
        yield Problem("bearer_name", "代理人の氏名を入力してください。")
    if typed["identity"] and not rules.known(rules.IDENTITY, typed["identity"]):
        yield Problem("identity", "確認に見た書類を選び直してください。")
    if typed["channel"] in rules.ON_PAPER and not typed["paper_place"]:
        yield Problem("paper_place", "紙の原本を置いた場所を入力してください。例: 窓口の保管箱2番")


def _arrival(typed: Mapping[str, str], now: datetime) -> tuple[datetime | None, list[Problem]]:
    problems, day, at = [], None, None
    try:
        day = parse_day(typed["arrived_on"])
    except DayError as error:
        problems.append(Problem("arrived_on", f"届いた日: {error}"))
    try:
        at = rules.parse_time(typed["arrived_time"])
    except rules.TimeError as error:
        problems.append(Problem("arrived_time", f"届いた時刻: {error}"))
    if day is None or at is None:
        return None, problems
    arrived = clock.at(day, at.hour, at.minute)
    fault = rules.arrival_fault(arrived, now)
    return arrived, [Problem("arrived_on", fault)] if fault else []


@dataclass(frozen=True)
class Group:
    """Fields that belong together, as the template shows them."""

    title: str
    fields: list[dict[str, Any]]


def groups(form: DetailsForm, channels: Sequence[rules.Choice], scans: dict[str, Any]) -> list[Group]:
    """The questions about the intake, as `ui/field.html` takes them."""
    return [
        Group("届いたようす", _how_and_when(form, channels)),
        Group("来た人", _who(form)),
        Group(
            "紙の原本",
            [
                _text(
                    form, "paper_place", "紙の原本の置き場所",
                    "紙で届いたときは必ず入力します。例: 窓口の保管箱2番", width="20",
                ),
                scans,
            ],
        ),
    ]  # fmt: skip


def _how_and_when(form: DetailsForm, channels: Sequence[rules.Choice]) -> list[dict[str, Any]]:
    return [
        _choice(form, "channel", "どの方法で届きましたか", channels, required=True),
        _text(
            form, "arrived_on", "届いた日(到達日)",
            "この日から標準処理期間と法律上の期限を数えます。朝の郵便受けにあったものは、入っていた日です。"
            "例: 令和8年11月2日、2026-11-02",
            required=True, width="12",
        ),
        _text(form, "arrived_time", "届いた時刻", "例: 9:30", required=True, width="6"),
    ]  # fmt: skip


def _who(form: DetailsForm) -> list[dict[str, Any]]:
    identity = _choice(
        form, "identity", "本人確認に見た書類", (rules.Choice("", rules.NOT_CHECKED), *rules.IDENTITY),
        help_text="種類だけを残します。番号・記号は書き写しません。マイナンバー(個人番号)は確認も記録もしません。",
    )  # fmt: skip
    return [
        _choice(
            form, "brought_by", "だれが来ましたか", rules.BEARERS, required=True,
            help_text="電話は、かけた人。郵送は選ばなくてもかまいません。",
        ),
        _text(form, "bearer_name", "代理人・使者の氏名", "代理人のときは必ず入力します。", width="20"),
        {**identity, "template": "counter/select.html"},
    ]  # fmt: skip


def _text(
    form: DetailsForm, name: str, label: str, help_text: str, *, width: str, required: bool = False
) -> dict[str, Any]:
    return {
        "template": "ui/kinds/text.html", "id": name, "name": name, "label": label, "help": help_text,
        "required": required, "error": form.error(name), "raw": form.typed.get(name, ""),
        "params": {"width": width, "autocomplete": "off"},
    }  # fmt: skip


def _choice(
    form: DetailsForm, name: str, label: str, options: Sequence[rules.Choice], *,
    help_text: str = "", required: bool = False,
) -> dict[str, Any]:  # fmt: skip
    picked = form.typed.get(name, "")
    return {
        "template": "ui/kinds/choice.html", "id": name, "name": name, "label": label, "help": help_text,
        "required": required, "error": form.error(name), "params": {},
        "options": [{**asdict(option), "checked": option.key == picked} for option in options],
    }  # fmt: skip


def scans_field(files: Sequence[dict[str, str]], messages: Sequence[str]) -> dict[str, Any]:
    """The scans of the paper: those already taken in, and the box for more."""
    return {
        "template": "ui/kinds/file.html", "id": "scans", "name": "scans",
        "label": "紙の原本を読み取ったファイル",
        "help": "紙で届いたときは、読み取って付けておくと、担当の係が原本を探さずにすみます。",
        "required": False, "error": " ".join(messages), "files": files,
        "params": {
            "accept": accept(SCAN_KINDS), "accept_text": titles(SCAN_KINDS), "max_files": MOST_SCANS,
            "max_mb": SCAN_BYTES // (1024 * 1024),
        },
    }  # fmt: skip


def reason_field(reason: str, error: str) -> dict[str, Any]:
    """The reason for giving up, as `ui/field.html` takes it."""
    return {
        "template": "ui/kinds/long_text.html", "id": "reason", "name": "reason", "label": "やめる理由",
        "help": "記録に残ります。例: 手続を選びまちがえた。同じ申請をほかの人が入力ずみだった。",
        "required": True, "error": error, "raw": reason, "params": {"max_length": 300, "rows": 3},
    }  # fmt: skip


def intake_id(request: HttpRequest) -> UUID:
    """The identity made with the form, by which a form sent twice is known; a new one if unreadable."""
    try:
        return UUID(request.POST.get("intake", ""))
    except ValueError:
        return new_id()


def examined(request: HttpRequest, present: int) -> tuple[list[Examined], list[str]]:
    """The files sent, examined, and a message for each that is refused. Call it outside a transaction."""
    taken: list[Examined] = []
    messages = []
    for upload in request.FILES.getlist("scans"):
        if not isinstance(upload, UploadedFile) or not upload.name:
            continue
        if present + len(taken) >= MOST_SCANS:
            messages.append(f"ファイルは{MOST_SCANS}個までです。「{upload.name}」は付けていません。")
            continue
        try:
            taken.append(examine(upload, allow=SCAN_KINDS, max_bytes=SCAN_BYTES, name=upload.name))
        except FileProblem as problem:
            messages.append(f"「{upload.name}」は受け取れませんでした。{problem.message}")
    return taken, messages


def waiting_scans(request: HttpRequest, actor: Actor) -> list[Examined]:
    """Files sent with an earlier, refused form: they travel signed, so that nobody must choose them again."""
    found = []
    for text in request.POST.getlist("waiting")[:MOST_SCANS]:
        try:
            value = signing.loads(text, salt=f"{_SALT}.{actor.ref}", max_age=_SCANS_LAST)
        except signing.BadSignature:
            continue
        found.append(Examined(**{**value, "state": StoredFile.State(value["state"])}))
    return found


def waiting_text(scan: Examined, actor: Actor) -> str:
    """One examined file as it travels in the form."""
    return signing.dumps({**asdict(scan), "state": str(scan.state)}, salt=f"{_SALT}.{actor.ref}")


def scan_mark(scan: Examined) -> str:
    """The name of a waiting file in the button that takes it away."""
    return scan.digest[:32]


def scan_line(scan: Examined) -> dict[str, str]:
    """A file waiting in the form, as the file field shows it."""
    return {"id": scan_mark(scan), "name": scan.name, "size_text": size_words(scan.size)}
