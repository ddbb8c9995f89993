"""Shape of what is typed on the sign-in pages."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yakuba.ground.people.models import Account


@dataclass(frozen=True)
class FormProblem:
    anchor: str
    message: str


class PlainForm(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input w-full"

    def problems(self) -> list[FormProblem]:
        """For the error summary: each with the id of the field it is about."""
        return [
            FormProblem(self[name].id_for_label if name in self.fields else "main", str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]


def _required(message: Any) -> dict[str, Any]:
    return {"required": message}


class SignInForm(PlainForm):
    wrong: Any = _("メールアドレスかパスワードが違います。もう一度入力してください。")
    login = forms.CharField(
        label=_("メールアドレス"),
        max_length=254,
        error_messages=_required(_("メールアドレスを入力してください。")),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )
    password = forms.CharField(
        label=_("パスワード"),
        max_length=200,
        strip=False,
        error_messages=_required(_("パスワードを入力してください。")),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class StaffSignInForm(SignInForm):
    wrong = "職員番号かパスワードが違います。もう一度入力してください。"
    login = forms.CharField(
        label="職員番号",
        max_length=60,
        error_messages=_required("職員番号を入力してください。"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class LinkForm(PlainForm):
    login = forms.EmailField(
        label=_("メールアドレス"),
        error_messages={
            "required": _("メールアドレスを入力してください。"),
            "invalid": _(
                "メールアドレスの形が正しくありません。例：yakuba@example.jp のように入力してください。"
            ),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class SignUpForm(LinkForm):
    family = forms.CharField(
        label=_("姓"), max_length=60, error_messages=_required(_("姓を入力してください。"))
    )
    given = forms.CharField(
        label=_("名"), max_length=60, error_messages=_required(_("名を入力してください。"))
    )
    family_kana = forms.CharField(label=_("姓（フリガナ）"), max_length=60, required=False)
    given_kana = forms.CharField(label=_("名（フリガナ）"), max_length=60, required=False)
    password = forms.CharField(
        label=_("パスワード"),
        max_length=200,
        strip=False,
        error_messages=_required(_("パスワードを決めて入力してください。")),
        help_text=_("10文字以上。よくある言葉や、数字だけのものは使えません。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, Account(login=self.cleaned_data.get("login", "")))
        if password.isdecimal():
            raise ValidationError(_("数字だけのパスワードは使えません。文字を混ぜてください。"))
        return password

    def resident(self) -> dict[str, Any]:
        named = {"email": self.cleaned_data["login"], "password": self.cleaned_data["password"]}
        return named | {
            key: self.cleaned_data[key] for key in ("family", "given", "family_kana", "given_kana")
        }
