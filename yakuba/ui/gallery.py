"""Sample context for every part and kind: the page to look at when a colour or a part is changed."""

from typing import Any

from yakuba.ui.samples import samples

STEPS = [
    {"title": "占用する人", "state": "done"},
    {"title": "場所", "state": "done"},
    {"title": "期間と面積", "state": "current"},
    {"title": "図面", "state": "todo"},
    {"title": "確認", "state": "todo"},
]
SUMMARY = [
    {"label": "氏名", "value": "斜里 太郎（しゃり たろう）", "change_url": "#name"},
    {"label": "住所", "lines": ["〒099-4113", "北海道斜里郡斜里町本町12番地"], "change_url": "#address"},
    {"label": "占用する面積", "value": "2.5㎡", "old": "3㎡", "changed": True, "change_url": "#area"},
    {"label": "建物名", "value": "", "change_url": "#building"},
]
TIMELINE = [
    {
        "when": "令和8年11月20日 10:12",
        "title": "申請を受け付けました",
        "text": "受付番号 2026-000123",
        "tone": "success",
    },
    {
        "when": "令和8年11月24日 9:05",
        "title": "直してほしいところがあります",
        "text": "位置図を付けてください",
        "tone": "waiting",
    },
    {"when": "令和8年11月25日 13:40", "title": "審査しています", "who": "建設課 土木係", "tone": ""},
]
MONEY = [
    {"label": "令和8年度分", "detail": "2.5㎡ × 4か月", "amount": "8,400円"},
    {"label": "令和9年度分", "detail": "2.5㎡ × 2か月", "amount": "4,200円"},
]
FILTERS = [
    {"name": "q", "label": "番号・氏名", "value": ""},
    {
        "name": "state",
        "label": "状態",
        "value": "審査中",
        "options": [{"key": "", "label": "すべて"}, {"key": "審査中", "label": "審査中"}],
    },
]
PAGE = {
    "has_prev": True,
    "prev_url": "?page=1",
    "has_next": True,
    "next_url": "?page=3",
    "count_text": "2,000件のうち 51〜100件",
}


NEXT = "次にすることを、ここに書きます。"
NOTICES = [
    ("info", "年末年始は12月29日から1月3日まで休みます"),
    ("success", "申請を送りました"),
    ("warning", "あと3日で締切です"),
    ("error", "送れませんでした"),
]
# Every part: its heading, its template and its arguments.
PARTS: list[tuple[str, str, dict[str, Any]]] = [
    *(("お知らせ", "notice", {"kind": kind, "title": title, "text": NEXT}) for kind, title in NOTICES),
    (
        "誤りの一覧",
        "error_summary",
        {"problems": [{"anchor": "q-text", "message": "占用する物の名前を書いてください。"}]},
    ),
    ("道しるべ", "breadcrumbs", {"items": [("手続", "/"), ("道路・河川", "/"), ("道路占用許可申請", "")]}),
    ("進み具合", "steps", {"steps": STEPS}),
    ("確認の一覧", "summary_list", {"title": "申請する内容", "rows": SUMMARY}),
    (
        "空の画面",
        "empty_state",
        {
            "title": "申請はまだありません",
            "text": "手続をさがして、申請を始められます。",
            "action_url": "/",
            "action_text": "手続をさがす",
        },
    ),
    ("ページの移動", "pagination", {"page": PAGE}),
    ("時系列", "timeline", {"items": TIMELINE}),
    ("ファイル", "file_list", {"files": [{"name": "許可書.pdf", "size": "84KB", "url": "#f"}]}),
    (
        "定義の札",
        "definition",
        {
            "title": "この手続について",
            "rows": [
                {"label": "費用", "value": "面積と期間で決まります"},
                {"label": "期間", "value": "14業務日"},
            ],
        },
    ),
    (
        "切替え",
        "tabs",
        {
            "label": "申請の切替え",
            "tabs": [
                {"title": "進行中", "url": "#1", "current": True, "count": 2},
                {"title": "終わったもの", "url": "#2"},
            ],
        },
    ),
    ("ふるい分け", "filter_bar", {"fields": FILTERS, "clear_url": "?"}),
    ("近道キー", "key_hints", {"hints": [{"key": "j", "text": "次の案件"}, {"key": "?", "text": "一覧"}]}),
    ("料金の表", "money_table", {"caption": "占用料", "rows": MONEY, "total": "12,600円"}),
    (
        "確かめること",
        "checklist",
        {
            "legend": "審査",
            "items": [
                {
                    "id": "check-1",
                    "name": "check",
                    "value": "1",
                    "label": "位置図が付いている",
                    "help": "道路台帳と照らす",
                    "checked": True,
                }
            ],
        },
    ),
    ("理由", "reasons", {"items": ["面積 2.5㎡ × 単価 840円 × 4か月"]}),
]


def sample_context(state: str = "filled") -> dict[str, Any]:
    """Context of `ui/gallery.html` with the question kinds in one state: `empty`, `filled` or `error`."""
    parts = [
        {"title": title, "template": f"ui/parts/{name}.html", "name": name, "args": args}
        for title, name, args in PARTS
    ]
    tags = ("下書き", "審査中", "補正待ち", "決裁待ち", "期限超過", "許可")
    deadlines = [
        {"days": 9, "date_text": "12月10日"},
        {"days": 2, "date_text": "12月1日"},
        {"days": 0},
        {"days": -3, "date_text": "11月20日"},
        {"days": 5, "stopped": True},
        {"days": None},
    ]
    states = [
        {"title": title, "url": f"?state={key}", "current": key == state}
        for key, title in (("empty", "空"), ("filled", "記入"), ("error", "誤り"))
    ]
    return {"parts": parts, "fields": samples(state), "tags": tags, "deadlines": deadlines, "states": states}
