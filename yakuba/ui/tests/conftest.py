"""Renders the design system's templates with the sample town."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from yakuba.ui.gallery import sample_context

TOWN = {
    "name": "見本町",
    "phone": "0152-00-0000",
    "address": "北海道見本郡見本町1番地",
    "hours": "平日 8時45分〜17時30分",
}
Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """Renders a template as a signed-in person of the sample town would get it."""

    def rendered(template: str, **context: Any) -> str:
        nav = [
            {"title": "手続をさがす", "url": "/", "current": True},
            {"title": "マイページ", "url": "/my/", "count": 2},
        ]
        actor = {"kind": "staff", "name": "見本 花子", "post_title": "建設課 土木係"}
        given = {"town": TOWN, "nav": nav, "actor": actor, "demo": True, **context}
        return render_to_string(template, given, request=RequestFactory().get("/gallery/"))

    return rendered


@pytest.fixture(params=["empty", "filled", "error"])
def gallery(request: pytest.FixtureRequest, render: Render) -> str:
    """The gallery page with the question kinds in one of their three states."""
    return render("ui/gallery.html", **sample_context(request.param))
