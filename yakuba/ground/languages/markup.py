"""Changing the texts of a finished page and nothing else: what stands between tags, never in them.

Every tag is written back letter by letter, so that values, names and addresses stay as they were. Texts are
left alone where a page shows them as they are (fields, titles, code, drawings), within <ruby>, within
another language, and within an element marked `data-verbatim` (what somebody has typed: a person's name is
read as its bearer says).
"""

from collections.abc import Callable
from html.parser import HTMLParser

_ALONE = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_AS_THEY_ARE = {
    "code", "kbd", "option", "pre", "ruby", "samp", "script", "select", "style", "svg", "template",
    "textarea", "title",
}  # fmt: skip


def change_texts(page: str, change: Callable[[str], str], *, language: str, verbatim: bool) -> str:
    """The page with `change` done to every text in `language`; with `verbatim` also to what was typed."""
    walk = _Walk(change, language, verbatim=verbatim)
    walk.feed(page)
    walk.close()
    return "".join(walk.done)


class _Walk(HTMLParser):
    def __init__(self, change: Callable[[str], str], language: str, *, verbatim: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.done: list[str] = []
        self._change, self._language, self._verbatim = change, language, verbatim
        # Open elements: name, and whether their texts are left alone.
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.done.append(self.get_starttag_text() or "")
        if tag not in _ALONE:
            self._open.append((tag, self._is_left(tag, dict(attrs))))

    def _is_left(self, tag: str, attributes: dict[str, str | None]) -> bool:
        typed = "data-verbatim" in attributes and not self._verbatim
        if tag in _AS_THEY_ARE or typed:
            return True
        language = attributes.get("lang")
        if language is not None:
            return language != self._language
        return bool(self._open) and self._open[-1][1]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.done.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.done.append(f"</{tag}>")
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        left = bool(self._open) and self._open[-1][1]
        self.done.append(data if left else self._change(data))

    def handle_entityref(self, name: str) -> None:
        self.done.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.done.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.done.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.done.append(f"<!{decl}>")
