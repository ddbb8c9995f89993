"""The case itself: what lists sort and filter by stands on this row."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.ground.access.actor import Actor
from yakuba.ground.access.rights import Right
from yakuba.ground.journal.models import ProvedRow
from yakuba.rooms.cases.rules.states import ENDS, LABELS

CHANNELS = [
    ("online", "オンライン"),
    ("counter", "窓口"),
    ("paper", "紙"),
    ("telephone", "電話"),
    ("post", "郵送"),
    ("portal", "マイナポータル"),
]
_OPEN = Q(closed_at__isnull=True)
_ENDED = Q(closed_at__isnull=False)
_LAST = ("-closed_at", "-id")
DECISIONS = [("permit", "許可"), ("refuse", "不許可")]


class Cases(models.QuerySet["Case"]):
    """Cases as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Cases":
        """Staff: cases of the sections their right to read reaches, and those a section of theirs is asked
        about.

        Residents: their own. Nobody else: none.
        """
        if actor.kind == "resident":
            return self.filter(applicant_ref=actor.ref)
        if actor.kind != "staff" or not actor.may(Right.CASE_READ):
            return self.none()
        reach = actor.sections_with(Right.CASE_READ)
        if reach is None:
            return self
        asked = self.model._default_manager.filter(pk=OuterRef("pk"), opinions__section__in=reach)
        return self.filter(Q(section__in=reach) | Q(work_section__in=reach) | Exists(asked))

    def open(self) -> "Cases":
        """Cases that have not ended."""
        return self.filter(closed_at__isnull=True)


class Case(ProvedRow):
    """案件. Pinned to the edition it was filed under; `step_*`, `state` and `due_on` follow its current
    visit.
    """

    number = models.CharField(max_length=20, unique=True)
    edition_id = models.UUIDField()
    procedure_key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    section = models.CharField(max_length=60)
    # The section whose work the current step is; the desk lists by it.
    work_section = models.CharField(max_length=60)
    submission_id = models.UUIDField(unique=True)
    # "resident:<uuid>" for one who has an account, else empty.
    applicant_ref = models.CharField(max_length=120, blank=True, db_index=True)
    applicant_name = models.CharField(max_length=200)
    applicant_kana = models.CharField(max_length=200, blank=True)
    applicant_email = models.EmailField(blank=True)
    applicant_phone = models.CharField(max_length=40, blank=True)
    applicant_address = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    # Words of the answers by which the case is found, as they were given (the index folds them).
    search = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    arrived_at = models.DateTimeField()
    receipt_number = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    step_key = models.CharField(max_length=60, blank=True)
    step_kind = models.CharField(max_length=10, blank=True)
    visit_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=list(LABELS.items()))
    decision = models.CharField(max_length=8, choices=DECISIONS, blank=True)
    fee_total = models.PositiveBigIntegerField(default=0)
    assignee_id = models.UUIDField(null=True, blank=True)
    status_token = models.CharField(max_length=64, unique=True)
    # Taken in with faults (不備); they stand in the submission until a correction mends them.
    faulty = models.BooleanField(default=False)
    # Nobody who may work on the present step has opened it yet; the desk shows such cases in bold.
    unseen = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Counts acts; a screen sends back the number it was drawn from, so that a stale one is refused.
    version = models.PositiveIntegerField(default=0)
    last_act = models.CharField(max_length=80, blank=True)
    last_by = models.CharField(max_length=120, blank=True)

    objects = Cases.as_manager()

    class Meta:
        indexes = [
            # Open cases are a few thousand, whatever stands in the archive: lists of them ask these two.
            models.Index(fields=["work_section", "due_on", "number"], name="case_desk", condition=_OPEN),
            models.Index(fields=["assignee_id", "due_on"], name="case_mine", condition=_OPEN),
            # Ended ones, the last first: of one section, or of all.
            models.Index(fields=["section", *_LAST], name="case_section_ended", condition=_ENDED),
            models.Index(fields=["work_section", *_LAST], name="case_work_ended", condition=_ENDED),
            models.Index(fields=[*_LAST], name="case_ended", condition=_ENDED),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_ends_when_closed",
                condition=Q(closed_at__isnull=True) ^ Q(state__in=sorted(ENDS)),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> str:
        """The case's name in the journal."""
        return f"case:{self.id}"
