"""The shape of the few things typed outside question pages."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    """An e-mail address, as people type it: full-width letters and blanks are mended, not refused."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("メールアドレスを入力してください。"),
            "invalid": _("メールアドレスは、name@example.jp のように入力してください。"),
            "max_length": _("メールアドレスが長すぎます。確かめて、もう一度入力してください。"),
        },
    )

    def __init__(self, data: object = None) -> None:
        typed = str(getattr(data, "get", lambda *_: "")("email", ""))
        mended = "".join(unicodedata.normalize("NFKC", typed).split())
        super().__init__({"email": mended} if data is not None else None)
        self.typed = typed

    @property
    def field(self) -> dict[str, Any]:
        """The field as `ui/field.html` takes it."""
        return {
            "template": "ui/kinds/email.html",
            "id": "email",
            "name": "email",
            "label": _("メールアドレス"),
            "help": _("例: hanako@example.jp"),
            "required": True,
            "error": self.message,
            "raw": {"": self.typed},
            "params": {},
        }

    @property
    def problems(self) -> list[dict[str, str]]:
        """For the summary of errors at the top."""
        return [{"anchor": "email", "message": self.message}] if self.message else []

    @property
    def message(self) -> str:
        """What to mend, or ""."""
        return str(next(iter(self.errors.get("email", [])), ""))
