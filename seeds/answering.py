"""Answers for any procedure, made from its definition alone: what a person could answer, and what they could
get wrong. A question's own kind, limits, checks and conditions decide; the worked examples help where a check
leaves hardly anything (a number out of a register).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from yakuba.ground.catalogue.asking.reading import before_page
from yakuba.ground.catalogue.definition import Answers, Facts, Json, Procedure, Question
from yakuba.ground.catalogue.kinds.corporate_number import check_digit
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.ground.catalogue.scene import Scene, set_scene, settle, visit, walk

TRIES = 120
OFTEN_BLANK = 0.35
WORDS = ("斜里", "知床の家", "二階の部屋", "くわしい事情", "港の前", "はい、そうです")
FAMILIES = (("見本", "ミホン"), ("髙橋", "タカハシ"), ("以久科", "イクシナ"), ("港", "ミナト"))
GIVEN = (("花子", "ハナコ"), ("太郎", "タロウ"), ("さくら", "サクラ"), ("健", "ケン"))
ADDRESSES = (
    ("099-4113", "北海道", "斜里郡斜里町", "本町"),
    ("099-4355", "北海道", "斜里郡斜里町", "ウトロ東"),
    ("060-0001", "北海道", "札幌市中央区", "北一条西"),
)


class Unanswerable(AssertionError):
    """No answer to a required question was found that its own definition accepts."""


class Answering:
    """Random valid answers to one procedure on one day."""

    def __init__(self, procedure: Procedure, facts: Facts, chance: Random) -> None:
        self.procedure, self.facts, self.chance = procedure, facts, chance
        self.examples = [example.answers for example in procedure.examples if example.expect.get("valid")]
        self.wanted: Answers = {}
        self.staff_examples = [example.staff for example in procedure.examples if example.staff]

    def applicant(self) -> dict[str, Any]:
        """A whole application. Raises Unanswerable naming the question that nobody could answer."""
        trouble: Unanswerable | None = None
        for _ in range(20):
            found: dict[str, Any] = {}
            try:
                walk(
                    self.procedure,
                    {},
                    set_scene(self.facts, self.procedure, None),
                    self._use(found, self.examples),
                )
            except Unanswerable as problem:
                trouble = problem
                continue
            return found
        raise trouble or Unanswerable(self.procedure.key)

    def staff(
        self, questions: tuple[Question, ...], answers: Answers, before: Answers, wanted: Answers
    ) -> dict[str, Any]:
        """What the clerk at a step finds out, after what was found `before` it; `wanted` where it may stand.

        Raises Unanswerable.
        """
        found: dict[str, Any] = {}
        self.wanted = wanted
        scene = before_page(self.procedure, questions, answers, self.facts, before)
        for _ in visit(questions, {}, scene, self._use(found, self.staff_examples)):
            pass
        return found

    def _use(self, found: dict[str, Any], examples: list[Mapping[str, Any]]) -> Callable[..., Json]:
        def use(question: Question, given: Json, scene: Scene) -> Json:
            if not kind_of(question).asked:
                return settle(question, None, scene)
            value = self._answer(question, scene, [example.get(question.key) for example in examples])
            if value is not None:
                found[question.key] = value
            return value

        return use

    def _answer(self, question: Question, scene: Scene, known: list[Json]) -> Json:
        wanted = self.wanted.get(question.key)
        if wanted is None and not question.required and self.chance.random() < OFTEN_BLANK:
            return None
        for value in self._candidates(question, scene, known):
            cleaned = self._fitting(question, value, scene)
            if cleaned is not None:
                return cleaned
        if question.required:
            raise Unanswerable(f"{self.procedure.key}: {question.key} 「{question.label}」")
        return None

    def _candidates(self, question: Question, scene: Scene, known: list[Json]) -> Iterator[Json]:
        make = _MAKERS[question.kind]
        usable = [value for value in known if value is not None]
        if self.wanted.get(question.key) is not None:
            yield self.wanted[question.key]
        for at in range(TRIES):
            yield self.chance.choice(usable) if usable and at % 6 == 5 else make(question, self, scene)

    def _fitting(self, question: Question, value: Json, scene: Scene) -> Json:
        kind = kind_of(question)
        try:
            cleaned = kind.clean(question, value)
            if cleaned is None:
                return None
            kind.limits(question, cleaned, self.facts)
        except Wrong:
            return None
        if question.check:
            scene.put(question, cleaned)
            holds = all(scene.holds(check.rule) for check in question.check)
            scene.data[scene.side].pop(question.key, None)
            return cleaned if holds else None
        return cleaned

    def rows(self, question: Question, scene: Scene) -> Json:
        """One to three rows of a repeat, more where it asks for more."""
        kind = kind_of(question)
        least, most = int(kind.param(question, "min_rows")), int(kind.param(question, "max_rows"))
        rows = []
        for _row in range(self.chance.randint(max(least, 1), max(least, min(most, 3)))):
            row: dict[str, Any] = {}
            for _ in visit(question.questions, {}, scene.row(), self._use(row, self._row_examples(question))):
                pass
            rows.append(row)
        return rows

    def _row_examples(self, question: Question) -> list[Mapping[str, Any]]:
        return [
            row
            for example in self.examples
            for row in example.get(question.key) or ()
            if isinstance(row, dict)
        ]

    @property
    def today(self) -> date:
        return date.fromisoformat(str(self.facts["today"]))

    def day(self) -> date:
        """Mostly near days, sometimes a birthday of a child or of somebody old."""
        span = self.chance.choice((10, 40, 400, 20 * 365, 95 * 365))
        return self.today + timedelta(days=self.chance.randint(-span, min(span, 400)))


def _text(question: Question, by: Answering, _: Scene) -> Json:
    characters = question.params.get("characters", "any")
    least, most = int(question.params.get("min_length", 0)), int(question.params.get("max_length", 100))
    alphabet = {"katakana": "アカサタナハ", "ascii": "AB12", "digits": "0123456789"}.get(characters, "")
    length = by.chance.choice((max(least, 1), most, by.chance.randint(max(least, 1), most)))
    if alphabet:
        return "".join(by.chance.choice(alphabet) for _ in range(length))
    return (by.chance.choice(WORDS) * most)[: max(least, min(length, 12))]


def _number(question: Question, by: Answering, scene: Scene) -> Json:
    """Within the bounds; often one told before or a share of it, since amounts are worked out of others."""
    span = 200_000 if question.kind == "yen" else 50
    low = int(float(str(question.params.get("min", 0) or 0)))
    high = int(float(str(question.params.get("max", low + span) or low + span)))
    told = [
        int(value)
        for side in ("staff", "q")
        for value in scene.data[side].values()
        if isinstance(value, int | Decimal) and not isinstance(value, bool)
    ]
    if told and by.chance.random() < 0.6:
        return by.chance.choice(told) * by.chance.choice((10, 9, 8, 7)) // 10
    near = by.chance.randint(low, min(high, low + 20))
    return by.chance.choice((low, high, by.chance.randint(low, high), near))


def _date(_: Question, by: Answering, __: Scene) -> Json:
    return by.day().isoformat()


def _period(_: Question, by: Answering, __: Scene) -> Json:
    first = by.today + timedelta(days=by.chance.randint(-5, 60))
    return {"from": first.isoformat(), "to": (first + timedelta(days=by.chance.randint(0, 200))).isoformat()}


def _choice(question: Question, by: Answering, _: Scene) -> Json:
    return by.chance.choice(kind_of(question).choices(question)).key


def _choices(question: Question, by: Answering, _: Scene) -> Json:
    options = kind_of(question).choices(question)
    picked = by.chance.sample(range(len(options)), by.chance.randint(1, len(options)))
    return [options[at].key for at in sorted(picked)]


def _yes_no(_: Question, by: Answering, __: Scene) -> Json:
    return by.chance.random() < 0.5


def _address(_: Question, by: Answering, __: Scene) -> Json:
    postcode, prefecture, city, town = by.chance.choice(ADDRESSES)
    return {
        "postcode": postcode, "prefecture": prefecture, "city": city, "town": town,
        "street": f"{by.chance.randint(1, 99)}番地", "building": by.chance.choice(("", "知床荘201号室")),
    }  # fmt: skip


def _name(_: Question, by: Answering, __: Scene) -> Json:
    (family, family_kana), (given, given_kana) = by.chance.choice(FAMILIES), by.chance.choice(GIVEN)
    return {"family": family, "given": given, "family_kana": family_kana, "given_kana": given_kana}


def _phone(_: Question, by: Answering, __: Scene) -> Json:
    return by.chance.choice(("0152-23-0000", "090-0000-0000", "0152230001"))


def _email(_: Question, by: Answering, __: Scene) -> Json:
    return f"somebody{by.chance.randint(1, 99)}@example.jp"


def _corporate(_: Question, by: Answering, __: Scene) -> Json:
    digits = "".join(str(by.chance.randint(0, 9)) for _ in range(12))
    return f"{check_digit(digits)}{digits}"


def _account(_: Question, by: Answering, __: Scene) -> Json:
    return {
        "bank": "見本銀行", "branch": "斜里支店", "type": by.chance.choice(("ordinary", "current")),
        "number": f"{by.chance.randint(1, 9_999_999):07d}", "holder_kana": "ミホン ハナコ",
    }  # fmt: skip


def _file(question: Question, by: Answering, _: Scene) -> Json:
    accepted = kind_of(question).media_types(question)  # type: ignore[attr-defined]
    ending, media = next((one for one in _MADE if one[1] in accepted), _MADE[0])
    least = max(1, int(question.params.get("min_files", 0)))
    ids = [str(UUID(int=by.chance.getrandbits(128))) for _ in range(least)]
    return [
        {"file": one, "name": f"{at}{ending}", "size": 5000, "media_type": media}
        for at, one in enumerate(ids)
    ]


_MADE = ((".pdf", "application/pdf"), (".jpg", "image/jpeg"))
"""What the samples' own papers can be made as."""


def _place(_: Question, by: Answering, __: Scene) -> Json:
    return {
        "route": "町道本通",
        "lot": f"本町{by.chance.randint(1, 50)}番地先",
        "note": "",
        "lat": "43.911500",
        "lon": "144.667200",
    }


_MAKERS: dict[str, Callable[[Question, Answering, Scene], Json]] = {
    "text": _text, "long_text": _text, "number": _number, "yen": _number, "date": _date, "period": _period,
    "choice": _choice, "choices": _choices, "yes_no": _yes_no, "address": _address, "person_name": _name,
    "phone": _phone, "email": _email, "corporate_number": _corporate, "bank_account": _account, "file": _file,
    "place": _place, "declaration": lambda *_: True,
    "repeat": lambda question, by, scene: by.rows(question, scene),
}  # fmt: skip
