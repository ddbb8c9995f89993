"""Official letters: number and date at the right top, addressee, sender with the seal, title, body.

The body is the markdown of the procedure's letter; 「記」, 「以上」, tables, lists and a quoted 教示 are
understood (see `blocks`). The same blocks give the preview as text or HTML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yakuba.ground.calendar import clock
from yakuba.ground.calendar.era import format_era
from yakuba.ground.letters.blocks import Block, Inline, blocks, text_of
from yakuba.ground.letters.holes import OPEN_HOLES, fill
from yakuba.ground.letters.press import press


@dataclass(frozen=True)
class LetterHead:
    """The head of a letter. `day` is a date, or text printed as it stands.

    `addressee` is printed as it stands, line by line, with its honorific (様, 御中). `sender_title` is the
    office (斜里町長), `sender_name` its holder, "" for none. `seal` is the text in the seal's box (公印),
    "" for no seal; 「公印省略」 is printed in brackets instead of a box.
    """

    number: str
    day: date | str
    addressee: str
    sender_title: str
    sender_name: str = ""
    seal: str = ""


def set_letter(
    *,
    title: str,
    body_markdown: str,
    fields: Mapping[str, str],
    head: LetterHead,
    attachments: Sequence[str] = (),
) -> bytes:
    """The letter as PDF/A-3b. `attachments` are names printed at the end as 添付書類.

    Raises LetterError naming the hole that `fields` leaves empty; 文書番号 and 施行日 come from the head
    when `fields` does not give them.
    """
    named = {"文書番号": head.number, "施行日": day_text(head.day)} | dict(fields)
    data = {
        "title": fill_title(title, named),
        "number": head.number,
        "day": day_text(head.day),
        "addressee": head.addressee.splitlines(),
        "sender_title": head.sender_title,
        "sender_name": head.sender_name,
        "seal": head.seal,
        "blocks": blocks(fill(body_markdown, named)),
        "attachments": list(attachments),
    }
    return press("letter", data, made_at=made_at(head.day))


def plain(body_markdown: str, fields: Mapping[str, str]) -> str:
    """The letter's body as text, for mails and previews. Open holes show as 〔文書番号〕."""
    return "\n\n".join(_plain(block) for block in _preview(body_markdown, fields))


def html(body_markdown: str, fields: Mapping[str, str], *, under: int = 3) -> SafeString:
    """The letter's body as escaped HTML, to stand in `.paper-body`. Open holes show as 〔文書番号〕.

    `under` is the level of the heading it stands under on the page: its own headings begin one below.
    """
    shown = _preview(body_markdown, fields)
    highest = min((int(block["level"]) for block in shown if block["kind"] == "heading"), default=1)
    deeper = under + 1 - highest
    return format_html_join("\n", "{}", ((_html(block, deeper),) for block in shown))


def fill_title(title: str, fields: Mapping[str, str]) -> str:
    """The title with its holes filled, as one line of text."""
    return " ".join(text_of(block["inlines"]) for block in blocks(fill(title, fields)) if "inlines" in block)


def day_text(day: date | str) -> str:
    """`令和8年11月23日`; a text stays as it is."""
    return day if isinstance(day, str) else format_era(day)


def made_at(day: date | str) -> datetime:
    """The instant a paper is dated with: the start of its day in Tokyo, or now when the day is a text."""
    return clock.now() if isinstance(day, str) else clock.at(day)


def _preview(body_markdown: str, fields: Mapping[str, str]) -> list[Block]:
    shown = {name: f"〔{name}〕" for name in OPEN_HOLES} | dict(fields)
    return blocks(fill(body_markdown, shown))


def _plain(block: Block) -> str:
    match block["kind"]:
        case "list":
            marks = [
                f"{place}. " if block["ordered"] else "・" for place in range(1, len(block["items"]) + 1)
            ]
            items = ["\n".join(_plain(one) for one in item) for item in block["items"]]
            return "\n".join(mark + item for mark, item in zip(marks, items, strict=True))
        case "table":
            rows = ([block["head"]] if block["head"] else []) + block["rows"]
            return "\n".join(" : ".join(text_of(cell) for cell in row) for row in rows)
        case "quote":
            return "\n".join(_plain(one) for one in block["blocks"])
        case "rule":
            return "―" * 20
        case _:
            return text_of(block["inlines"])


def _html(block: Block, deeper: int = 1) -> SafeString:
    match block["kind"]:
        case "heading":
            level = min(int(block["level"]) + deeper, 6)
            return format_html("<h{}>{}</h{}>", level, _html_inlines(block["inlines"]), level)
        case "list":
            tag = "ol" if block["ordered"] else "ul"
            items = format_html_join("", "<li>{}</li>", ((_html_all(item),) for item in block["items"]))
            return format_html("<{}>{}</{}>", tag, items, tag)
        case "table":
            return _html_table(block)
        case "quote":
            return format_html("<blockquote>{}</blockquote>", _html_all(block["blocks"]))
        case "rule":
            return mark_safe("<hr>")
        case _:
            place = {"center": "paper-center", "right": "paper-right"}.get(block.get("align", ""), "")
            shown = _html_inlines(block["inlines"])
            return (
                format_html('<p class="{}">{}</p>', place, shown)
                if place
                else format_html("<p>{}</p>", shown)
            )


def _html_all(inner: Sequence[Block]) -> SafeString:
    return format_html_join("", "{}", ((_html(one),) for one in inner))


def _html_table(block: Block) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((_html_inlines(cell),) for cell in block["head"]))
    rows = format_html_join(
        "", "<tr>{}</tr>", ((_html_row(row, headed=bool(head)),) for row in block["rows"])
    )
    top = format_html("<thead><tr>{}</tr></thead>", head) if head else ""
    return format_html("<table>{}<tbody>{}</tbody></table>", top, rows)


def _html_row(row: Sequence[Sequence[Inline]], *, headed: bool) -> SafeString:
    """Without a row of headings the first cell of a row is its heading (許可番号 | 第1号)."""
    cells = [_html_inlines(cell) for cell in row]
    if headed or not cells:
        return format_html_join("", "<td>{}</td>", ((cell,) for cell in cells))
    rest = format_html_join("", "<td>{}</td>", ((cell,) for cell in cells[1:]))
    return format_html('<th scope="row">{}</th>{}', cells[0], rest)


def _html_inlines(inlines: Sequence[Inline]) -> SafeString:
    parts = []
    for one in inlines:
        if "br" in one:
            parts.append("<br>")
        else:
            parts.append(f"<strong>{escape(one['t'])}</strong>" if one["b"] else str(escape(one["t"])))
    return mark_safe("".join(parts))  # noqa: S308 - every text was escaped above
