"""The fictional people of the sample town. Any likeness is chance; no real person's data is used anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password

from yakuba.ground import town
from yakuba.ground.access.actor import Actor, staff_actor
from yakuba.ground.calendar import clock
from yakuba.ground.journal.signature import By
from yakuba.ground.people import arrange, read
from yakuba.ground.people.models import Account

PASSWORD = "yakuba-demo"  # noqa: S105  (of the demo, shown on its sign-in page)
BY = By(actor="system:seeds")

# sign-in name, post, name, kana
STAFF = (
    ("kanri", "construction_road.clerk", "佐久間 涼", "サクマ リョウ"),
    ("kakaricho", "construction_road.chief", "三浦 恵", "ミウラ メグミ"),
    ("kacho", "construction.head", "大沢 誠", "オオサワ マコト"),
    ("kankyo", "environment_life.clerk", "西野 葵", "ニシノ アオイ"),
    ("kankyo-kakaricho", "environment_life.chief", "工藤 修", "クドウ オサム"),
    ("kankyo-kacho", "environment.head", "松原 静", "マツバラ シズカ"),
    ("suido", "water_service.clerk", "堀 拓海", "ホリ タクミ"),
    ("suido-kakaricho", "water_service.chief", "今井 直子", "イマイ ナオコ"),
    ("suido-kacho", "water.head", "長谷 実", "ハセ ミノル"),
    ("bosai", "general_affairs_disaster.clerk", "遠山 楓", "トオヤマ カエデ"),
    ("bosai-kakaricho", "general_affairs_disaster.chief", "白石 悟", "シライシ サトル"),
    ("somu-kacho", "general_affairs.head", "桜庭 由紀", "サクラバ ユキ"),
    ("jumin", "residents_desk.clerk", "北川 望", "キタガワ ノゾミ"),
    ("jumin-kakaricho", "residents_desk.chief", "南 一樹", "ミナミ カズキ"),
    ("jumin-kacho", "residents.head", "川端 圭", "カワバタ ケイ"),
    ("jido", "children_allowance.clerk", "水野 香", "ミズノ カオリ"),
    ("jido-kakaricho", "children_allowance.chief", "安西 進", "アンザイ ススム"),
    ("hoiku", "children_childcare.clerk", "市川 光", "イチカワ ヒカル"),
    ("hoiku-kakaricho", "children_childcare.chief", "上原 忍", "ウエハラ シノブ"),
    ("kodomo-kacho", "children.head", "江口 明", "エグチ アキラ"),
    ("kaigo", "welfare_care.clerk", "奥山 梢", "オクヤマ コズエ"),
    ("kaigo-kakaricho", "welfare_care.chief", "片桐 透", "カタギリ トオル"),
    ("kenko", "welfare_health.clerk", "木村 泉", "キムラ イズミ"),
    ("kenko-kakaricho", "welfare_health.chief", "熊谷 順", "クマガイ ジュン"),
    ("hoken-kacho", "welfare.head", "小松 緑", "コマツ ミドリ"),
    ("shokuin", "general_affairs_staff.clerk", "斎木 潤", "サイキ ジュン"),
    ("shokuin-kakaricho", "general_affairs_staff.chief", "島 美保", "シマ ミホ"),
    ("keiyaku", "general_affairs_contract.clerk", "須藤 歩", "スドウ アユム"),
    ("keiyaku-kakaricho", "general_affairs_contract.chief", "関口 豊", "セキグチ ユタカ"),
    ("senkyo", "election_office.clerk", "園田 薫", "ソノダ カオル"),
    ("senkyo-kakaricho", "election_office.chief", "田端 要", "タバタ カナメ"),
    ("senkyo-kyokucho", "election.head", "千葉 稔", "チバ ミノル"),
    ("tosho", "education_library.clerk", "津田 文", "ツダ アヤ"),
    ("tosho-kakaricho", "education_library.chief", "寺井 栞", "テライ シオリ"),
    ("shakyo", "education_culture.clerk", "戸田 陸", "トダ リク"),
    ("shakyo-kakaricho", "education_culture.chief", "永井 響", "ナガイ ヒビキ"),
    ("kyoiku-kacho", "education.head", "西村 学", "ニシムラ マナブ"),
    ("kowan", "fisheries_port.clerk", "沼田 渉", "ヌマタ ワタル"),
    ("kowan-kakaricho", "fisheries_port.chief", "根岸 汐", "ネギシ シオ"),
    ("suisan-kacho", "fisheries.head", "野口 巌", "ノグチ イワオ"),
    ("zeimu", "tax_residents.clerk", "浜田 律", "ハマダ リツ"),
    ("zeimu-kakaricho", "tax_residents.chief", "平井 環", "ヒライ タマキ"),
    ("zeimu-kacho", "tax.head", "藤野 直", "フジノ ナオ"),
    ("tokei", "planning_statistics.clerk", "星 千秋", "ホシ チアキ"),
    ("tokei-kakaricho", "planning_statistics.chief", "牧 健吾", "マキ ケンゴ"),
    ("kikaku-kacho", "planning.head", "村井 望", "ムライ ノゾム"),
    ("kenchiku", "construction_building.clerk", "森 匠", "モリ タクミ"),
    ("kenchiku-kakaricho", "construction_building.chief", "柳田 塁", "ヤナギダ ルイ"),
    ("suito", "accounting_cash.cashier", "矢野 千尋", "ヤノ チヒロ"),
    ("suito-kakaricho", "accounting_cash.chief", "古賀 学", "コガ マナブ"),
    ("kaikei-kacho", "accounting.head", "原 久美", "ハラ クミ"),
    ("dx", "general_affairs_digital.admin", "森下 空", "モリシタ ソラ"),
    ("dx-kakaricho", "general_affairs_digital.chief", "黒田 渚", "クロダ ナギサ"),
    ("fukuchocho", "deputy_mayor", "架空 副", "カクウ フク"),
    ("chocho", "mayor", "架空 長", "カクウ オサ"),
)

FAMILIES = (
    "斜里 シャリ", "知床 シレトコ", "海別 ウナベツ", "羅臼 ラウス",
    "朱円 シュエン", "峰浜 ミネハマ", "越川 コシカワ",
    "以久科 イクシナ", "髙橋 タカハシ", "山﨑 ヤマザキ", "渡邉 ワタナベ",
    "𠮷田 ヨシダ", "中村 ナカムラ", "小林 コバヤシ",
    "青葉 アオバ", "港 ミナト", "日の出 ヒノデ", "文光 ブンコウ", "前浜 マエハマ", "光陽 コウヨウ",
)  # fmt: skip
GIVEN = (
    "花子 ハナコ", "太郎 タロウ", "さくら サクラ", "大地 ダイチ", "美月 ミツキ", "健 ケン",
    "陽菜 ヒナ", "蓮 レン", "静江 シズエ",
    "勇 イサム", "千代 チヨ", "誠一 セイイチ", "結衣 ユイ", "翔 ショウ", "和子 カズコ",
    "昭 アキラ", "凛 リン", "悠斗 ユウト",
)  # fmt: skip
TOWNS = (
    ("099-4113", "本町"),
    ("099-4117", "青葉町"),
    ("099-4112", "港町"),
    ("099-4116", "文光町"),
    ("099-4355", "ウトロ東"),
)


@dataclass(frozen=True)
class Person:
    """A resident of the sample town."""

    name: dict[str, str]
    address: dict[str, str]
    phone: str
    email: str
    resident_id: UUID | None = None


def employ_everyone(*, since: date) -> None:
    """The organisation of the town's own table, and one fictional person for each post of STAFF."""
    forget()
    arrange.arrange_organization(town.read("organization"), by=BY)
    for login, post_key, name, kana in STAFF:
        staff_id = arrange.employ(login=login, password=None, name=name, kana=kana, by=BY)
        arrange.assign(staff_id=staff_id, post_key=post_key, starts_on=since, by=BY)
    _open_to_all([login for login, *_ in STAFF])


def _open_to_all(logins: Sequence[str]) -> None:
    """Everybody of the sample has the same password, so it is made ready once, not once for each of them."""
    Account.objects.filter(login__in=logins).update(password=_made_ready())


@cache
def _made_ready() -> str:
    return make_password(PASSWORD)


def forget() -> None:
    """Ask again who holds which post: another town stands in the database now."""
    _at_post.cache_clear()
    _of_section.cache_clear()


def somebody(chance: Random, number: int) -> Person:
    """A made-up resident; about every seventh has no e-mail address."""
    family, family_kana = chance.choice(FAMILIES).split()
    given, given_kana = chance.choice(GIVEN).split()
    postcode, place = chance.choice(TOWNS)
    return Person(
        name={"family": family, "given": given, "family_kana": family_kana, "given_kana": given_kana},
        address={
            "postcode": postcode,
            "prefecture": "北海道",
            "city": "斜里郡斜里町",
            "town": place,
            "street": f"{chance.randint(1, 60)}番地{chance.randint(1, 20)}",
            "building": "",
        },
        phone=f"0152-00-{number % 10000:04d}",
        email="" if number % 7 == 0 else f"resident{number}@example.jp",
    )


def registered(person: Person) -> Person:
    """The person with an account of their own (password: the demo's)."""
    resident_id = arrange.register_resident(email=person.email, password=None, **person.name)
    _open_to_all([person.email])
    arrange.prove_address(Account.objects.get(login=person.email), keep_password=True)
    return Person(person.name, person.address, person.phone, person.email, resident_id)


def holder_of(post_key: str) -> Actor:
    """Whoever holds the post now, signed in for the day."""
    return _at_post(post_key, clock.today())


def clerk_of(section: str) -> Actor:
    """Someone of the section who works on its matters: its clerk first."""
    return _of_section(section, clock.today())


@cache
def _at_post(post_key: str, day: date) -> Actor:
    return _signed_in(read.holders(post_key, day)[0], day)


@cache
def _of_section(section: str, day: date) -> Actor:
    return _signed_in(min(read.holders_by_section(section, day), key=lambda ref: ref.rank), day)


def _signed_in(who: read.StaffRef, day: date) -> Actor:
    return staff_actor(who.id, who.name, day=day, assurance="password")
