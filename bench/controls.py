"""The forms of a page as a browser would send them: controls with their values, files to choose, buttons."""

import html
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TAGS = re.compile(
    r"<(?P<close>/?)(?P<tag>form|input|textarea|select|option|button)\b(?P<attrs>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>"
)
_ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_UNSENT = frozenset(("submit", "image", "reset", "button", "file"))

Pair = tuple[str, str]
File = tuple[str, str, bytes, str]  # control, file name, content, kind


@dataclass
class Form:
    """One form: `controls` untouched, every value a radio, box or list offers, the buttons by their words."""

    action: str = ""
    multipart: bool = False
    posts: bool = False
    controls: list[Pair] = field(default_factory=list)
    offered: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, words

    def value(self, name: str) -> str:
        return next((value for key, value in self.controls if key == name), "")

    def button(self, words: str) -> Pair | None:
        """The button called so, as it would be sent; None without one."""
        return next(((name, value) for name, value, said in self.buttons if words in said), None)


def forms(page: str) -> list[Form]:
    """Every form of the page in its order."""
    found: list[Form] = []
    form, select, area = Form(), "", ("", 0)
    for tag in _TAGS.finditer(page):
        name = tag["tag"]
        if tag["close"]:
            if name == "textarea" and area[0]:
                form.controls.append((area[0], html.unescape(page[area[1] : tag.start()]).removeprefix("\n")))
                area = ("", 0)
            elif name == "form":
                form = Form()
            continue
        given = _attributes(tag["attrs"])
        if name == "form":
            form = Form(
                given.get("action", ""),
                "multipart" in given.get("enctype", ""),
                given.get("method", "").lower() == "post",
            )
            found.append(form)
        elif name == "select":
            select = given.get("name", "")
            form.kinds[select] = "select"
        elif name == "option":
            form.offered.setdefault(select, []).append(given.get("value", ""))
            if "selected" in given:
                form.controls.append((select, given.get("value", "")))
        elif name == "textarea":
            area = (given.get("name", ""), tag.end())
            form.kinds[area[0]] = "textarea"
        elif name == "button":
            words = re.sub(r"<[^>]*>", "", page[tag.end() : page.find("</button", tag.end())]).strip()
            form.buttons.append((given.get("name", ""), given.get("value", ""), words))
        else:
            _input(form, given)
    return found


def _input(form: Form, given: Mapping[str, str]) -> None:
    name, kind, value = given.get("name", ""), given.get("type", "text"), given.get("value", "")
    if not name:
        return
    form.kinds[name] = kind
    if kind == "file":
        form.files.append(name)
    elif kind in ("radio", "checkbox"):
        form.offered.setdefault(name, []).append(value)
        if "checked" in given:
            form.controls.append((name, value))
    elif kind not in _UNSENT:
        form.controls.append((name, value))


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


def body(controls: Iterable[Pair], files: Sequence[File] = (), *, multipart: bool) -> tuple[str, bytes]:
    """What a browser sends for these controls: content type and body."""
    if not multipart:
        return "application/x-www-form-urlencoded", urlencode(list(controls)).encode()
    mark = f"----WebKitFormBoundary{secrets.token_hex(8)}"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in controls
    ]
    for name, filename, content, kind in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}'
        parts += [f"--{mark}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"]
    return f"multipart/form-data; boundary={mark}", b"".join([*parts, f"--{mark}--\r\n".encode()])
