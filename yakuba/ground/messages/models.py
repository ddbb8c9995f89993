"""One row for each message to a person. It holds personal content, so it goes a year after it was sent."""

from django.db import models

from yakuba.ground.calendar import clock
from yakuba.ground.files.models import StoredFile
from yakuba.ground.identifiers import new_id


class Message(models.Model):
    """A message: by e-mail, sent by a job; or by post, printed and posted by the section."""

    class Channel(models.TextChoices):
        """How it travels."""

        EMAIL = "email", "メール"
        POST = "post", "郵送"

    class State(models.TextChoices):
        """How far it got. FAILED: refused for good. GIVEN_UP: tried for a day without success."""

        QUEUED = "queued", "送信待ち"
        SENT = "sent", "送信済み"
        FAILED = "failed", "宛先不明などで送信できません"
        GIVEN_UP = "given_up", "送信をあきらめました"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    to_name = models.CharField(max_length=200, blank=True)
    address = models.TextField()
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=120, db_index=True)
    enclosure = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "state", "queued_at"], name="outbox_channel_state"),
            models.Index(fields=["state", "sent_at"], name="outbox_state_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="outbox_sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.about}"
