"""The text of each generated document."""

from collections.abc import Iterable, Sequence

from yakuba.ground import news as news_table
from yakuba.ground import town
from yakuba.ground.access.rights import Right
from yakuba.hall.audiences import AUDIENCES
from yakuba.hall.wiring import manifests


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(str(cell).replace('|', '／') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def rooms() -> str:
    """Every room: what it is, its menu, its jobs."""
    rows = [
        (room.title, f"`{room.key}`", "、".join(entry.title for entry in room.menu) or "—",
         "、".join(f"`{name}`" for name in room.jobs) or "—")
        for room in reversed(manifests())
    ]  # fmt: skip
    return "# 部屋 (rooms)\n\n上の階から。\n\n" + table(("部屋", "key", "職員の画面", "仕事 (jobs)"), rows)


def rights() -> str:
    """Rights against roles, as town/rights.toml gives them."""
    grants = town.read("rights")["grant"]
    roles = sorted({role for grant in grants for role in [*grant["roles"], *grant.get("posts", ())]})
    rows = []
    for right in Right:
        cells = {role: "" for role in roles}
        for grant in grants:
            if grant["right"] == right:
                for role in [*grant["roles"], *grant.get("posts", ())]:
                    cells[role] = "全庁" if grant["scope"] == "all" else cells[role] or "自課"
        rows.append((f"`{right}`", *cells.values()))
    return "# 権限 (rights × roles)\n\n" + table(("権限", *roles), rows)


def routes() -> str:
    """Every address and who may come to it."""
    rows = [(f"`{name}`", audience.value) for name, audience in sorted(AUDIENCES.items())]
    return "# 入口の一覧 (routes × audience)\n\nここにない道は、だれにも開きません。\n\n" + table(
        ("道", "だれ"), rows
    )


def news() -> str:
    """Who reacts to which news."""
    rows = [
        (f"`{kind.__module__.split('.')[2]}.{kind.__name__}`",
         "、".join(f"`{r.__module__.split('.')[2]}.{r.__name__}`" for r in reactions))  # type: ignore[attr-defined]
        for kind, reactions in news_table.wired().items()
    ]  # fmt: skip
    return "# 知らせ (news)\n\n" + table(("知らせ", "受けて動くもの"), rows)


def personal_data() -> str:
    """What each room holds of persons, and how long."""
    rows = [(room.title, "、".join(room.personal_data) or "—", room.keeps or "—") for room in manifests()]
    return "# 個人情報 (personal data)\n\nマイナンバーはどこにも保存しません。\n\n" + table(
        ("部屋", "持つもの", "いつまで"), rows
    )
