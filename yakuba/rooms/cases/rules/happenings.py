"""What each event of a case is called: for the staff's timeline, and (where it concerns them) for the
applicant.
"""

from dataclasses import dataclass

from yakuba.ground.languages import marked


@dataclass(frozen=True)
class Happening:
    """Words for one kind of event. An empty `public` is not shown to the applicant."""

    title: str
    public: str = ""
    tone: str = ""


HAPPENINGS: dict[str, Happening] = {
    "case.opened": Happening("到達", marked("申請が町に届きました")),
    "case.accepted": Happening("受付", marked("申請を受け付けました")),
    "case.returned": Happening("返戻", marked("申請をお返ししました"), "danger"),
    "case.looked_at": Happening("内容を開いた"),
    "case.reviewed": Happening("審査の途中を保存"),
    "case.review_done": Happening("審査を終えた"),
    "case.refusal_proposed": Happening("不許可の起案へ", tone="warning"),
    "case.sent_to_review": Happening("審査へ戻した", tone="warning"),
    "case.opinion_given": Happening("合議の回答"),
    "case.consulted": Happening("合議が終わった"),
    "case.inquired": Happening("照会を送った", marked("関係機関に問い合わせをしました")),
    "case.inquiry_answered": Happening("照会の回答"),
    "case.inspection_planned": Happening("現地調査の予定", marked("現地の調査を予定しました")),
    "case.inspected": Happening("現地調査を終えた", marked("現地の調査が終わりました")),
    "case.waited": Happening("時期が来た"),
    "case.correction_asked": Happening("補正を求めた", marked("補正をお願いしました"), "waiting"),
    "case.correction_cancelled": Happening("補正の求めを取り消した", marked("補正のお願いを取り消しました")),
    "case.corrected": Happening("補正された", marked("直した申請が届きました")),
    "case.drafted": Happening("起案"),
    "case.decided": Happening("決裁", tone="success"),
    "case.rejected": Happening("否認", tone="danger"),
    "case.draft_sent_back": Happening("差戻し", tone="warning"),
    "case.draft_pulled_back": Happening("引戻し", tone="warning"),
    "case.assessed": Happening("調定", marked("料金の納付をお願いしました"), "waiting"),
    "case.settled": Happening("納付を確認", marked("料金の納付を確認しました"), "success"),
    "case.issued": Happening("交付", marked("結果の文書を出しました"), "success"),
    "case.letter_made": Happening("文書(PDF)ができた"),
    "case.letter_taken": Happening("申請した人が文書を受け取った", marked("文書を受け取りました")),
    "case.delivered": Happening("文書を渡した", marked("文書をお渡し・発送しました")),
    "case.assigned": Happening("担当を決めた"),
    "case.noted": Happening("メモ・書類を加えた"),
    "counter.posted": Happening("手紙を発送した"),
    "case.withdrawn": Happening("取下げ", marked("申請を取り下げました")),
    "case.closed": Happening("完結", marked("手続が終わりました"), "success"),
}


def happening(kind: str) -> Happening:
    """The words for an event; one this list does not know is shown by its key, so that it is noticed."""
    return HAPPENINGS.get(kind, Happening(kind))
