"""A townsperson's browser without a screen: cookies, forms and redirects over one loopback connection."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

PROCEDURE = "dog_registration"
TIMEOUT = 20  # seconds


class Unanswered(Exception):
    """The server was gone before it answered."""


@dataclass
class Answer:
    """One page: where the browser ended up, and what stands there."""

    path: str
    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Forms(HTMLParser):
    """The controls of every posting form as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select, self._area = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "textarea":
            self._area = given.get("name", "")
        elif tag == "option" and "selected" in given:
            self._put(self._select, given.get("value", ""))
        elif tag == "input" and _is_sent(given):
            self._put(given.get("name", ""), given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._put(self._area, data)
            self._area = ""

    def _put(self, name: str, value: str) -> None:
        if name and self.forms:
            self.forms[-1].append((name, value))

    def with_control(self, name: str) -> list[tuple[str, str]]:
        return next(form for form in self.forms if name in dict(form))


def _is_sent(control: dict[str, str]) -> bool:
    kind = control.get("type")
    return "checked" in control if kind in {"radio", "checkbox"} else kind not in {"file", "image", "submit"}


@dataclass
class Visitor:
    """Somebody signed in (by the session prepared for them), with words of their own."""

    port: int
    session: str
    canary: str
    cookies: dict[str, str] = field(default_factory=dict)
    draft: str = ""
    pages: list[Answer] = field(default_factory=list)
    _line: HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.cookies["sessionid"] = self.session

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, controls: list[tuple[str, str]]) -> Answer:
        return self._ask("POST", path, urlencode(controls).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        for _ in range(6):
            answer, location = self._once(method, path, body)
            if not location:
                self.pages.append(answer)
                return answer
            method, body = "GET", None
            path = urlsplit(location).path
        raise AssertionError(f"redirects without end: {path}")

    def _once(self, method: str, path: str, body: bytes | None) -> tuple[Answer, str]:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            head |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
            }
        try:
            if self._line is None:
                self._line = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            self._line.request(method, path, body, head)
            reply = self._line.getresponse()
            content = reply.read()
        except (OSError, HTTPException) as gone:
            self.hang_up()
            raise Unanswered(path) from gone
        for header in reply.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        location = reply.headers.get("Location", "") if 300 <= reply.status < 400 else ""
        return Answer(path, reply.status, content), location

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *error: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def begin(self) -> Answer:
        """Begin an application; the first page of questions."""
        start = self.get(f"/procedures/{PROCEDURE}/application/")
        shown = self.post(
            start.path, [*Forms(start.text).with_control("csrfmiddlewaretoken"), ("way", "account")]
        )
        self.draft = shown.path.split("/")[2]
        return shown

    def fill(self, shown: Answer) -> Answer:
        """Answer page after page until the summary."""
        while "/pages/" in shown.path:
            controls = dict(Forms(shown.text).with_control("seen"))
            mine = {name: value for name, value in self.answers().items() if f'name="{name}"' in shown.text}
            after = self.post(shown.path, list((controls | mine | {"act": "next"}).items()))
            assert after.path != shown.path, f"{shown.path} did not take the answers: {_problems(after)}"
            shown = after
        return shown

    def send(self) -> Answer:
        """Press 「申請を送る」 on the summary; the receipt. Again after a lost answer: the same receipt."""
        shown = self.get(f"/drafts/{self.draft}/summary/")
        if shown.path.endswith("/receipt/"):
            return shown
        controls = Forms(shown.text).with_control("csrfmiddlewaretoken")
        return self.post(shown.path, [*controls, ("declared", "yes"), ("act", "send")])

    def answers(self) -> dict[str, str]:
        """A dog's registration, with the canary wherever a person may write."""
        return {
            "q-owner.family": self.canary, "q-owner.given": "花子",
            "q-owner.family_kana": "ミホン", "q-owner.given_kana": "ハナコ",
            "q-address.postcode": "099-4113", "q-address.prefecture": "北海道",
            "q-address.city": "斜里郡斜里町",
            "q-address.town": "本町", "q-address.street": "2番地", "q-address.building": f"建物{self.canary}",
            "q-phone": "0152-23-0000", "q-email": "", "q-same_place": "yes",
            "q-dog_name": f"犬{self.canary}", "q-breed": "柴犬", "q-coat": "茶", "q-sex": "male",
            "q-birth.era": "reiwa", "q-birth.year": "7", "q-birth.month": "6", "q-birth.day": "1",
            "q-acquired.era": "reiwa", "q-acquired.year": "8",
            "q-acquired.month": "10", "q-acquired.day": "1",
            "q-features": f"特徴{self.canary}", "q-has_microchip": "no",
            "q-vaccinated": "no", "q-assistance_dog": "no",
        }  # fmt: skip


def _problems(answer: Answer) -> list[str]:
    lines = [line.strip() for line in answer.text.splitlines() if "field-error" in line]
    return lines[:5] or [answer.text[:300]]


def canary(number: int) -> str:
    """A name nobody else has; of letters, since names take no digits."""
    return "Canary" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:04d}")
