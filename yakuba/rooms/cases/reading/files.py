"""Which files belong to a case."""

from uuid import UUID

from yakuba.rooms.answers import door as answers
from yakuba.rooms.cases.models import Case


def belongs(case: Case, file_id: UUID) -> bool:
    """Whether the file is an answer in any version of the application, staff answers, papers or letters."""
    if case.papers.filter(file_id=file_id).exists() or case.letters.filter(file_id=file_id).exists():
        return True
    text = str(file_id)
    ids = {case.submission_id, *case.corrections.values_list("before_id", flat=True)}
    versions = answers.submissions(ids).values()
    if any(text == str(file["file"]) for version in versions for file in version.files):
        return True
    return any(text in _files(found) for found in case.visits.values_list("answers", flat=True))


def _files(value: object) -> set[str]:
    """Identifiers of all files anywhere in staff answers."""
    if isinstance(value, dict):
        own = {str(value["file"])} if "file" in value and "media_type" in value else set()
        return own.union(*(_files(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_files(inner) for inner in value))
    return set()
