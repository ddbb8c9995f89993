"""Reading the journal back, in the order in which things happened to a subject."""

from collections.abc import Iterable

from yakuba.ground.journal.models import Event


def history(subject: str) -> list[Event]:
    """All events of one subject, oldest first. One query."""
    return list(Event.objects.filter(subject=subject).order_by("subject_seq"))


def history_of(subjects: Iterable[str]) -> dict[str, list[Event]]:
    """The events of many subjects, each oldest first; a subject without events has an empty list. One
    query."""
    found: dict[str, list[Event]] = {subject: [] for subject in subjects}
    for event in Event.objects.filter(subject__in=list(found)).order_by("subject", "subject_seq"):
        found[event.subject].append(event)
    return found
