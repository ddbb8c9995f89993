"""The states of a case: what the desk counts by, and the words a townsperson sees.

Public words are those of 申請管理システム標準仕様 (総務省, 令和3年9月30日): 送信済, 処理中, 処理完了,
申請却下, 差し戻し, 取下げ, with 納付待ち added for procedures that have a fee.
"""

from enum import StrEnum

from yakuba.ground.languages import marked


class State(StrEnum):
    """Where a case stands, as the desk shows it. The last four are ends."""

    RECEIVED = "received"
    REVIEW = "review"
    CONSULT = "consult"
    INQUIRE = "inquire"
    INSPECT = "inspect"
    WAIT = "wait"
    CORRECTION = "correction"
    DRAFTING = "drafting"
    CIRCULATING = "circulating"
    ASSESSING = "assessing"
    PAYMENT = "payment"
    ISSUE = "issue"
    CLOSING = "closing"
    DONE = "done"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


LABELS: dict[str, str] = {
    State.RECEIVED: "受付待ち",
    State.REVIEW: "審査中",
    State.CONSULT: "合議中",
    State.INQUIRE: "照会中",
    State.INSPECT: "調査中",
    State.WAIT: "時期待ち",
    State.CORRECTION: "補正待ち",
    State.DRAFTING: "起案中",
    State.CIRCULATING: "決裁中",
    State.ASSESSING: "調定待ち",
    State.PAYMENT: "納付待ち",
    State.ISSUE: "交付待ち",
    State.CLOSING: "完結待ち",
    State.DONE: "完結",
    State.REFUSED: "不許可",
    State.RETURNED: "返戻",
    State.WITHDRAWN: "取下げ",
}

ENDS = frozenset({State.DONE, State.REFUSED, State.RETURNED, State.WITHDRAWN})
"""States in which nothing more happens."""

CORRECTABLE = frozenset(
    {State.RECEIVED, State.REVIEW, State.CONSULT, State.INQUIRE, State.INSPECT, State.WAIT, State.DRAFTING}
)
"""States in which the applicant may be asked to correct (行政手続法第7条): nothing has been put to 決裁."""

WITHDRAWABLE = CORRECTABLE | {State.CORRECTION, State.CIRCULATING, State.ASSESSING, State.PAYMENT}
"""States in which an application can still be taken back: no decision has reached the applicant."""

SEND_BACK_FROM = frozenset({State.CONSULT, State.INQUIRE, State.INSPECT, State.WAIT, State.DRAFTING})
"""States from which the section may return to an earlier review."""

_BY_KIND: dict[str, State] = {
    "intake": State.RECEIVED,
    "review": State.REVIEW,
    "consult": State.CONSULT,
    "inquire": State.INQUIRE,
    "inspect": State.INSPECT,
    "wait": State.WAIT,
    "approval": State.DRAFTING,
    "payment": State.ASSESSING,
    "issue": State.ISSUE,
    "close": State.CLOSING,
}


def state_at(kind: str) -> State:
    """The state on entering a step of `kind`. Raises KeyError for a kind the machine does not know."""
    return _BY_KIND[kind]


class PublicState(StrEnum):
    """The words a townsperson sees; the value is the word."""

    SENT = marked("送信済")
    WORKING = marked("処理中")
    CORRECTION = marked("補正待ち")
    PAYMENT = marked("納付待ち")
    DONE = marked("処理完了")
    REFUSED = marked("申請却下")
    RETURNED = marked("返却")
    WITHDRAWN = marked("取下げ")


_PUBLIC: dict[str, PublicState] = {
    State.RECEIVED: PublicState.SENT,
    State.CORRECTION: PublicState.CORRECTION,
    State.PAYMENT: PublicState.PAYMENT,
    State.DONE: PublicState.DONE,
    State.REFUSED: PublicState.REFUSED,
    State.RETURNED: PublicState.RETURNED,
    State.WITHDRAWN: PublicState.WITHDRAWN,
}

PUBLIC_TEXTS: dict[PublicState, str] = {
    PublicState.SENT: marked("町に届いています。担当の係が受付の確認をします。"),
    PublicState.WORKING: marked("担当の係が内容を確認しています。終わるまでお待ちください。"),
    PublicState.CORRECTION: marked(
        "直していただきたいところがあります。内容を確かめて、直して送ってください。"
    ),
    PublicState.PAYMENT: marked("料金の納付をお待ちしています。納付が確認できると次へ進みます。"),
    PublicState.DONE: marked("手続は終わりました。"),
    PublicState.REFUSED: marked("申請のとおりにはできませんでした。理由は町からの通知に書いてあります。"),
    PublicState.RETURNED: marked(
        "申請をお返ししました。理由はお知らせにあります。直して、もう一度申請できます。"
    ),
    PublicState.WITHDRAWN: marked("申請は取り下げられました。"),
}


def public_state(state: str, *, decision: str) -> PublicState:
    """The word a townsperson sees. A decision shows only once it has been issued (state `closing` or an
    end).
    """
    if state == State.CLOSING:
        return PublicState.REFUSED if decision == "refuse" else PublicState.DONE
    return _PUBLIC.get(state, PublicState.WORKING)
