"""What every question kind answers for, and the registry by name. One kind is one file in this folder.

A kind knows its question's whole life: the controls of the page, reading what was posted, the canonical
value, how it is shown, what conditions see, the API's schema, the paper form and the search text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from yakuba.ground.catalogue.definition import Facts, Json, Option, Question
from yakuba.ground.catalogue.kinds.params import Param
from yakuba.ground.languages import DEFAULT, say, speaking

Raw = Mapping[str, Sequence[str]]
"""What was posted for one question: sub-name → values; the only control has the sub-name ""."""


class Wrong(ValueError):
    """An answer that cannot be taken; `errors` maps the control's sub-name to a Japanese message that
    mends it.
    """

    def __init__(self, message: str = "", *, sub: str = "", errors: Mapping[str, str] | None = None) -> None:
        self.errors: dict[str, str] = dict(errors) if errors else {sub: message}
        super().__init__(" ".join(self.errors.values()))


@dataclass(frozen=True, slots=True)
class Sub:
    """One control of a question that has several."""

    sub: str
    label: str
    autocomplete: str = ""
    inputmode: str = ""
    hint: str = ""
    width: str = "full"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """How the answer stands on the paper form: `line`, `lines`, `boxes` (one per character), `circle`,
    `table`.
    """

    shape: str
    length: int = 0
    characters: str = "any"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault in a question's definition: the key, what is wrong, how to mend it."""

    key: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What conditions may say about an answer: the type of the value and of its named parts."""

    type: str
    parts: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()


class Kind:
    """The base: a kind of one text control. Override what differs."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    logic_type: ClassVar[str] = "text"
    params: ClassVar[Mapping[str, Param]] = {}
    takes_options: ClassVar[bool] = False
    takes_questions: ClassVar[bool] = False
    asked: ClassVar[bool] = True
    """False for what is worked out and never typed."""

    @property
    def template(self) -> str:
        """The template that draws the question."""
        return f"ui/kinds/{self.name}.html"

    def param(self, question: Question, name: str) -> Any:
        """The question's parameter, or the kind's default."""
        return question.params.get(name, self.params[name].default)

    def flaws(self, question: Question) -> list[Flaw]:
        """What is wrong with the definition beyond the single parameters."""
        return []

    def subs(self, question: Question) -> tuple[Sub, ...]:
        """The controls; empty for a kind with one control."""
        return ()

    def choices(self, question: Question) -> tuple[Option, ...]:
        """What the page offers to choose from."""
        return question.options

    def press(self, question: Question, raw: Raw, verb: str) -> dict[str, list[str]]:
        """The controls after one of the kind's own buttons (a look-up, a pin). Raises Wrong."""
        raise Wrong(say("このボタンはここでは使えません。ページを開き直してください。"))

    def view_params(self, question: Question) -> dict[str, Any]:
        """What the template needs to know."""
        shown = {name: self.param(question, name) for name in self.params}
        return {name: say(value) if isinstance(value, str) else value for name, value in shown.items()}

    def read(self, question: Question, raw: Raw) -> Json:
        """The canonical value of what was posted, None when nothing was. Raises Wrong."""
        typed = one(raw)
        return self.clean(question, typed) if typed.strip() else None

    def clean(self, question: Question, value: Json) -> Json:
        """The canonical form of a value (from the API, a prefill or `read`). Raises Wrong."""
        raise NotImplementedError

    def limits(self, question: Question, value: Json, facts: Facts) -> None:
        """Raise Wrong if a canonical value is out of the bounds that depend on the day."""

    def to_raw(self, question: Question, value: Json) -> dict[str, list[str]]:
        """What the controls show for a stored value."""
        return {"": [str(value)]}

    def missing(self, question: Question) -> Wrong:
        """The refusal of an empty required answer."""
        return Wrong(say("「{label}」を入力してください。", label=question.label))

    def display(self, question: Question, value: Json) -> list[str]:
        """The value as people read it, by lines, in the language being spoken."""
        return [str(value)]

    def texts(self, question: Question, value: Json) -> dict[str, str]:
        """The value for letters, in Japanese whoever reads the page: "" is the whole, others its parts."""
        with speaking(DEFAULT):
            return {"": "、".join(self.display(question, value))}

    def brief(self, question: Question, value: Json) -> str:
        """The value in as few words as a list has room for."""
        return self.texts(question, value)[""]

    def text_parts(self, question: Question) -> tuple[str, ...]:
        """The names of the parts `texts` may hold, for letters."""
        return tuple(self.terms(question).parts)

    def terms(self, question: Question) -> Terms:
        """What conditions may say about it."""
        return Terms(self.logic_type)

    def logic(self, question: Question, value: Json) -> Any:
        """The value as conditions see it."""
        return value

    def schema(self, question: Question) -> dict[str, Any]:
        """The JSON Schema of a value."""
        return {"type": "string"}

    def paper(self, question: Question) -> Paper:
        """How the paper form asks for it and how it is read back."""
        return Paper("line")

    def search_text(self, question: Question, value: Json) -> str:
        """What a search for the case should find."""
        with speaking(DEFAULT):
            return " ".join(self.display(question, value))


def one(raw: Raw, sub: str = "") -> str:
    """The single text posted under a sub-name, "" if none."""
    found = raw.get(sub) or [""]
    return str(found[0])


def as_text(question: Question, value: Json) -> str:
    """The value if it is text. Raises Wrong otherwise (the API may send anything)."""
    if not isinstance(value, str):
        raise Wrong(say("「{label}」は文字で入力してください。", label=question.label))
    return value


def as_parts(question: Question, value: Json, names: Sequence[str]) -> dict[str, str]:
    """The named text parts of a value, absent ones "". Raises Wrong for another shape or unknown parts."""
    if not isinstance(value, Mapping) or set(value) - set(names):
        raise Wrong(
            say(
                "「{label}」の形が違います。{names} を入力してください。",
                label=question.label,
                names="、".join(names),
            )
        )
    parts = {name: value.get(name) or "" for name in names}
    if any(not isinstance(part, str) for part in parts.values()):
        raise Wrong(say("「{label}」は文字で入力してください。", label=question.label))
    return parts


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind known by its name; rooms add theirs from `room.py`. Raises ValueError when the name is
    taken.
    """
    if not kind.name or kind.name in _kinds:
        raise ValueError(f"question kind {kind.name!r} has no name or is taken")
    _kinds[kind.name] = kind


def kind_of(question: Question) -> Kind:
    """The kind of a question. Raises KeyError for an unknown kind (the loader refuses those)."""
    return _kinds[question.kind]


def kind_names() -> list[str]:
    """The names of all kinds known, in order of registration."""
    return list(_kinds)


def known_kind(name: str) -> Kind | None:
    """The kind of that name, or None."""
    return _kinds.get(name)
