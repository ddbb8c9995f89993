"""What the search of cases looks in: one derived row a case (ground.search); proved is the case itself."""

from typing import ClassVar

from django.db import models

from yakuba.ground.search import Index, Row
from yakuba.rooms.cases.models.case import Case


class SearchRow(Row):
    """The folded text of a case. PROTECT: a case that is destroyed is taken out of the index first."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="search_row")

    objects: ClassVar[models.Manager["SearchRow"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.case_id)


INDEX = Index("cases_searchrow", "case_id")
