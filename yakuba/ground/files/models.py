"""One row for each file that was handed in or made; its content lies in the store under its digest."""

from django.db import models

from yakuba.ground.calendar import clock
from yakuba.ground.journal.models import ProvedRow


class StoredFile(ProvedRow):
    """A kept file. Two people may hand in the same bytes: two rows, one content."""

    class State(models.TextChoices):
        """What is known of the content; the labels are shown to staff."""

        CLEAN = "clean", "ウイルス検査済み"
        UNSCANNED = "unscanned", "ウイルス検査なし"
        INFECTED = "infected", "ウイルス検出"
        DESTROYED = "destroyed", "廃棄済み"

    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=150)
    kept_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["clean", "unscanned", "infected", "destroyed"]),
                name="files_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.media_type} {self.size}"
