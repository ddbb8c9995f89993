"""One sample of every question kind in three states, for the gallery and the tests."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yakuba.ui.fields import Field, Option, Part, Row, StoredFile

Control = tuple[str, str, dict[str, Any]]
Sample = tuple[Field, Mapping[str, Any]]


def _parts(key: str, *listed: Control) -> tuple[Part, ...]:
    made = []
    for at, (sub, label, more) in enumerate(listed):
        html_id = f"q-{key}" if at == 0 else f"q-{key}-{sub}"
        made.append(Part(sub=sub, id=html_id, name=f"q-{key}.{sub}", label=label, **more))
    return tuple(made)


def _date(prefix: str = "") -> tuple[Control, ...]:
    return (
        (f"{prefix}era", "元号", {}),
        (f"{prefix}year", "年", {}),
        (f"{prefix}month", "月", {}),
        (f"{prefix}day", "日", {}),
    )


def _make(kind: str, label: str, typed: Mapping[str, Any], **more: Any) -> Sample:
    return Field(f"ui/kinds/{kind}.html", f"q-{kind}", f"q-{kind}", label, **more), typed


PURPOSES = (
    Option("sign", "看板・案内板", "店の看板、案内の標識など"),
    Option("scaffold", "工事の足場・囲い"),
    Option("pipe", "水道管・電線などの埋設"),
    Option("other", "そのほか"),
)
HOPES = (
    Option("mail", "電子メール"),
    Option("phone", "電話"),
    Option("post", "郵便", "3日から5日かかります"),
)
ADDRESS: tuple[Control, ...] = (
    ("postcode", "郵便番号", {"width": "8", "inputmode": "numeric", "autocomplete": "postal-code"}),
    ("prefecture", "都道府県", {"width": "8", "autocomplete": "address-level1"}),
    ("city", "市区町村", {"width": "20", "autocomplete": "address-level2"}),
    ("town", "町名・番地", {"hint": "例: 本町12番地"}),
    ("building", "建物名・部屋番号(あれば)", {}),
)
NAME: tuple[Control, ...] = (
    ("family", "姓", {"autocomplete": "family-name"}),
    ("given", "名", {"autocomplete": "given-name"}),
    ("family_kana", "せい(ふりがな)", {}),
    ("given_kana", "めい(ふりがな)", {}),
)
BANK: tuple[Control, ...] = (
    ("bank", "金融機関の名前", {"width": "20"}),
    ("branch", "支店の名前", {"width": "20"}),
    (
        "type",
        "口座の種類",
        {"width": "12", "options": (Option("ordinary", "普通"), Option("current", "当座"))},
    ),
    ("number", "口座番号", {"width": "8", "inputmode": "numeric", "hint": "7けた"}),
    ("holder", "口座名義(カナ)", {}),
)
PLACE: tuple[Control, ...] = (
    ("route", "路線名", {"hint": "例: 町道本町1号線"}),
    ("lot", "地番・目じるし", {"hint": "例: 本町12番地の前"}),
    ("note", "場所の説明", {}),
    ("lat", "緯度", {}),
    ("lon", "経度", {}),
)


ITEM = (
    Field("ui/kinds/text.html", "q-repeat-0-name", "q-repeat.0.name", "名前"),
    Field("ui/kinds/number.html", "q-repeat-0-area", "q-repeat.0.area", "面積", params={"unit": "㎡"}),
)
DAY = {"era": "reiwa", "year": "8", "month": "12", "day": "1"}
SPAN = {f"{end}_{sub}": text for end in ("from", "to") for sub, text in DAY.items()}
KANA = {"family": "斜里", "given": "太郎", "family_kana": "しゃり", "given_kana": "たろう"}
LIVES = {"postcode": "099-4113", "prefecture": "北海道", "city": "斜里郡斜里町", "town": "本町12番地"}
WHERE = {"route": "町道本町1号線", "lot": "本町12番地の前", "lat": "43.911", "lon": "144.664"}
ACCOUNT = {
    "bank": "網走信用金庫",
    "branch": "斜里支店",
    "type": "ordinary",
    "number": "1234567",
    "holder": "シャリ タロウ",
}
PLAN = StoredFile("f1", "位置図.pdf", "320KB")
SAMPLES: tuple[Sample, ...] = (
    _make(
        "text", "占用する物の名前", {"": "店の看板"}, help="書類に書く名前です。", params={"max_length": 40}
    ),
    _make(
        "long_text",
        "占用の目的",
        {"": "店の場所を知らせるため\n夜は照明をつける"},
        params={"max_length": 400, "rows": 4},
    ),
    _make(
        "number",
        "占用する面積",
        {"": "2.5"},
        params={"unit": "㎡", "places": 2},
        help="小数第2位まで書けます。",
    ),
    _make("yen", "工事の費用", {"": "120,000"}, required=False),
    _make("date", "生年月日", DAY, parts=_parts("date", *_date()), help="例: 昭和 55 年 4 月 1 日"),
    _make("period", "占用する期間", SPAN, parts=_parts("period", *_date("from_"), *_date("to_"))),
    _make("choice", "占用する物の種類", {"": "sign"}, options=PURPOSES),
    _make(
        "choices", "連絡の方法", {"": ["mail"]}, options=HOPES, help="いくつでも選べます。", required=False
    ),
    _make("yes_no", "道路を掘りますか", {"": "no"}),
    _make("address", "住所", LIVES, parts=_parts("address", *ADDRESS)),
    _make("person_name", "氏名", KANA, parts=_parts("person_name", *NAME)),
    _make("phone", "電話番号", {"": "0152-00-0000"}, help="昼間に連絡がつく番号を書いてください。"),
    _make("email", "メールアドレス", {"": "taro@example.jp"}, required=False),
    _make("corporate_number", "法人番号", {"": "8000020015458"}, help="13けたの数字です。", required=False),
    _make("bank_account", "振込先の口座", ACCOUNT, parts=_parts("bank_account", *BANK)),
    _make(
        "file",
        "位置図・平面図",
        {},
        files=(PLAN,),
        params={"max_files": 3, "max_mb": 20, "accept": ".pdf,image/*"},
    ),
    _make(
        "place",
        "占用する場所",
        WHERE,
        parts=_parts("place", *PLACE),
        pin_text="印の位置: 北緯43.911 東経144.664",
    ),
    _make(
        "declaration", "申告", {"": "yes"}, params={"text": "書いたことは事実です。許可の条件を守ります。"}
    ),
    _make("repeat", "看板の一覧", {}, rows=(Row(0, ITEM),), params={"item": "看板"}),
    _make(
        "computed", "占用料の見込み", {"": "12,600"}, params={"unit": "円", "reasons": ["面積 2.5㎡ × 6か月"]}
    ),
)


def _filled(made: Field, typed: Mapping[str, Any]) -> Field:
    chosen = typed.get("")
    keys = chosen if isinstance(chosen, list) else [chosen]
    options = tuple(replace(option, checked=option.key in keys) for option in made.options)
    parts = tuple(replace(part, raw=str(typed.get(part.sub, ""))) for part in made.parts)
    return replace(made, raw=typed, options=options, parts=parts)


def samples(state: str) -> list[Field]:
    """One field of every kind as it looks `empty`, `filled` or in `error` (typed text kept, with message)."""
    made = []
    for blank, typed in SAMPLES:
        if state == "empty":
            made.append(replace(blank, files=(), pin_text=""))
        elif state == "filled":
            made.append(_filled(blank, typed))
        else:
            made.append(_wrong(_filled(blank, typed)))
    return made


def _wrong(filled: Field) -> Field:
    message = f"{filled.label}を確かめて、もう一度書いてください。"
    if not filled.parts:
        return replace(filled, error=message)
    first, *others = filled.parts
    return replace(
        filled, error=message, errors={first.sub: message}, parts=(replace(first, error=message), *others)
    )
