"""「対象になるか確かめる」: reading the answers and telling what comes of them. Nothing is kept."""

from dataclasses import replace

from yakuba.ground.catalogue.asking.names import Posted
from yakuba.ground.catalogue.asking.reading import Reading, check_all, read_page
from yakuba.ground.catalogue.definition import Answers, Facts, Outcome, Page, Procedure
from yakuba.ground.catalogue.scene import full_scene

PAGE = "eligibility"


def asked_of(procedure: Procedure) -> Procedure:
    """The eligibility questions as a procedure of one page, for all that asks, reads and shows questions;
    a page without questions when the procedure has none.
    """
    questions = procedure.eligibility.questions if procedure.eligibility else ()
    page = Page(PAGE, procedure.title, "", questions)
    return replace(procedure, pages=(page,), steps=(), fees=(), examples=(), eligibility=None)


def read(procedure: Procedure, posted: Posted, facts: Facts) -> Reading:
    """Read a posted (or queried) form of names `q-<key>`: answers, problems, and what was typed.

    `facts` needs "today" ("YYYY-MM-DD", Japan). Never raises on input.
    """
    asked = asked_of(procedure)
    return read_page(asked, asked.all_questions(), posted, {}, facts)


def judge(procedure: Procedure, answers: Answers, facts: Facts) -> Outcome | None:
    """What comes of the answers (canonical, as `read` gives them): the first outcome that holds.

    None when the procedure has no eligibility, or while an answer that is needed is missing or wrong.
    """
    asked = asked_of(procedure)
    if procedure.eligibility is None or check_all(asked, answers, facts):
        return None
    scene = full_scene(asked, answers, facts)
    return next((one for one in procedure.eligibility.outcomes if scene.holds(one.when)), None)
