"""What a life event is, as data: frozen values without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yakuba.ground.catalogue.definition import Procedure, Question, Rule, Translation


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when: `count` units (days, business_days or months) from the day that the question `start` asks
    for. Without a count only the text is known. `basis` is the law or rule, "見本…" for what another town
    does.

    `first_day_counts`: the law counts the day itself (戸籍法第43条), where 民法第140条 would not.
    """

    text: str
    basis: str = ""
    count: int = 0
    unit: str = "days"
    start: str = ""
    first_day_counts: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: a `procedure` of the catalogue (title and text are then its own unless written here),
    or a task that is none. `decides` says who decides where it is not the town. `times` is the number
    question that says how often the procedure is needed, "" for once.
    """

    key: str
    order: int
    title: str = ""
    text: str = ""
    why: str = ""
    place: str = ""
    decides: str = ""
    url: str = ""
    url_text: str = ""
    procedure: str = ""
    when: Rule | None = None
    deadline: Deadline | None = None
    times: str = ""


@dataclass(frozen=True, slots=True)
class Give:
    """What the answers already say for the procedures begun from the list: a `once_only` key of theirs and
    its value, while `when` holds (who comes from another town claims because of the move).
    """

    key: str
    value: str
    when: Rule | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A life event, whole. `asking` carries its title, text and questions in the shape in which questions are
    asked, read and told in other languages.
    """

    key: str
    kana: str
    icon: str
    order: int
    words: tuple[str, ...]
    asking: Procedure
    items: tuple[Item, ...]
    gives: tuple[Give, ...] = ()
    texts: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its name, such as 引っ越した."""
        return self.asking.title

    @property
    def text(self) -> str:
        """One line that says whom it is for."""
        return self.asking.summary

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, all on one page."""
        return self.asking.all_questions()
