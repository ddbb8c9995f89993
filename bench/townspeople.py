"""Made-up people, places and sentences without end, each found again from its number: for towns of any size.

Nothing is kept in memory; person 17 is the same at every call. Any likeness is chance.
"""

from dataclasses import dataclass
from functools import cache

from seeds.people import TOWNS
from yakuba.rooms.cases.rules.search import normal

# Family names as they stand in registers: the same reading in several characters, rare ones among common ones.
FAMILIES = tuple(
    "高橋 タカハシ,髙橋 タカハシ,山崎 ヤマザキ,山﨑 ヤマザキ,渡辺 ワタナベ,渡邉 ワタナベ,渡邊 ワタナベ,"
    "斎藤 サイトウ,齋藤 サイトウ,斉藤 サイトウ,齊藤 サイトウ,吉田 ヨシダ,𠮷田 ヨシダ,沢田 サワダ,澤田 サワダ,"
    "浜口 ハマグチ,濱口 ハマグチ,広瀬 ヒロセ,廣瀬 ヒロセ,桜井 サクライ,櫻井 サクライ,島田 シマダ,嶋田 シマダ,"
    "長谷川 ハセガワ,佐々木 ササキ,中村 ナカムラ,小林 コバヤシ,加藤 カトウ,伊藤 イトウ,佐藤 サトウ,鈴木 スズキ,"
    "田中 タナカ,山本 ヤマモト,松本 マツモト,井上 イノウエ,木下 キノシタ,林 ハヤシ,清水 シミズ,山口 ヤマグチ,"
    "池田 イケダ,橋本 ハシモト,石川 イシカワ,前田 マエダ,小川 オガワ,岡田 オカダ,後藤 ゴトウ,近藤 コンドウ,"
    "村上 ムラカミ,遠藤 エンドウ,青木 アオキ,坂本 サカモト,福田 フクダ,太田 オオタ,西村 ニシムラ,藤井 フジイ,"
    "金子 カネコ,岡本 オカモト,三浦 ミウラ,中野 ナカノ,原田 ハラダ,松田 マツダ,竹内 タケウチ,上田 ウエダ,"
    "和田 ワダ,森田 モリタ,石田 イシダ,工藤 クドウ,菊地 キクチ,菊池 キクチ,酒井 サカイ,宮崎 ミヤザキ,宮﨑 ミヤザキ,"
    "宮本 ミヤモト,内田 ウチダ,高木 タカギ,髙木 タカギ,安藤 アンドウ,谷口 タニグチ,大野 オオノ,丸山 マルヤマ,"
    "今井 イマイ,河野 コウノ,藤田 フジタ,小野 オノ,武田 タケダ,村田 ムラタ,上野 ウエノ,杉山 スギヤマ,増田 マスダ,"
    "平野 ヒラノ,大塚 オオツカ,千葉 チバ,久保 クボ,松井 マツイ,岩崎 イワサキ,岩﨑 イワサキ,野口 ノグチ,木村 キムラ,"
    "斜里 シャリ,知床 シレトコ,海別 ウナベツ,羅臼 ラウス,朱円 シュエン,峰浜 ミネハマ,以久科 イクシナ".split(",")
)
GIVEN = tuple(
    "花子 ハナコ,太郎 タロウ,さくら サクラ,大地 ダイチ,美月 ミツキ,健 ケン,陽菜 ヒナ,蓮 レン,静江 シズエ,勇 イサム,"
    "千代 チヨ,誠一 セイイチ,結衣 ユイ,翔 ショウ,和子 カズコ,昭 アキラ,凛 リン,悠斗 ユウト,ひなた ヒナタ,みどり ミドリ,"
    "正 タダシ,清 キヨシ,幸子 サチコ,節子 セツコ,洋子 ヨウコ,隆 タカシ,茂 シゲル,実 ミノル,豊 ユタカ,久美子 クミコ,"
    "由美子 ユミコ,恵子 ケイコ,直樹 ナオキ,大輔 ダイスケ,拓也 タクヤ,愛 アイ,彩 アヤ,舞 マイ,葵 アオイ,湊 ミナト,"
    "樹 イツキ,颯太 ソウタ,陸 リク,海斗 カイト,莉子 リコ,芽依 メイ,紬 ツムギ,杏 アン,つばさ ツバサ,あかり アカリ,"
    "敏夫 トシオ,八重子 ヤエコ,ハル ハル,トメ トメ,キヨ キヨ,義雄 ヨシオ,三郎 サブロウ,礼子 レイコ,淳 ジュン,"
    "康平 コウヘイ,真由美 マユミ,慎也 シンヤ,千晴 チハル,遥 ハルカ,一郎 イチロウ,次郎 ジロウ,美咲 ミサキ,七海 ナナミ".split(",")
)
_THINGS = tuple(
    "玄関先の工事用の足場,車庫の前の段差,水道の使用量の表示,玄関のスロープ,介護用のベッド,町営住宅の駐車区画,"
    "保育所の送り迎え,児童手当の振込先の口座,飼い犬の登録と注射,漁港の岸壁の利用,体育館の夜間の利用,図書館の本の配達,"
    "道路の上に出す看板,排水管の取り替え,雪の置き場所,給水管の凍結,家屋のひび割れ,物置の屋根の被害,畑に入る農道,"
    "橋のたもとの電柱,歩道の街路灯,公園の桜の枝,浄化槽の清掃,ごみステーションの囲い,古い井戸の使用,空き家の管理,"
    "墓地の区画の承継,自動車の保管場所,学校給食のアレルギー,通学路の見守り,高齢者の見守り,障がいのある家族の付添い".split(",")
)
_STATES = tuple(
    "工事の都合により,家族の転勤にともない,先月の大雨で傷んだため,高齢の母が退院するので,建物が古くなったため,"
    "隣の土地の所有者と話がついたので,町の案内を見て,前の申請から状況が変わったため,雪で通れなくなることがあり,"
    "子どもが小学校に上がるので,夜間に作業をする必要があり,仕事の時間が変わったため,配管が破れていることが分かり,"
    "地震のあとに点検したところ,近所の人から相談があり,介護の認定が変わったため,住まいを移すことになり,収入が減ったため".split(",")
)
_WISHES = tuple(
    "早めに確認をお願いします,日程の連絡をください,電話は夕方にお願いします,図面を付けました,写真を3枚付けました,"
    "現地を見てもらえると助かります,期間はあとで延びるかもしれません,通行の妨げにならないようにします,"
    "費用の見込みを教えてください,前と同じ内容です,代理の者が窓口に行きます,車いすでも通れる幅を残します,"
    "終わったらすぐに元に戻します,近くの住民には説明をしました,書類が足りないときは知らせてください,"
    "わからないところは空けてあります,届いた書類は郵送でお願いします,印鑑は持って行きます".split(",")
)
_STREETS, _HOUSES = 97, 31
_MIX = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)


@dataclass(frozen=True, slots=True)
class Townsperson:
    """A made-up resident; `number` finds them again."""

    number: int
    family: str
    given: str
    family_kana: str
    given_kana: str
    postcode: str
    town: str
    street: str
    phone: str
    email: str


def mixed(number: int, salt: int) -> int:
    """A number that looks drawn by chance and is the same every time; 32 bits."""
    value = (number + 1) * _MIX[salt % 4] + salt * 0x165667B1
    value = (value ^ (value >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ (value >> 13)) & 0xFFFFFFFF


def townsperson(number: int) -> Townsperson:
    """Person `number`. Common names come oftener than rare ones."""
    family, family_kana = _FAMILIES[_common(mixed(number, 1), len(_FAMILIES))]
    given, given_kana = _GIVEN[_common(mixed(number, 2), len(_GIVEN))]
    place = mixed(number, 3)
    postcode, town = TOWNS[place % len(TOWNS)]
    street = f"{place // 7 % _STREETS + 1}番地{place // 1000 % _HOUSES + 1}"
    phone = f"0152-{place // 31 % 90 + 10}-{mixed(number, 4) % 10000:04d}"
    return Townsperson(
        number, family, given, family_kana, given_kana, postcode, town, street, phone,
        f"townsperson{number}@example.jp",
    )  # fmt: skip


_FAMILIES = tuple(tuple(one.split()) for one in FAMILIES)
_GIVEN = tuple(tuple(one.split()) for one in GIVEN)


def _common(chance: int, size: int) -> int:
    """A place in a list of `size`, its beginning about three times as likely as its end."""
    share = (chance & 0xFFFF) / 0x10000
    return int(size * share * (0.5 + 0.5 * share))


@cache
def _said(kind: tuple[str, ...], at: int) -> tuple[str, str]:
    return kind[at], normal(kind[at])


def words(number: int) -> tuple[str, str]:
    """Two to six sentences of an answer (60 to 220 characters), and the same as the search box compares."""
    plain, compared = [], []
    for at in range(2 + mixed(number, 5) % 5):
        chance = mixed(number * 8 + at, 6)
        parts = (
            _said(_STATES, chance % len(_STATES)),
            _said(_THINGS, chance // 32 % len(_THINGS)),
            _said(_WISHES, chance // 1024 % len(_WISHES)),
        )
        plain.append(f"{parts[0][0]}、{parts[1][0]}について、{parts[2][0]}。")
        compared.append(f"{parts[0][1]}、{parts[1][1]}{_ABOUT}、{parts[2][1]}。")
    return "".join(plain), "".join(compared)


_ABOUT = normal("について")
