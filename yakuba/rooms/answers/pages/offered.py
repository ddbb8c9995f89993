"""Beside the questions of a page: what is offered, where an answer came from, and what is given elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yakuba.ground.calendar.era import spoken_day
from yakuba.ground.catalogue.asking import FieldView, display, visible_questions
from yakuba.ground.catalogue.definition import Page
from yakuba.ground.languages import say
from yakuba.rooms.answers.pages.frame import Frame
from yakuba.rooms.answers.reading.drafts import DraftView
from yakuba.rooms.answers.reading.held import ACCOUNT
from yakuba.rooms.answers.reading.offers import ALL_ROWS, TAKE, TAKE_ALL, Offer, offers
from yakuba.rooms.answers.rules import Origin


@dataclass(frozen=True)
class OfferLine:
    """One offer as shown: what is known, where from, and the value of the button that takes it."""

    text: str
    source: str
    account: bool
    act: str


@dataclass(frozen=True)
class Item:
    """One question of the page with what stands around it."""

    field: FieldView
    offers: tuple[OfferLine, ...] = ()
    # 「全部の子どもを使う」; "" where there is only one row to offer.
    all_rows: str = ""
    # Where the answer that stands in it came from; "" when it was typed.
    origin: str = ""
    template: str = "answers/item.html"


@dataclass(frozen=True)
class GivenLine:
    """An answer that was given in another matter of the same bundle."""

    key: str
    label: str
    lines: tuple[str, ...]
    source: str
    url: str


class Beside:
    """What stands around the questions of one page. Two queries at most."""

    def __init__(self, draft: DraftView, page: Page) -> None:
        self._draft = draft
        self._known = offers(draft, page)
        keys = {offer.key for offer in self._known}
        self._bare = not keys and not draft.origins
        # The value of the button that takes everything offered on the page.
        self.take_all = TAKE_ALL if len(keys) > 1 else ""

    def is_bare(self, key: str) -> bool:
        """Whether nothing stands around this question."""
        if self._bare:
            return True
        return not _origin(self._draft, key) and all(one.key != key for one in self._known)

    def item(self, view: FieldView) -> Item:
        """The question with what stands around it."""
        known = self._known
        return Item(view, _lines(known, view.key), _all_rows(known, view.key), _origin(self._draft, view.key))


def _lines(known: Sequence[Offer], key: str) -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine("、".join(one.lines), source_text(one.source, one.at), one.source == ACCOUNT, one.act)
        for one in known
        if one.key == key
    )


def _all_rows(known: Sequence[Offer], key: str) -> str:
    rows = [one for one in known if one.key == key and one.row]
    return f"{TAKE}:{key}:{ALL_ROWS}" if len(rows) > 1 else ""


def _origin(draft: DraftView, key: str) -> str:
    origin = draft.origin(key)
    if origin is None:
        return ""
    if origin.source == ACCOUNT:
        return say("マイページに登録した内容が入っています。ちがうときは、直してください。")
    return say(
        "前に教えていただいた内容({source})が入っています。ちがうときは、直してください。",
        source=source_text(origin.source, origin.at),
    )


def source_text(source: str, at: str) -> str:
    """「令和8年11月3日 犬の登録申請」."""
    named = say(source) if source == ACCOUNT else source
    if not at:
        return named
    return f"{spoken_day(date.fromisoformat(at))} {named}"


def given_lines(draft: DraftView, page: Page | None, frame: Frame) -> list[GivenLine]:
    """The visible answers given elsewhere, of one page or of all."""
    pages = [draft.whole_page(page.key)] if page else draft.shown.pages
    return [
        _given(question.key, question.label, tuple(display(question, origin.value)), origin, frame)
        for one in pages
        for question in visible_questions(draft.shown, one.questions, draft.answers, draft.facts)
        if (origin := draft.given.get(question.key)) is not None
    ]


def _given(key: str, label: str, lines: tuple[str, ...], origin: Origin, frame: Frame) -> GivenLine:
    url = frame.place_url(origin.place) if frame.place_url and origin.place else ""
    return GivenLine(key, label, lines, origin.source, url)
