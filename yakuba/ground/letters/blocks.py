"""Markdown of a letter as a list of plain blocks: what the Typst template, the page and the mail all read.

Blocks are JSON values: heading (level), paragraph (align), list (ordered, items of blocks), table (head,
rows, align), quote (blocks), rule. Inlines are `{"t": text, "b": bold}` or `{"br": true}`. A paragraph or
heading that is only 「記」 stands in the middle and one that is only 「以上」 at the right, as letters do.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from yakuba.ground.letters.holes import LINE, LetterError

Block = dict[str, Any]
Inline = dict[str, Any]

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])

_ALIGN = {"text-align:right": "right", "text-align:center": "center", "text-align:left": "left"}


def blocks(body: str) -> list[Block]:
    """The blocks of the markdown `body`, its holes already filled.

    Raises LetterError for pictures, which a letter does not carry.
    """
    return _blocks(SyntaxTreeNode(_markdown.parse(body)).children)


def text_of(inlines: Sequence[Inline]) -> str:
    """The inlines as one plain text, line breaks kept."""
    return "".join("\n" if "br" in one else str(one["t"]) for one in inlines)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
    return [_block(node) for node in nodes]


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "heading":
            return _line(node, {"kind": "heading", "level": int(node.tag[1])})
        case "paragraph":
            return _line(node, {"kind": "paragraph"})
        case "bullet_list" | "ordered_list":
            items = [_blocks(item.children) for item in node.children]
            return {"kind": "list", "ordered": node.type == "ordered_list", "items": items}
        case "blockquote":
            return {"kind": "quote", "blocks": _blocks(node.children)}
        case "table":
            return _table(node)
        case "hr":
            return {"kind": "rule"}
        case "code_block" | "fence":
            return {"kind": "paragraph", "inlines": _text(node.content.rstrip("\n"), bold=False)}
        case other:
            raise LetterError(f"文書のひな形に、使えない書き方があります({other})。")


def _line(node: SyntaxTreeNode, block: Block) -> Block:
    inlines = _inlines(node)
    only = text_of(inlines).strip()
    if only == "記":
        return {"kind": "paragraph", "align": "center", "inlines": inlines}
    if only == "以上":
        return {"kind": "paragraph", "align": "right", "inlines": inlines}
    return {**block, "inlines": inlines}


def _table(node: SyntaxTreeNode) -> Block:
    head, *bodies = node.children
    names = [_inlines(cell) for cell in head.children[0].children]
    rows = [[_inlines(cell) for cell in row.children] for body in bodies for row in body.children]
    align = [_ALIGN.get(str(cell.attrs.get("style", "")), "left") for cell in head.children[0].children]
    shown = names if any(text_of(name).strip() for name in names) else []
    return {"kind": "table", "head": shown, "rows": rows, "align": align}


def _inlines(node: SyntaxTreeNode) -> list[Inline]:
    return [inline for child in node.children for inline in _walk(child, bold=False)]


def _walk(node: SyntaxTreeNode, *, bold: bool) -> Iterator[Inline]:
    match node.type:
        case "text" | "code_inline":
            yield from _text(node.content, bold=bold)
        case "hardbreak":
            yield {"br": True}
        case "softbreak":
            # Japanese is written without spaces: a line wrapped in the file is one line on paper.
            return
        case "strong" | "em":
            for child in node.children:
                yield from _walk(child, bold=True)
        case "image":
            raise LetterError("文書に画像は入れられません。添付書類にしてください。")
        case _:
            for child in node.children:
                yield from _walk(child, bold=bold)


def _text(content: str, *, bold: bool) -> list[Inline]:
    inlines: list[Inline] = []
    for number, line in enumerate(content.replace("\n", LINE).split(LINE)):
        if number:
            inlines.append({"br": True})
        if line:
            inlines.append({"t": line, "b": bold})
    return inlines
