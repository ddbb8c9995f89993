"""Small template tags of the design system: dictionary look-up by sub-name, tones of states, icons."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from yakuba.ui import icons

register = template.Library()

TONES: dict[str, str] = {
    "下書き": "neutral",
    "送信済": "info",
    "受付済": "info",
    "処理中": "info",
    "審査中": "info",
    "決裁中": "info",
    "起案中": "info",
    "回議中": "info",
    "補正待ち": "waiting",
    "差戻し": "waiting",
    "納付待ち": "waiting",
    "決裁待ち": "warning",
    "期限間近": "warning",
    "保留": "warning",
    "期限超過": "danger",
    "申請却下": "danger",
    "返却": "warning",
    "不許可": "danger",
    "却下": "danger",
    "不支給": "danger",
    "否認": "danger",
    "許可": "success",
    "認定": "success",
    "支給": "success",
    "決裁済": "success",
    "納付済": "success",
    "交付済": "success",
    "処理完了": "success",
    "完結": "success",
    "取下げ": "neutral",
    "廃案": "neutral",
}


@register.filter
def tone_of(state_text: object) -> str:
    """The tone in which a state's Japanese word is shown; "neutral" for a word that is not in TONES."""
    return TONES.get(str(state_text).strip(), "neutral")


def _read(thing: object, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


@register.filter
def raw(field: object, sub: str = "") -> Any:
    """What was typed into the control `sub` of a field (a single control has the sub-name ""); else ""."""
    typed = _read(field, "raw")
    value = typed.get(sub) if isinstance(typed, Mapping) else typed
    return "" if value is None else value


@register.filter
def under(parts: Iterable[object] | None, prefix: str) -> list[object]:
    """The parts whose sub-name starts with `prefix` (the two dates of a period)."""
    return [part for part in parts or () if str(_read(part, "sub")).startswith(prefix)]


@register.filter
def ending(parts: Iterable[object] | None, suffixes: str) -> list[object]:
    """The parts whose sub-name ends with one of the comma-separated `suffixes`, in the order of the parts."""
    wanted = tuple(suffixes.split(","))
    return [part for part in parts or () if str(_read(part, "sub")).endswith(wanted)]


@register.filter
def act_key(name: object) -> str:
    """The question's key in a button's value: the html name `q-road.0.place` without its prefix `q-`."""
    return str(name).split("-", 1)[-1]


@register.filter
def absolute(number: object) -> int:
    """A whole number without its sign (days late)."""
    return abs(int(str(number)))


@register.filter
def position(steps: Iterable[object] | None) -> int:
    """The place of the current step, counted from 1; the number of steps if none is current (all done)."""
    listed = list(steps or ())
    return next((at for at, step in enumerate(listed, 1) if _read(step, "state") == "current"), len(listed))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline line icon, see `yakuba.ui.icons`; an unknown name shows the general one."""
    return icons.svg(name if name in icons.SHAPES else "file")
