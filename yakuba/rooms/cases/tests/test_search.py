"""Finding a case: by anything that stands in it, by nobody who may not see it, as soon as it is there."""

from dataclasses import replace
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db.models.deletion import ProtectedError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st

from yakuba.ground.access.actor import EVERYWHERE, GUEST, Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.calendar import clock
from yakuba.ground.identifiers import new_id
from yakuba.ground.search import read_query
from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases import door
from yakuba.rooms.cases.actions import closing, correction, indexing
from yakuba.rooms.cases.models import INDEX, Case, Opinion, SearchRow
from yakuba.rooms.cases.reading import search as reading
from yakuba.rooms.cases.reading.search import Sought
from yakuba.rooms.cases.rules.states import ENDS

NAMES = [
    "渡邉 花子",
    "渡辺 太郎",
    "髙﨑 次郎",
    "高崎市 三郎",
    "ﾔﾏﾀﾞ ﾊﾅｺ",
    "やまだ花子",
    "齋藤・斉藤 四郎",
    "LED看板 12号",
    "第412号室",
    "R8 0012",
]
SECTIONS = ["construction_road", "residents_desk", "welfare", "general_affairs"]
PROCEDURES = ["signboard", "signboard_end"]
WORDS = [
    "渡辺",
    "渡部",
    "花子",
    "高崎",
    "崎市",
    "ワタナベ",
    "やまだ",
    "斉藤",
    "藤四",
    "12号",
    "12",
    "412",
    "led",
    "渡辺 花子",
    "辺花",
    "本町",
    "0012",
    "号",
    "花",
]


def reader(*sections: str) -> Actor:
    """Somebody who may read cases of these sections (`EVERYWHERE`: of all)."""
    grants = frozenset((str(Right.CASE_READ), section) for section in sections)
    return Actor("staff", UUID(int=1), "見る人", grants=grants, sections=frozenset(sections) - {EVERYWHERE})


def found(actor: Actor, text: str, **narrowed: Any) -> list[UUID]:
    """All pages of a search, newest first."""
    first = reading.search(actor, Sought(text=text, **narrowed))
    pages = [
        reading.search(actor, Sought(text=text, page=page, **narrowed)) for page in range(2, first.pages + 1)
    ]
    return [hit.id for page in (first, *pages) for hit in page.hits]


@pytest.fixture
def many(office: Any) -> list[Case]:
    """Sixty cases of all sections, states and names, cast from one real one."""
    mould, chance, cases = office.case(office.file()), Random(7), []
    for number, (name, section) in enumerate(list(product(NAMES, SECTIONS)) + [(NAMES[0], SECTIONS[0])] * 20):
        state = chance.choice(["received", "review", "done", "refused"])
        case = Case(
            **{field.attname: getattr(mould, field.attname) for field in Case._meta.concrete_fields}
            | {
                "id": new_id(), "number": f"R8-{number + 100:04d}", "submission_id": UUID(int=number + 1),
                "status_token": str(number), "applicant_name": name, "applicant_kana": "", "subject": "",
                "section": section, "work_section": chance.choice(SECTIONS),
                "procedure_key": chance.choice(PROCEDURES), "state": state,
                "closed_at": clock.now() if state in ENDS else None,
                "search": chance.choice(["", "川原の看板\n本町の道"]),
            }
        )  # fmt: skip
        case._state.adding = True
        cases.append(case)
    Case.objects.bulk_create(cases)
    asked = [Opinion(case=case, visit=mould.visits.first(), section="welfare") for case in cases[::7]]
    Opinion.objects.bulk_create(asked)
    assert list(indexing.rebuild()) == [len(cases)]
    return list(Case.objects.order_by("search_row__id"))


def by_hand(actor: Actor, cases: list[Case], text: str, **narrowed: Any) -> list[UUID]:
    """The same by looking at every case: newest first."""
    seen = set(Case.objects.visible_to(actor).values_list("id", flat=True))
    texts = dict(SearchRow.objects.values_list("case_id", "text"))
    words = read_query(text)
    single = bool(words) and not any(word.needed for word in words)

    def answers(case: Case) -> bool:
        state = narrowed.get("state", "")
        return (
            case.id in seen
            and all(word.folded in texts[case.id] for word in words)
            and (not single or case.closed_at is None)
            and state in ("", case.state, "ended" if case.closed_at else "open")
            and narrowed.get("section", "") in ("", case.section)
            and narrowed.get("procedure", "") in ("", case.procedure_key)
        )

    return [case.id for case in reversed(cases) if answers(case)]


@pytest.mark.django_db
@pytest.mark.tampers
@with_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sections=st.lists(st.sampled_from([*SECTIONS, EVERYWHERE]), max_size=3),
    words=st.lists(st.sampled_from(WORDS), max_size=2),
    state=st.sampled_from(["", "", "open", "ended", "review", "done"]),
    section=st.sampled_from(["", "", *SECTIONS]),
    procedure=st.sampled_from(["", "", *PROCEDURES]),
)
def test_a_search_finds_what_looking_at_every_case_finds(
    many: list[Case], sections: list[str], words: list[str], state: str, section: str, procedure: str
) -> None:
    text, narrowed = " ".join(words), {"state": state, "section": section, "procedure": procedure}
    actor = reader(*sections)
    expected = by_hand(actor, many, text, **narrowed) if text or any(narrowed.values()) else []
    assert found(actor, text, **narrowed) == expected


@pytest.mark.django_db
@pytest.mark.tampers
@with_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(NAMES), start=st.integers(0, 8), length=st.integers(2, 5))
def test_any_piece_of_a_name_finds_it(many: list[Case], name: str, start: int, length: int) -> None:
    """A word of two letters or more is found exactly where its folded form stands."""
    word = name[start : start + length].strip()
    if not any(one.needed for one in read_query(word)):
        return
    wanted = {case.id for case in many if all(one.folded in case.search_row.text for one in read_query(word))}
    assert set(found(reader(EVERYWHERE), word)) == wanted


@pytest.mark.django_db
def test_nobody_else_finds_anything(office: Any) -> None:
    office.file()
    cast = office.cast
    assert found(cast.clerk, "見本") and found(cast.mayor, "見本")
    for actor in (cast.other_clerk, reader(), reader("welfare")):
        assert found(actor, "見本") == []
        assert reading.by_number(actor, Case.objects.get().number) is None
    for actor in (cast.resident, GUEST):
        assert found(replace(actor, grants=frozenset()), "見本") in ([], [Case.objects.get().id])


@pytest.mark.django_db
def test_a_section_that_is_asked_finds_the_case_from_then_on(office: Any) -> None:
    case_id = office.accept(office.file())
    case, asked = office.case(case_id), reader("welfare")
    assert found(asked, "見本") == []
    Opinion.objects.create(case=case, visit=case.visits.last(), section="welfare")
    assert found(asked, "見本") == []
    indexing.put(case)
    assert found(asked, "見本") == [case_id]
    Opinion.objects.all().delete()
    indexing.put(case)
    assert found(asked, "見本") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "見本",
        "見本花子",
        "ミホン",
        "みほん はなこ",
        "ﾐﾎﾝ",
        "本町1番",
        "斜里町",
        "あさひ商店",
        "看板 あさひ",
    ],
)
def test_a_case_is_found_by_what_stands_in_it(office: Any, typed: str) -> None:
    case_id = office.file()
    assert found(office.cast.clerk, typed) == [case_id]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", "ｒ{}", " {} "])
def test_a_number_leads_straight_to_its_case(office: Any, typed: str) -> None:
    case_id = office.file()
    number = office.case(case_id).number
    text = typed.format(number.removeprefix("R") if "ｒ" in typed else number)
    assert reading.by_number(office.cast.clerk, text) == case_id
    assert reading.by_number(office.cast.clerk, text.replace("-000", "-")) == case_id
    assert reading.by_number(office.cast.other_clerk, text) is None


@pytest.mark.django_db
def test_a_receipt_number_of_the_register_finds_its_case(office: Any) -> None:
    case_id = office.file()
    assert found(office.cast.clerk, office.case(case_id).receipt_number) == [case_id]


@pytest.mark.django_db
def test_a_corrected_name_is_found_and_the_former_one_no_more(office: Any, corrected: UUID) -> None:
    assert found(office.cast.clerk, "訂正") == [corrected]
    assert found(office.cast.clerk, "見本花子") == []
    assert indexing.health().good


@pytest.mark.django_db
def test_an_ended_case_is_found_as_ended(office: Any) -> None:
    case_id = office.accept(office.file())
    clerk = office.cast.clerk
    assert (found(clerk, "見本", state="open"), found(clerk, "見本", state="ended")) == ([case_id], [])
    closing.withdraw(case_id, by=office.cast.resident)
    assert (found(clerk, "見本", state="open"), found(clerk, "見本", state="ended")) == ([], [case_id])
    assert found(clerk, "見本", state="withdrawn") == [case_id] == found(clerk, "見本")


@pytest.mark.django_db
def test_a_destroyed_case_leaves_nothing_behind(office: Any) -> None:
    case_id = office.file()
    row = SearchRow.objects.get()
    with pytest.raises(ProtectedError):
        Case.objects.filter(id=case_id).delete()
    indexing.drop(case_id)
    assert found(reader(EVERYWHERE), "見本") == []
    assert INDEX.strays() == 0
    assert not SearchRow.objects.filter(id=row.id).exists()
    indexing.drop(case_id)


@pytest.mark.django_db
def test_a_rebuild_goes_on_where_it_was_broken_off(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [office.file(wording=f"看板{number}") for number in range(5)]
    monkeypatch.setattr(indexing, "BATCH", 2)
    rebuilding = indexing.rebuild(anew=True)
    assert next(rebuilding) == 2
    rebuilding.close()
    assert indexing.health().missing == 3
    assert list(indexing.rebuild()) == [2, 3]
    assert indexing.health().good
    assert found(office.cast.clerk, "看板") == cases[::-1]


@pytest.mark.django_db
def test_an_act_that_changes_nothing_found_writes_nothing_to_the_index(
    office: Any, django_assert_num_queries: Any
) -> None:
    case = office.case(office.file())
    with django_assert_num_queries(2):
        indexing.put(case)


@pytest.mark.django_db
@pytest.mark.tampers
def test_more_than_a_thousand_are_not_counted(many: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "COUNT_CAP", 10)
    shown = reading.search(reader(EVERYWHERE), Sought(text="渡辺"))
    assert (shown.total, shown.capped, len(shown.hits)) == (10, True, 10)


def shown(client: Client, **asked: str) -> str:
    answer = client.get(reverse("cases:search"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_page_marks_the_hit_and_names_where_it_stands(office: Any, login: Any) -> None:
    office.file()
    client = login(Client(), office.cast.clerk)
    assert "<mark>見本</mark>" in shown(client, q="見本")
    assert "住所: " in shown(client, q="斜里町")
    assert "見つかりませんでした" in shown(client, q="見当たらない")
    assert "1文字では" in shown(client, q="見")
    assert "見つかりませんでした" not in shown(client)


@pytest.mark.django_db
def test_a_number_typed_on_the_page_opens_the_case(office: Any, login: Any) -> None:
    case_id = office.file()
    client = login(Client(), office.cast.clerk)
    answer = client.get(reverse("cases:search"), {"q": office.case(case_id).number.lower()})
    assert answer.headers["Location"] == reverse("cases:case", args=[case_id])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "q",
    [
        "",
        "'",
        '"',
        "%",
        "_",
        "(",
        "*",
        "{owner}",
        "キreach_x",
        "\x00",
        "a" * 300,
        "花" * 300,
        "AND OR NOT",
    ],
)
def test_any_sign_may_be_typed(office: Any, login: Any, q: str) -> None:
    office.file()
    shown(login(Client(), office.cast.clerk), q=q)


@pytest.mark.django_db
def test_the_page_asks_few_questions(office: Any, login: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        office.file(wording=f"看板{number}")
    client = login(Client(), office.cast.clerk)
    shown(client, q="看板")
    with django_assert_max_num_queries(15):
        shown(client, q="看板", state="open")
    with django_assert_max_num_queries(15):
        shown(client, q="看板", section="construction_road")


@pytest.fixture
def corrected(office: Any) -> UUID:
    """A case whose applicant corrected the name."""
    case_id = office.accept(office.file())
    owner = office.cast.resident
    correction.ask_correction(
        case_id, actor=office.cast.clerk, seen=office.seen(case_id), question_keys=["name"], text="氏名",
        due_on=None,
    )  # fmt: skip
    status = door.status(case_id=case_id, actor=owner)
    draft = answers.correction(status.submission_id, question_keys=status.asks[0].question_keys, owner=owner)
    key = answers.Key(owner, draft.token)
    name = {"family": "訂正", "given": "花子", "family_kana": "テイセイ", "given_kana": "ハナコ"}
    answers.save(draft.id, key, {"name": name})
    door.answer_correction(case_id, answers.seal(draft.id, key=key, declared=True).id, by=owner)
    return case_id
