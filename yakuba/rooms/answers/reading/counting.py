"""How much there is, for whoever watches the machine: numbers only, no persons and no procedures."""

from yakuba.rooms.answers.models import Draft, Submission


def counts() -> tuple[int, int]:
    """(drafts that wait for their writers, applications sent so far)."""
    return Draft.objects.count(), Submission.objects.count()
