"""Letter size and contrast, kept in cookies of the browser."""

from django.http import HttpRequest

SETTINGS = {"size": {"", "large"}, "contrast": {"", "high"}}
"""The cookies and what they may say."""


def chosen(request: HttpRequest) -> dict[str, str]:
    """What this browser has chosen; "" where it has not, or says what nobody offers."""
    given = request.COOKIES
    return {
        name: value if (value := given.get(name, "")) in known else "" for name, known in SETTINGS.items()
    }
