"""Moving house as a family of four: each form by itself against all of them as one bundle, on real pages.

Run: `python -m bench.moving_house` (`--at-least 40`: fails below, the list's own questions
counted). Its database is its own and thrown away.
The same family answers the same things both ways. Together: it answers the life event's page, and sends what
its list has ticked, as the list's own form posts it; singly, the same applications one after the other.
Questions are counted as the pages show them
(visible and open, not declarations and not what is computed), a row of a list question by question. The time
at the keyboard is an estimate by the Keystroke-Level Model (Card, Moran & Newell 1980: K 0.28, P 1.1, B 0.1,
H 0.4, M 1.35 s), not a measurement of people; the server's time is measured.
"""

import re
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from yakuba.ground import town
from yakuba.ground.access.actor import Actor, resident_actor
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import shelf, topics
from yakuba.ground.catalogue.asking import FieldView, fields
from yakuba.ground.catalogue.definition import Question
from yakuba.ground.catalogue.kinds.kind import kind_of
from yakuba.ground.catalogue.life_events import LifeEvent
from yakuba.ground.catalogue.loader import load_procedure
from yakuba.ground.files.tests.samples import PDF
from yakuba.ground.journal.signature import By
from yakuba.ground.people import arrange
from yakuba.ground.people.models import Account
from yakuba.rooms.answers import door as answers
from yakuba.rooms.applications.reading import bundles as reading
from yakuba.rooms.applications.rules.sharing import about_one_child

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FAMILY: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
K, P, B, H, M = 0.28, 1.1, 0.1, 0.4, 1.35
NOT_ASKED = ("declaration", "computed")


@dataclass
class Tally:
    """What it took: questions and controls shown, pages, seconds at the keyboard (KLM), seconds of server."""

    questions: int = 0
    controls: int = 0
    pages: int = 0
    typing: float = 0.0
    server: float = 0.0


@dataclass
class Resident:
    """A resident's browser, with what it took so far."""

    client: Client
    actor: Actor
    tally: Tally
    page: str = ""

    def look(self, path: str) -> None:
        """Have a look at a page; it is not counted."""
        self.page = self.client.get(path).content.decode()

    def post(self, path: str, data: Mapping[str, Any]) -> str:
        return self._timed(lambda: self.client.post(path, data, follow=True))

    def _timed(self, call: Any) -> str:
        start = time.perf_counter()
        response = call()
        self.tally.server += time.perf_counter() - start
        self.page = response.content.decode()
        if response.status_code >= 400:
            wrong = [line for line in self.page.splitlines() if "＊" in line or "field-error" in line]
            sys.exit(f"{response.request['PATH_INFO']}: {response.status_code}\n" + "\n".join(wrong[:10]))
        return str(response.request["PATH_INFO"])


def value_of(question: Question, procedure: str, child: int) -> Any:
    """What this family answers to a question; None when it leaves it blank."""
    told = FAMILY["answers"][procedure]
    if question.questions:
        own = about_one_child(shelf.in_force(procedure, clock.today()).procedure)
        others = [number for number in range(len(FAMILY["children"])) if not own or number != child]
        return [
            {inner.key: value_of(inner, procedure, number) for inner in question.questions}
            for number in others
            if question.once_only == "children"
        ] or None
    if question.key in told:
        return _plain(told[question.key])
    if question.key == "sibling_name":
        return FAMILY["children"][1 - child]["child.name"]
    known = {**FAMILY["everywhere"], **FAMILY["children"][child]}
    return _plain(known.get(question.once_only))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def typed_for(view: answers.DraftView, page: str, child: int) -> dict[str, Any]:
    """What a browser posts when this family answers the page."""
    posted: dict[str, Any] = {}
    for question in view.whole_page(page).questions:
        value = value_of(question, view.procedure.key, child) if view.open(question.key) else None
        if question.kind == "file" and value == "file":
            posted[f"q-{question.key}"] = SimpleUploadedFile("paper.pdf", PDF)
        elif value is not None and kind_of(question).asked:
            rows = (
                [{k: v for k, v in row.items() if v is not None} for row in value]
                if question.questions
                else []
            )
            raw = kind_of(question).to_raw(question, rows or value)
            posted |= {
                f"q-{question.key}.{sub}" if sub else f"q-{question.key}": text for sub, text in raw.items()
            }
    return posted


def asked_on(view: answers.DraftView, page: str) -> list[FieldView]:
    """The questions the page shows to be answered, those of rows one by one."""
    shown = fields(view.procedure, view.whole_page(page).questions, view.answers, view.facts)
    found: list[FieldView] = []
    for one in shown:
        if view.open(one.key) and one.kind not in NOT_ASKED:
            inner = [field for row in one.rows for field in row.fields if field.kind not in NOT_ASKED]
            found += inner if one.kind == "repeat" else [one]
    return found


def keyboard(shown: Sequence[FieldView], typed: Mapping[str, Any]) -> float:
    """Seconds by the Keystroke-Level Model: a thought for each question, a pointing for each control, and the
    keys of what is typed; Japanese text takes two keys a character (reading and conversion).
    """
    seconds = 0.0
    for one in shown:
        names = [part.name for part in one.parts] or [one.name]
        seconds += M
        for name in names:
            texts = typed.get(name) or []
            texts = texts if isinstance(texts, list) else []
            seconds += P + 2 * B
            if not one.options and texts and texts[0]:
                seconds += H + sum(K * (2 if ord(sign) > 127 else 1) for sign in str(texts[0]))
    return seconds


def answer_pages(who: Resident, path: str, child_of: Mapping[Any, int]) -> str:
    """Answer page after page until the summary; its path."""
    for _ in range(200):
        match = resolve(path)
        if match.url_name in ("summary", "bundle_summary"):
            return path
        draft_id, page = match.kwargs["draft_id"], match.kwargs["page_key"]
        typed, after = _press_next(who, path, draft_id, page, child_of.get(draft_id, 0))
        if after == path:  # by these answers more questions have come up on the page
            typed, after = _press_next(who, path, draft_id, page, child_of.get(draft_id, 0))
        if after == path:
            sys.exit(f"{path} does not go on")
        done = answers.draft(draft_id, answers.Key(who.actor))
        shown = asked_on(done, page)
        who.tally.questions += len(shown)
        who.tally.controls += sum(len(one.parts) or 1 for one in shown)
        who.tally.pages += 1
        who.tally.typing += keyboard(shown, typed)
        path = after
    raise RuntimeError("the pages have no end")


def _press_next(who: Resident, path: str, draft_id: Any, page: str, child: int) -> tuple[dict[str, Any], str]:
    view = answers.draft(draft_id, answers.Key(who.actor))
    shown = view.page(page)
    assert shown is not None, path
    typed = typed_for(view, page, child)
    return typed, who.post(path, {**typed, "act": "next", "seen": view.mark(shown)})


def singly(who: Resident, forms: Sequence[tuple[str, int]]) -> None:
    """Each form begun, answered and sent by itself."""
    for key, child in forms:
        path = who.post(f"/procedures/{key}/application/", {"way": "account"})
        draft_id = resolve(path).kwargs["draft_id"]
        summary = answer_pages(who, path, {draft_id: child})
        _send(who, summary)


def ask_for_the_list(who: Resident) -> str:
    """Answer the life event's page; the path of the list it leads to. It is no form: counted apart."""
    told = {key: _plain(value) for key, value in FAMILY["plan"].items()}
    posted: dict[str, Any] = {"shown": " ".join(told)}
    for question in event().questions:
        raw = kind_of(question).to_raw(question, told[question.key])
        name = f"q-{question.key}"
        posted |= {f"{name}.{sub}" if sub else name: text for sub, text in raw.items()}
    path = who.post("/life/moving/", posted)
    assert resolve(path).url_name == "plan", path
    return path


def forms_in(page: str) -> list[tuple[str, int]]:
    """The applications ticked on the list, each with its child: the n-th of a procedure for the n-th."""
    keys = re.findall(r'form="together" name="procedure" value="(\w+)" checked', page)
    return [(key, keys[:at].count(key)) for at, key in enumerate(keys)]


def together(who: Resident, forms: Sequence[tuple[str, int]], plan: str) -> None:
    """All of them as one bundle, as the list posts them."""
    path = who.post("/bundles/", {"procedure": [key for key, _ in forms], "plan": plan})
    bundle_id = resolve(path).kwargs["bundle_id"]
    view = reading.bundle(bundle_id, answers.Key(who.actor))
    children = {member.draft.id: child for member, (_, child) in zip(view.members, forms, strict=True)}
    _send(who, answer_pages(who, path, children))


def _send(who: Resident, summary: str) -> None:
    receipt = who.post(summary, {"act": "send", "declared": "yes"})
    assert receipt.endswith("/receipt/"), receipt


def event() -> LifeEvent:
    """The life event whose list the family asks for."""
    return next(one for one in topics.life_events() if one.key == "moving")


def publish_all(by: By) -> None:
    """Every procedure that the life event's list may name."""
    for key in filter(None, (item.procedure for item in event().items)):
        procedure = load_procedure(town.folder() / "procedures" / key, sections=None)
        shelf.publish(procedure, valid_from=date(2026, 4, 1), by=by)


def resident(number: int) -> Resident:
    """A new resident with an account that says who and where they are."""
    told = FAMILY["account"]
    email = f"{number}.{told['email']}"
    names = {part: told[part] for part in ("family", "given", "family_kana", "given_kana")}
    resident_id = arrange.register_resident(email=email, password="correct horse battery", **names)
    account = Account.objects.get(login=email)
    arrange.prove_address(account, keep_password=True)
    client = Client(HTTP_HOST="localhost")
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return Resident(client, resident_actor(resident_id), Tally())


def main() -> None:
    call_command("migrate", verbosity=0)
    by = By(actor="system:bench")
    with clock.moved(NOON):
        arrange.arrange_organization(town.read("organization"), by=by)
        publish_all(by)
        alone, bundled = resident(1), resident(2)
        for one in (alone, bundled):
            one.look("/life/moving/")  # what a server reads once is no part of either
        path = ask_for_the_list(bundled)
        asked = len(event().questions)
        forms = forms_in(bundled.page)
        singly(alone, forms)
        together(bundled, forms, resolve(path).kwargs["token"])
        bundled.look(path)
        assert not forms_in(bundled.page), "the list does not know what was sent from it"
    _tell(forms, alone.tally, bundled.tally)
    saved = 100 * (1 - (bundled.tally.questions + asked) / alone.tally.questions)
    print(f"with the {asked} questions from which the list comes: {saved:.0f}% fewer questions")
    if "--at-least" in sys.argv and saved < float(sys.argv[sys.argv.index("--at-least") + 1]):
        sys.exit(f"only {saved:.0f}% fewer questions")


def _tell(forms: Sequence[tuple[str, int]], alone: Tally, bundled: Tally) -> None:
    children = [child["child.name"]["given"] for child in FAMILY["children"]]
    print(f"{len(forms)} forms:", ", ".join(f"{key}({children[child]})" for key, child in forms))
    print(f"{'':28}{'single':>10}{'bundle':>10}{'fewer':>8}")
    rows = (
        ("questions", alone.questions, bundled.questions),
        ("controls", alone.controls, bundled.controls),
        ("pages", alone.pages, bundled.pages),
        ("keyboard, s (KLM estimate)", alone.typing, bundled.typing),
        ("server, s (measured)", alone.server, bundled.server),
    )
    for name, one, other in rows:
        print(f"{name:28}{one:>10.4g}{other:>10.4g}{100 * (1 - other / one):>7.0f}%")


if __name__ == "__main__":
    main()
