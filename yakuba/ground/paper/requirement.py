"""A stored condition in plain Japanese, for a form that cannot hide anything: 問1が「開始」のとき."""

from typing import Any

from yakuba.ground.catalogue.definition import Json
from yakuba.ground.catalogue.trace import Wording, plain_words

QUESTION = "問"
"""What numbered questions are called on the form."""
OTHERWISE = "役場の案内で求められたとき"
_COMPARED = {
    "===": "が{}", "!==": "が{}以外", ">=": "が{}以上", "<=": "が{}以下", ">": "が{}より大きい",
    "<": "が{}より小さい", "before": "が{}より前", "after": "が{}より後", "on_or_before": "が{}以前",
    "on_or_after": "が{}以後",
}  # fmt: skip


def requirement(rule: Json, wording: Wording) -> str:
    """When a question is to be answered, as a phrase ending in とき; "" for a rule that always holds.

    What has no short wording (a computation) is said as `OTHERWISE`, never left out.
    """
    if rule is None or rule is True:
        return ""
    said = _said(rule, wording)
    return f"{said}とき" if said else OTHERWISE


def _said(rule: Json, wording: Wording) -> str:
    """The phrase without とき, "" where it cannot be said."""
    if not isinstance(rule, dict) or len(rule) != 1:
        return ""
    name, values = next(iter(rule.items()))
    parts = values if isinstance(values, list) else [values]
    if name in ("and", "or"):
        return _joined("、かつ、" if name == "and" else "、または、", _told(name, parts), wording)
    if name == "answered":
        path = _path(parts[0])
        return f"{_name(path, wording)}を書いた" if path else ""
    if name == "!" and isinstance(parts[0], dict) and "answered" in parts[0]:
        path = _path(parts[0]["answered"])
        return f"{_name(path, wording)}を書かない" if path else ""
    if name == "in" and len(parts) == 2:
        return _among(parts, wording)
    return _compared(name, parts, wording)


def _told(name: str, parts: list[Any]) -> list[Any]:
    """A guard (is answered) beside a comparison says nothing that the comparison does not say better."""
    if name == "or" or len(parts) < 2:
        return parts
    return [part for part in parts if not (isinstance(part, dict) and "answered" in part)] or parts


def _joined(between: str, parts: list[Any], wording: Wording) -> str:
    said = [_said(part, wording) for part in parts]
    return between.join(dict.fromkeys(said)) if all(said) else ""


def _among(parts: list[Any], wording: Wording) -> str:
    left, right = parts
    if isinstance(right, list) and (path := _path(left)):
        return f"{_name(path, wording)}が{'・'.join(wording.say(path, one) for one in right)}"
    if (path := _path(right)) and not isinstance(left, dict):
        return f"{_name(path, wording)}で{wording.say(path, left)}をえらんだ"
    return ""


def _compared(name: str, parts: list[Any], wording: Wording) -> str:
    if name not in _COMPARED or len(parts) != 2:
        return ""
    path = _path(parts[0])
    if not path:
        return ""
    right = parts[1]
    if isinstance(right, dict):
        other = _path(right)
        shown = _name(other, wording) if other else ""
    else:
        shown = wording.say(path, right)
    shown = shown or plain_words(right)
    return f"{_name(path, wording)}{_COMPARED[name].format(shown)}の"


def _name(path: str, wording: Wording) -> str:
    """問3 as it stands, a label set off."""
    label = wording.label(path)
    return label if label.startswith(QUESTION) else f"「{label}」"


def _path(side: Json) -> str:
    if isinstance(side, list) and len(side) == 1:
        return _path(side[0])
    if isinstance(side, dict) and set(side) == {"var"}:
        found = side["var"]
        found = found[0] if isinstance(found, list) and found else found
        return found if isinstance(found, str) else ""
    return ""
