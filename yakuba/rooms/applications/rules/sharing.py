"""Asked once: which answers of a bundle's earlier applications stand in the later ones. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yakuba.ground.catalogue.asking import check_all, facts_for, prune, visible_pages, visible_questions
from yakuba.ground.catalogue.definition import OF_A_CHILD, Procedure, Question
from yakuba.ground.catalogue.kinds.kind import Wrong, kind_of

CHILDREN, NAME = "children", "child.name"
MOST = 20
"""How many applications one bundle may hold."""


@dataclass(frozen=True)
class Told:
    """An answer told once. `kind` is that of the question it was told at ("" for a plan's answer); a child is
    told as a value per `child.*` key, a list of children as a list of those. `place` is "<member>:<page>".
    """

    value: Any
    kind: str
    source: str
    at: str
    place: str = ""


@dataclass(frozen=True)
class Member:
    """One application of the bundle: its key there, its procedure, and what was typed in it itself."""

    key: str
    procedure: Procedure
    own: Mapping[str, Any]
    today: date
    channel: str = "online"


def about_one_child(procedure: Procedure) -> bool:
    """Whether it asks about one child; a list of children in it is then that of the others."""
    return any(_asks_name(question) for question in procedure.all_questions())


@dataclass
class _Heard:
    """What has been told so far, going down the bundle."""

    facts: dict[str, Told]
    # The family's list, and the children whom single applications are about, in the order they came.
    listed: Told | None = None
    singles: list[Told] = field(default_factory=list)


@dataclass(frozen=True)
class _Turn:
    """A member with its place among the applications of the same procedure."""

    member: Member
    nth: int
    of: int


@dataclass(frozen=True)
class Shared:
    """For each member: the questions others have answered (question key -> what stands there), and the
    children told so far, to pick from where it is not clear which one is meant.
    """

    given: dict[str, dict[str, Told]]
    children: dict[str, list[Told]]


def share(members: Sequence[Member], beforehand: Mapping[str, Told]) -> Shared:
    """What the earlier applications of a bundle answer for the later ones.

    In order: what is visible and right in an earlier application, or was told `beforehand`, closes a visible
    question of the same kind in a later one, if that question would take it. What somebody typed in the
    later one itself always stands. The n-th application of a procedure is about the n-th child told; a list
    of children tells it when there are as many applications of the procedure as children.
    """
    heard = _Heard(dict(beforehand))
    found = Shared({}, {})
    for turn in _turns(members):
        given = _given(turn, heard)
        found.given[turn.member.key] = given
        found.children[turn.member.key] = _children_of(heard)
        _tell(turn, given, heard)
    return found


def _turns(members: Sequence[Member]) -> Iterator[_Turn]:
    keys = [member.procedure.key for member in members]
    for place, member in enumerate(members):
        yield _Turn(member, keys[:place].count(member.procedure.key), keys.count(member.procedure.key))


def _children_of(heard: _Heard) -> list[Told]:
    """Every child told so far, each once."""
    listed = [replace(heard.listed, value=child) for child in heard.listed.value] if heard.listed else []
    every: dict[str, Told] = {}
    for one in (*listed, *heard.singles):
        every.setdefault(str(one.value.get(NAME)), one)
    return list(every.values())


def _given(turn: _Turn, heard: _Heard) -> dict[str, Told]:
    member = turn.member
    child = _child_meant(turn, heard)
    wanted: dict[str, Told] = {}
    for question in member.procedure.all_questions():
        if question.once_only and member.own.get(question.key) is None:
            fitting = _fitting(question, _said(question, member, child, heard))
            wanted |= {question.key: fitting} if fitting else {}
    # What would be refused where it stands is asked; without it other questions may show or hide.
    while True:
        answers, facts = _laid_over(member, wanted)
        wrong = {problem.key for problem in check_all(member.procedure, answers, facts)} & set(wanted)
        if not wrong:
            shown = _visible(member.procedure, answers, facts)
            return {key: one for key, one in wanted.items() if key in shown}
        wanted = {key: one for key, one in wanted.items() if key not in wrong}


def _child_meant(turn: _Turn, heard: _Heard) -> Told | None:
    """The child this application is about, as far as others tell; none once a name was typed in it."""
    member = turn.member
    if any(
        _asks_name(question) and member.own.get(question.key) for question in member.procedure.all_questions()
    ):
        return None
    if turn.nth < len(heard.singles):
        return heard.singles[turn.nth]
    if heard.listed and len(heard.listed.value) == turn.of:
        return replace(heard.listed, value=heard.listed.value[turn.nth])
    return None


def _asks_name(question: Question) -> bool:
    return question.once_only == NAME


def _said(question: Question, member: Member, child: Told | None, heard: _Heard) -> Told | None:
    """What was told for this question, in the form it was told."""
    if question.questions:
        return _listed_for(member, child, heard)
    if question.once_only in OF_A_CHILD:
        value = child.value.get(question.once_only) if child else None
        return replace(child, value=value, kind=question.kind) if child and value is not None else None
    return heard.facts.get(question.once_only)


def _listed_for(member: Member, child: Told | None, heard: _Heard) -> Told | None:
    """The list of children; where the application is about one of them, the others."""
    if heard.listed is None or not about_one_child(member.procedure):
        return heard.listed
    own = next(
        (
            member.own.get(question.key)
            for question in member.procedure.all_questions()
            if _asks_name(question)
        ),
        None,
    )
    name = own or (child.value.get(NAME) if child else None)
    if name is None:
        return None
    others = [one for one in heard.listed.value if one.get(NAME) != name]
    return replace(heard.listed, value=others) if len(others) < len(heard.listed.value) else None


def _fitting(question: Question, one: Told | None) -> Told | None:
    """What was told, as this question keeps it; None when it is of another kind or would not be taken."""
    if one is None or (one.kind and one.kind != question.kind):
        return None
    try:
        if question.questions:
            value = kind_of(question).clean(question, [_row(question, child) for child in one.value])
        else:
            value = kind_of(question).clean(question, one.value)
    except (Wrong, KeyError, TypeError, AttributeError):
        return None
    return replace(one, value=value) if value is not None else None


def _row(repeat: Question, child: Mapping[str, Any]) -> dict[str, Any]:
    return {
        inner.key: child[inner.once_only]
        for inner in repeat.questions
        if inner.once_only and child.get(inner.once_only) is not None
    }


def _laid_over(member: Member, given: Mapping[str, Told]) -> tuple[dict[str, Any], dict[str, Any]]:
    answers = {**member.own, **{key: one.value for key, one in given.items()}}
    return answers, facts_for(member.procedure, answers, today=member.today, channel=member.channel)


def _visible(procedure: Procedure, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> set[str]:
    return {
        question.key
        for page in visible_pages(procedure, answers, facts)
        for question in visible_questions(procedure, page.questions, answers, facts)
    }


def _tell(turn: _Turn, given: Mapping[str, Told], heard: _Heard) -> None:
    """What this application itself says goes on to the later ones, the first telling first."""
    member = turn.member
    answers, facts = _laid_over(member, given)
    wrong = {problem.key for problem in check_all(member.procedure, answers, facts)}
    kept, _ = prune(member.procedure, answers, facts)
    child: dict[str, Any] = {}
    where, children = None, None
    for question in member.procedure.all_questions():
        value = kept.get(question.key)
        if value is None or not question.once_only or question.key in wrong:
            continue
        one = given.get(question.key) or _telling(member, question, value)
        if question.once_only in OF_A_CHILD:
            child[question.once_only] = value
            where = where or one
        elif question.key in given:
            continue
        elif question.questions:
            children = replace(one, value=[_child(question, row) for row in value])
        else:
            heard.facts.setdefault(question.once_only, one)
    _tell_children(turn, heard, replace(where, value=child) if where and NAME in child else None, children)


def _telling(member: Member, question: Question, value: Any) -> Told:
    place = f"{member.key}:{member.procedure.page_of(question.key).key}"
    return Told(value, question.kind, member.procedure.title, member.today.isoformat(), place)


def _tell_children(turn: _Turn, heard: _Heard, child: Told | None, children: Told | None) -> None:
    """The child an application is about takes its place in order; a list is heard once."""
    if child and turn.nth == len(heard.singles):
        heard.singles.append(child)
    if children and heard.listed is None:
        own = [child.value] if child else []
        heard.listed = replace(children, value=[*own, *children.value])


def _child(repeat: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        inner.once_only: row[inner.key]
        for inner in repeat.questions
        if inner.once_only and row.get(inner.key) is not None
    }


def first_asked(procedures: Sequence[Procedure]) -> list[frozenset[str]]:
    """For each procedure in order, the question keys that are the first to ask their once-only fact."""
    seen: set[str] = set()
    found = []
    for procedure in procedures:
        firsts = []
        for question in procedure.all_questions():
            if question.once_only and question.once_only not in seen:
                seen.add(question.once_only)
                firsts.append(question.key)
        found.append(frozenset(firsts))
    return found
