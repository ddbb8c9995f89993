"""Published definitions: immutable, addressed by their content."""

from django.db import models

from yakuba.ground.journal.models import ProvedRow


class Edition(ProvedRow):
    """様式版: one definition as it was published; never changed afterwards. `content` is canonical JSON."""

    procedure_key = models.CharField("手続", max_length=40)
    digest = models.CharField("要約値", max_length=64)
    content = models.TextField("内容")
    valid_from = models.DateField("施行日")
    published_at = models.DateTimeField("公開した時")
    published_by = models.CharField("公開した人", max_length=120)

    class Meta:
        verbose_name = "様式版"
        verbose_name_plural = "様式版"
        indexes = [
            models.Index(fields=["procedure_key", "valid_from"], name="catalogue_edition_in_force"),
        ]
