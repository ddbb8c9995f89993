"""After a load test: does every application whose receipt was shown stand exactly once, with its case, events
and mail, and is everything there that was typed?

`python -m bench.aftermath --data DIR VISITS` (a JSON file of bench/crowd.py); findings as a JSON list.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.wishes import controls
from yakuba.ground.calendar import clock
from yakuba.ground.catalogue import asking, shelf
from yakuba.ground.files import store
from yakuba.ground.files.models import StoredFile
from yakuba.ground.journal.models import Event
from yakuba.ground.messages.models import Message
from yakuba.rooms.answers.models import Draft, Submission
from yakuba.rooms.cases.models import Case

SHOWN = 40
FILE = re.compile(r'"file": "([0-9a-f-]{36})"')
NUMBER = re.compile(r"\d+\.\d+|\d+")


def findings(visits: list[dict[str, Any]]) -> list[str]:
    """[] when nothing is lost, doubled or changed."""
    found = []
    numbers = Counter(visit["number"] for visit in visits if visit["number"])
    found += [f"number {number} told {times} times" for number, times in numbers.items() if times > 1]
    for visit in visits:
        if visit["number"]:
            found += _accepted(visit)
        elif visit["draft"]:
            found += _begun(visit)
    return found


def _accepted(visit: Mapping[str, Any]) -> Iterator[str]:
    told = f"{visit['procedure']} {visit['number']}"
    submissions = list(Submission.objects.filter(drafts=visit["draft"]))
    cases = (
        list(Case.objects.filter(submission_id__in=[one.id for one in submissions])) if submissions else []
    )
    if len(submissions) != 1 or len(cases) != 1:
        yield f"{told}: {len(submissions)} submissions, {len(cases)} cases"
        return
    case, submission = cases[0], submissions[0]
    if case.number != visit["number"]:
        yield f"{told}: the case has the number {case.number}"
    if Case.objects.filter(number=visit["number"]).count() != 1:
        yield f"{told}: the number does not stand once"
    if not Event.objects.filter(subject=case.ref).exists():
        yield f"{told}: no event"
    if case.applicant_email and not Message.objects.filter(about=case.ref).exists():
        yield f"{told}: no mail"
    yield from _files(told, visit["digests"], submission.answers)
    edition = shelf.edition(submission.edition_id)
    yield from _differences(told, visit["typed"], edition.procedure, submission.answers)


def _files(told: str, digests: list[str], answers: Any) -> Iterator[str]:
    """Each file that was attached is an answer, and its content lies in the store as it was sent."""
    kept = set(
        StoredFile.objects.filter(id__in=FILE.findall(json.dumps(answers))).values_list("digest", flat=True)
    )
    for digest in set(digests):
        place = store.place(digest)
        if digest not in kept:
            yield f"{told}: a file is not among the answers"
        elif not place.exists() or store.digest_of(place) != digest:
            yield f"{told}: a file is not in the store as it was sent"


def _begun(visit: Mapping[str, Any]) -> Iterator[str]:
    """Not sent: what the pages took stands in the draft, or in what was sealed if only the receipt failed."""
    told = f"{visit['procedure']} draft {visit['draft']}"
    draft = Draft.objects.filter(id=visit["draft"]).first()
    if draft is None:
        yield f"{told}: gone"
        return
    sealed = draft.submission
    kept = sealed.answers if sealed else draft.answers
    yield from _differences(told, visit["typed"], shelf.edition(draft.edition_id).procedure, kept)


def _differences(told: str, typed: Mapping[str, list[str]], procedure: Any, answers: Any) -> Iterator[str]:
    """Every answer as its controls would show it, against what was typed there."""
    facts = asking.facts_for(procedure, answers, today=clock.today(), channel="online")
    fields = asking.fields(procedure, tuple(procedure.all_questions()), answers, facts)
    stands = {name: values for field in fields for name, values in controls(field)}
    visible = {q.key for page in asking.visible_pages(procedure, answers, facts) for q in page.questions}
    for name, values in typed.items():
        key = name.removeprefix("q-").split(".")[0]
        if key not in visible or name.endswith(".view"):  # what part of a map is shown is no answer
            continue
        if name not in stands:
            if any(values):
                yield f"{told}: {name} typed {values}, stands nowhere"
        elif _plain(values) != _plain(stands[name]):
            yield f"{told}: {name} typed {values}, stands {stands[name]}"


def _plain(values: list[str]) -> list[str]:
    """Comparable: numbers by what they are worth (4.9 typed stands as 4.90)."""
    return sorted(str(Decimal(one).normalize()) if NUMBER.fullmatch(one) else one for one in values if one)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the town's folder (read by bench/__init__.py)")
    parser.add_argument("visits")
    visits = json.loads(Path(parser.parse_args().visits).read_text(encoding="utf-8"))["visits"]
    found = findings(visits)
    print(json.dumps({"count": len(found), "shown": found[:SHOWN]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
