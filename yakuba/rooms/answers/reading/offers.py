"""What a question page offers of what is known, and what a page looks like when it is taken.

Nothing here is filled in by itself: a button takes it, and the person may change it afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from yakuba.ground.catalogue.asking import Act, display
from yakuba.ground.catalogue.asking.names import rows_posted
from yakuba.ground.catalogue.definition import OF_A_CHILD, Page, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of
from yakuba.rooms.answers.reading.drafts import DraftView, key_in
from yakuba.rooms.answers.reading.held import Held, held
from yakuba.rooms.answers.rules import Origin
from yakuba.rooms.profile import door as profile

TAKE, TAKE_ALL = "take", "takeall"
VERBS = (TAKE, TAKE_ALL)
ALL_ROWS = "all"
_NAME = "child.name"

Raw = dict[str, list[str]]


@dataclass(frozen=True)
class Offer:
    """Something known that answers a question of this page. `values` are by question key; of a repeat the
    value is one row more. `extra` tells two offers at one question apart.
    """

    key: str
    extra: str
    lines: tuple[str, ...]
    source: str
    at: str
    values: Mapping[str, Origin]
    row: bool = False

    @property
    def act(self) -> str:
        """The value of its button."""
        return f"{TAKE}:{self.key}:{self.extra}" if self.extra else f"{TAKE}:{self.key}"


def offers(view: DraftView, page: Page) -> list[Offer]:
    """What is known for the open questions of a page and does not stand there yet. Two queries at most."""
    resident = _resident(view)
    asked = [question for question in page.questions if view.open(question.key) and question.once_only]
    if not asked or (resident is None and not view.told):
        return []
    known = _with_told(held(resident) if resident else Held({}), view.told)
    return [offer for offer in _known(view, asked, known) if not _stands(view, offer)]


def _with_told(known: Held, told: Sequence[Origin]) -> Held:
    """What is held, and before it the children told in the same bundle."""
    names = [one.value.get(_NAME) for one in told]
    here = [(f"told-{place}", one) for place, one in enumerate(told)]
    others = [(key, one) for key, one in known.children if one.value.get(_NAME) not in names]
    return Held(known.facts, (*here, *others))


def _resident(view: DraftView) -> UUID | None:
    """Whose memory is offered: a resident's who writes for themselves online."""
    kind, _, identity = view.owner_ref.partition(":")
    own = kind == "resident" and not view.entered_by and view.channel == "online"
    return UUID(identity) if own else None


def _known(view: DraftView, asked: Sequence[Question], known: Held) -> Iterator[Offer]:
    first_child = next((question for question in asked if question.once_only in OF_A_CHILD), None)
    for question in asked:
        if question.once_only == profile.CHILDREN:
            yield from _rows(view, question, known)
        elif question is first_child:
            yield from _children(view, asked, question, known)
        elif question.once_only not in OF_A_CHILD:
            told = [_fitting(view, question, one) for one in known.facts.get(question.once_only, ())]
            for place, one in enumerate(filter(None, told)):
                lines = tuple(display(question, one.value))
                extra = str(place) if place else ""
                yield Offer(question.key, extra, lines, one.source, one.at, {question.key: one})


def _children(view: DraftView, asked: Sequence[Question], first: Question, known: Held) -> Iterator[Offer]:
    """For questions about one child: each child known, to pick from."""
    for identity, child in known.children:
        values: dict[str, Origin] = {}
        for question in asked:
            if question.once_only in child.value:
                part = replace(child, value=child.value[question.once_only])
                fitting = _fitting(view, question, part)
                values |= {question.key: fitting} if fitting else {}
        if values:
            yield Offer(
                first.key, identity, tuple(profile.child_lines(child.value)), child.source, child.at, values
            )


def _rows(view: DraftView, question: Question, known: Held) -> Iterator[Offer]:
    """For a list of children: each child known as one row."""
    for identity, child in known.children:
        row: dict[str, Any] = {}
        for key, value in profile.row_of(question, child.value).items():
            inner = next(one for one in question.questions if one.key == key)
            fitting = _fitting(view, inner, replace(child, value=value))
            row |= {key: fitting.value} if fitting else {}
        if row:
            lines = tuple(profile.child_lines(profile.child_in(question, row)))
            values = {question.key: replace(child, value=row)}
            yield Offer(question.key, identity, lines, child.source, child.at, values, row=True)


def _fitting(view: DraftView, question: Question, origin: Origin) -> Origin | None:
    """The value as this question keeps it; None when it would not take it."""
    kind = kind_of(question)
    try:
        value = kind.clean(question, origin.value)
        if value is None:
            return None
        kind.limits(question, value, view.facts)
    except (Wrong, KeyError, TypeError, AttributeError):
        return None
    return replace(origin, value=value)


def _stands(view: DraftView, offer: Offer) -> bool:
    if offer.row:
        rows = view.answers.get(offer.key) or []
        wanted = offer.values[offer.key].value
        return any(all(row.get(key) == value for key, value in wanted.items()) for row in rows)
    return all(view.answers.get(key) == origin.value for key, origin in offer.values.items())


def chosen(every: Sequence[Offer], act: Act) -> list[Offer]:
    """The offers a button takes. 「全部使う」 takes the first of each question, every row of a list, and of
    several children to pick from none.
    """
    if act.verb == TAKE:
        whole = act.extra == ALL_ROWS
        here = [one for one in every if one.key == act.key]
        return [one for one in here if one.extra == act.extra or (whole and one.row)]
    taken: dict[str, Offer] = {}
    for one in every:
        if one.row:
            taken[one.act] = one
        elif len(one.values) == 1 or sum(other.key == one.key for other in every) == 1:
            taken.setdefault(one.key, one)
    return list(taken.values())


def with_taken(page: Page, typed: Raw, taken: Sequence[Offer]) -> Raw:
    """What is typed on the page once these offers fill its controls; everything else stays as typed."""
    questions = {question.key: question for question in page.questions}
    raw = {name: list(values) for name, values in typed.items()}
    for offer in taken:
        for key, origin in offer.values.items():
            name = f"q-{key}"
            if offer.row:
                raw |= _with_row(questions[key], name, raw, origin.value)
                continue
            raw = {full: values for full, values in raw.items() if key_in(full) != key}
            filled = kind_of(questions[key]).to_raw(questions[key], origin.value)
            raw |= {f"{name}.{sub}" if sub else name: values for sub, values in filled.items()}
    return raw


def _with_row(question: Question, name: str, raw: Raw, row: Mapping[str, Any]) -> Raw:
    """The row in the first empty place after those with something in them; none when the list is full."""
    place = rows_posted(raw, name)
    while place and not any(
        text.strip()
        for full, values in raw.items()
        if full.startswith(f"{name}.{place - 1}.")
        for text in values
    ):
        place -= 1
    if place >= int(kind_of(question).param(question, "max_rows")):
        return {}
    filled = kind_of(question).to_raw(question, [row])
    return {f"{name}.{place}{sub.removeprefix('0')}": values for sub, values in filled.items()}


def with_origins(
    before: Mapping[str, Sequence[Origin]], taken: Sequence[Offer]
) -> dict[str, list[dict[str, Any]]]:
    """The draft's origins with those of what was just taken, the newest last, each once; as JSON."""
    found = {key: list(every) for key, every in before.items()}
    for offer in taken:
        for key, origin in offer.values.items():
            others = [one for one in found.get(key, []) if one.value != origin.value]
            found[key] = [*others, origin]
    return {key: [origin.json for origin in every] for key, every in found.items()}
