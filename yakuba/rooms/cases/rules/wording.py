"""Words of a decision, of faults in an application, and the general 教示. Pure text."""

from collections.abc import Iterable

WORDS: dict[str, tuple[str, str]] = {
    "permit": ("許可", "不許可"),
    "registration": ("登録", "登録しない"),
    "certificate": ("交付", "交付しない"),
    "notification": ("受理", "受理しない"),
    "recognition": ("認定", "却下"),
    "benefit": ("支給", "不支給"),
}


def faults_in_words(faults: Iterable[tuple[str, str, str]]) -> str:
    """What to ask for when an application was taken in with faults (label, message, what stood there)."""
    lines = [
        f"・{label}: {message}" + (f"(書かれていたもの: {written})" if written else "")
        for label, message, written in faults
    ]
    head = "お出しいただいた申請に、足りないところや読み取れないところがありました。"
    return "\n".join([head, *lines]) if lines else ""


def decision_word(effect: str, decision: str) -> str:
    """The word for a decision under a procedure of this effect; "" while nothing is decided."""
    granted, refused = WORDS.get(effect, WORDS["permit"])
    return {"permit": granted, "refuse": refused}.get(decision, "")


def instruction(town: str, authority: str) -> str:
    """教示: how to contest the decision of an authority without a superior (the mayor, a board).

    行政不服審査法第82条・第18条 (three months, one year), 行政事件訴訟法第46条・第14条 (six months, one
    year).
    """
    return (
        f"この処分に不服があるときは、この処分があったことを知った日の翌日から起算して3か月以内に、{authority}に対して"
        "審査請求をすることができます(処分の日の翌日から起算して1年を経過したときは、できません)。"
        f"また、この処分があったことを知った日の翌日から起算して6か月以内に、{town}を被告として({authority}が被告の代表者となります)、"
        "処分の取消しの訴えを提起することができます(処分の日の翌日から起算して1年を経過したときは、できません)。"
        "審査請求をしたときは、これに対する裁決があったことを知った日の翌日から起算して6か月以内に、訴えを提起することができます。"
    )


def matter_kind(procedure_key: str, matter: str, decision: str) -> str:
    """The kind the decision table knows: `road_occupancy.permit`; a refusal is `road_occupancy.refuse`."""
    kind = matter or f"{procedure_key}.permit"
    return kind if decision != "refuse" else f"{kind.rpartition('.')[0] or kind}.refuse"
