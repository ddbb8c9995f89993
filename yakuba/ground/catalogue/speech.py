"""A procedure in another language: what of it is said to residents, by path, and what is missing or stale.

`retold` walks the one way over all these texts; listing them, stamping them and translating them are the
same walk with another `say`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from yakuba.ground.catalogue.definition import (
    Eligibility,
    Fee,
    FeeTable,
    Option,
    Outcome,
    Page,
    Prepare,
    Procedure,
    Question,
    Translation,
)
from yakuba.ground.languages import DEFAULT, LANGUAGES

Say = Callable[[str, str], str]
"""(path, Japanese) → what is said there."""

TRANSLATED = tuple(language for language in LANGUAGES if language != DEFAULT)
STAMP = 8
"""How many signs of the SHA-256 a stamp has: enough to see a change, short enough to read."""

_QUESTION_TEXTS = (
    "unit", "text", "agree", "yes", "no", "placeholder", "pattern_message", "item", "from_label", "to_label",
    "step_text",
)  # fmt: skip
_FEE_TEXTS = ("quantity_label", "unit")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ々\u3400-\u9fff\uf900-\ufaff]")


def texts_of(procedure: Procedure) -> dict[str, str]:
    """Every Japanese text a resident meets, by path, in the order of the definition."""
    found: dict[str, str] = {}

    def keep(path: str, text: str) -> str:
        if text.strip():
            found[path] = text
        return text

    retold(procedure, keep)
    return found


def stamp_of(text: str) -> str:
    """The stamp of a Japanese text: a translation that bears it says what this text says."""
    return hashlib.sha256(text.encode()).hexdigest()[:STAMP]


def missing(procedure: Procedure, language: str) -> list[str]:
    """The paths without a text in that language; all of them when nothing was translated."""
    return missing_of(texts_of(procedure), procedure.texts.get(language))


def stale(procedure: Procedure, language: str) -> list[str]:
    """The paths whose Japanese is no longer (or was never marked as) the one that was translated."""
    return stale_of(texts_of(procedure), procedure.texts.get(language))


def missing_of(japanese: Mapping[str, str], own: Translation | None) -> list[str]:
    """`missing` of anything whose Japanese texts are known by path. Signs and Latin letters (`㎡`) say the
    same in every language and may be left out.
    """
    return [
        path
        for path, text in japanese.items()
        if _JAPANESE.search(text) and (own is None or path not in own.texts)
    ]


def stale_of(japanese: Mapping[str, str], own: Translation | None) -> list[str]:
    """`stale` of anything whose Japanese texts are known by path."""
    return [
        path
        for path, text in japanese.items()
        if own is not None and path in own.texts and own.of.get(path) != stamp_of(text)
    ]


def in_language(procedure: Procedure, language: str) -> Procedure:
    """The procedure as it is shown in a language; what is missing or stale stays Japanese."""
    if language not in procedure.texts:
        return procedure
    return _translated(Same(procedure), language)


class Same:
    """A procedure as a key: the same object, not an equal one (its mappings cannot be hashed)."""

    __slots__ = ("procedure",)

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.procedure is self.procedure


# Sixty procedures in two languages, with room for editions of other days.
@lru_cache(maxsize=512)
def _translated(same: Same, language: str) -> Procedure:
    own = same.procedure.texts[language]

    def say(path: str, text: str) -> str:
        return own.texts[path] if path in own.texts and own.of.get(path) == stamp_of(text) else text

    return retold(same.procedure, say)


def retold(procedure: Procedure, say: Say) -> Procedure:
    """The procedure with every text a resident meets said anew."""
    run_by, waiting, told = procedure.run_by, procedure.waits_for, _telling(say)
    return replace(
        procedure,
        title=say("title", procedure.title),
        summary=say("summary", procedure.summary),
        for_whom=told("for_whom", procedure.for_whom),
        guide=told("guide", procedure.guide),
        prepare=tuple(_prepare(f"prepare.{at}", one, say) for at, one in enumerate(procedure.prepare)),
        pages=tuple(_page(page, say) for page in procedure.pages),
        eligibility=procedure.eligibility and _eligibility(procedure.eligibility, say),
        run_by=run_by
        and replace(
            run_by,
            name=say("run_by.name", run_by.name),
            decides=say("run_by.decides", run_by.decides),
            place=told("run_by.place", run_by.place),
        ),
        links=tuple(
            replace(
                link, label=say(f"links.{at}.label", link.label), note=told(f"links.{at}.note", link.note)
            )
            for at, link in enumerate(procedure.links)
        ),
        waits_for=told("waits_for", waiting),
        fees=tuple(_fee(fee, say) for fee in procedure.fees),
    )


def _telling(say: Say) -> Say:
    """The same, for a text that may be empty."""
    return lambda path, text: say(path, text) if text else text


def _prepare(path: str, one: Prepare, say: Say) -> Prepare:
    return Prepare(say(f"{path}.label", one.label), _telling(say)(f"{path}.help", one.help))


def _page(page: Page, say: Say) -> Page:
    path = f"pages.{page.key}"
    return replace(
        page,
        title=say(f"{path}.title", page.title),
        intro=_telling(say)(f"{path}.intro", page.intro),
        questions=tuple(_question(f"questions.{one.key}", one, say) for one in page.questions),
    )


def _question(path: str, question: Question, say: Say) -> Question:
    checks = tuple(
        replace(check, message=say(f"{path}.check.{at}", check.message))
        for at, check in enumerate(question.check)
    )
    return replace(
        question,
        label=say(f"{path}.label", question.label),
        help=_telling(say)(f"{path}.help", question.help),
        check=checks,
        options=tuple(_option(f"{path}.options.{one.key}", one, say) for one in question.options),
        params=_params(path, question.params, _QUESTION_TEXTS, say),
        questions=tuple(_question(f"{path}.{one.key}", one, say) for one in question.questions),
    )


def _params(path: str, params: Mapping[str, Any], names: tuple[str, ...], say: Say) -> Mapping[str, Any]:
    told = {
        name: say(f"{path}.{name}", params[name])
        for name in names
        if isinstance(params.get(name), str) and params[name]
    }
    return {**params, **told} if told else params


def _option(path: str, option: Option, say: Say) -> Option:
    return replace(
        option, label=say(f"{path}.label", option.label), help=_telling(say)(f"{path}.help", option.help)
    )


def _eligibility(eligibility: Eligibility, say: Say) -> Eligibility:
    return Eligibility(
        tuple(_question(f"eligibility.{one.key}", one, say) for one in eligibility.questions),
        tuple(_outcome(f"outcomes.{at}", one, say) for at, one in enumerate(eligibility.outcomes)),
    )


def _outcome(path: str, outcome: Outcome, say: Say) -> Outcome:
    return replace(
        outcome,
        title=say(f"{path}.title", outcome.title),
        text=_telling(say)(f"{path}.text", outcome.text),
    )


def _fee(fee: Fee, say: Say) -> Fee:
    path = f"fees.{fee.key}"
    return replace(
        fee,
        title=say(f"{path}.title", fee.title),
        params=_params(path, fee.params, _FEE_TEXTS, say),
        tables=tuple(_table(f"{path}.tables.{at}", one, say) for at, one in enumerate(fee.tables)),
        reductions=tuple(
            replace(one, title=say(f"{path}.reductions.{one.key}.title", one.title)) for one in fee.reductions
        ),
    )


def _table(path: str, table: FeeTable, say: Say) -> FeeTable:
    rates = tuple(
        replace(
            rate,
            label=say(f"{path}.{at}", rate.label),
            params=_params(f"{path}.{at}", rate.params, _FEE_TEXTS, say),
        )
        for at, rate in enumerate(table.rates)
    )
    return replace(table, rates=rates)
