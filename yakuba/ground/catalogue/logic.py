"""JSON Logic: a rule is JSON, its value is computed here, and nowhere is text run as a program.

The meaning is that of the common subset, measured by the public compatible suite (tests/vectors).
Evaluation is
total: whatever the data, it ends with a value; arithmetic that has no result is null. An operator nobody
defined is an error, since a definition that holds one must not be in use. Own operators: `operators.py`.
"""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from itertools import pairwise
from typing import Any

Json = Any
Operator = Callable[[Any, Any, "Evaluate"], Any]
Evaluate = Callable[[Any, Any], Any]

_MOST_BITS = 256
"""Beyond this a whole number is no amount of anything, and arithmetic on it would only cost time."""


class LogicError(ValueError):
    """The rule itself is broken: an unknown operator or a node of a wrong shape."""


def truthy(value: Any) -> bool:
    """JSON Logic's truth: an empty list is false, the text "0" is true."""
    if isinstance(value, list | tuple | str | Mapping):
        return len(value) > 0 if not isinstance(value, Mapping) else True
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value)


def number(value: Any) -> int | float | Decimal | None:
    """The value as a number, None when it is none (never NaN); null is 0 as in the common subset."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _number_of_text(value)
    if isinstance(value, list):
        return number(value[0]) if len(value) == 1 else (0 if not value else None)
    return None


def _number_of_text(text: str) -> int | Decimal | None:
    text = text.strip()
    if not text:
        return 0
    if len(text) > 60 or not text.isascii():
        return None
    try:
        found = Decimal(text)
    except DecimalException:
        return None
    if not found.is_finite() or abs(found.adjusted()) > 60:
        return None
    return int(found) if found == found.to_integral_value() else found


def _pair(left: Any, right: Any) -> tuple[Any, Any] | None:
    first, second = number(left), number(right)
    if first is None or second is None:
        return None
    return _same_kind(first, second)


def _same_kind(first: Any, second: Any) -> tuple[Any, Any]:
    if isinstance(first, Decimal) and isinstance(second, float):
        return first, Decimal(repr(second))
    if isinstance(first, float) and isinstance(second, Decimal):
        return Decimal(repr(first)), second
    return first, second


def strict_equal(left: Any, right: Any) -> bool:
    """`===`: same type and same value; all numbers are one type."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal):
        first, second = _same_kind(left, right)
        return bool(first == second)
    return type(left) is type(right) and bool(left == right)


def _soft_equal(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, list | dict) and isinstance(right, list | dict):
        return left is right
    pair = _pair(left, right)
    return pair is not None and bool(pair[0] == pair[1])


def _ordered(left: Any, right: Any, test: Callable[[Any, Any], bool]) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return test(left, right)
    pair = _pair(left, right)
    return pair is not None and test(*pair)


def _chain(test: Callable[[Any, Any], bool]) -> Operator:
    def run(values: Any, data: Any, evaluate: Evaluate) -> bool:
        found = [evaluate(value, data) for value in _list(values)]
        return len(found) > 1 and all(_ordered(left, right, test) for left, right in pairwise(found))

    return run


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _evaluated(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    """The operands: those listed, or, when one operand yields a list, that list."""
    if isinstance(values, list):
        return [evaluate(value, data) for value in values]
    return _list(evaluate(values, data))


def look_up(path: Any, data: Any, default: Any = None) -> Any:
    """What `var` finds at a dotted path; `default` where there is nothing."""
    if path is None or path == "" or path == []:
        return data
    found = data
    for part in str(path).split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list | str) and part.isascii() and part.isdigit():
            place = int(part)
            found = found[place] if place < len(found) else None
        else:
            return default
        if found is None:
            return default
    return found


def _var(values: Any, data: Any, evaluate: Evaluate) -> Any:
    parts = _evaluated(values, data, evaluate)
    path = parts[0] if parts else ""
    return look_up(path, data, parts[1] if len(parts) > 1 else None)


def _missing(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    names = _evaluated(values, data, evaluate)
    if names and isinstance(names[0], list):
        names = names[0]
    return [name for name in names if look_up(name, data) in (None, "")]


def _missing_some(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    need, names = [*_evaluated(values, data, evaluate), None, None][:2]
    names = _list(names) if names is not None else []
    absent = _missing(list(names), data, evaluate)
    return [] if len(names) - len(absent) >= (number(need) or 0) else absent


def _if(values: Any, data: Any, evaluate: Evaluate) -> Any:
    parts = _list(values)
    for place in range(0, len(parts) - 1, 2):
        if truthy(evaluate(parts[place], data)):
            return evaluate(parts[place + 1], data)
    return evaluate(parts[-1], data) if len(parts) % 2 else None


def _and(values: Any, data: Any, evaluate: Evaluate) -> Any:
    found: Any = None
    for value in _list(values):
        found = evaluate(value, data)
        if not truthy(found):
            return found
    return found


def _or(values: Any, data: Any, evaluate: Evaluate) -> Any:
    found: Any = None
    for value in _list(values):
        found = evaluate(value, data)
        if truthy(found):
            return found
    return found


def _first(values: Any, data: Any, evaluate: Evaluate) -> Any:
    if isinstance(values, list):
        return evaluate(values[0], data) if values else None
    return evaluate(values, data)


def _numbers(values: Any, data: Any, evaluate: Evaluate) -> list[Any] | None:
    found = [number(value) for value in _evaluated(values, data, evaluate)]
    return None if any(one is None for one in found) else found


def _fold(step: Callable[[Any, Any], Any], start: Any) -> Operator:
    def run(values: Any, data: Any, evaluate: Evaluate) -> Any:
        found = _numbers(values, data, evaluate)
        if found is None:
            return None
        total = start
        for one in found:
            total = _computed(step, total, one)
            if total is None:
                return None
        return total

    return run


def _minus(values: Any, data: Any, evaluate: Evaluate) -> Any:
    found = _numbers(values, data, evaluate)
    if not found:
        return None
    if len(found) == 1:
        return -found[0]
    return _computed(lambda left, right: left - right, found[0], found[1])


def _divide(values: Any, data: Any, evaluate: Evaluate) -> Any:
    found = _numbers(values, data, evaluate)
    if not found or len(found) < 2 or found[1] == 0:
        return None
    left, right = found[0], found[1]
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return _computed(lambda above, below: above / below, left, right)


def _modulo(values: Any, data: Any, evaluate: Evaluate) -> Any:
    found = _numbers(values, data, evaluate)
    if not found or len(found) < 2 or found[1] == 0:
        return None
    size = _computed(lambda left, right: abs(left) % abs(right), found[0], found[1])
    return size if size is None or found[0] >= 0 else -size


def _extreme(pick: Callable[[list[Any]], Any]) -> Operator:
    def run(values: Any, data: Any, evaluate: Evaluate) -> Any:
        found = _numbers(values, data, evaluate)
        return pick(found) if found else None

    return run


def _computed(step: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """One step of arithmetic; null where it has no result or one too large to be meant."""
    try:
        result = step(*_same_kind(left, right))
    except (ArithmeticError, DecimalException):
        return None
    if isinstance(result, float) and not math.isfinite(result):
        return None
    return None if isinstance(result, int) and result.bit_length() > _MOST_BITS else result


def _in(values: Any, data: Any, evaluate: Evaluate) -> bool:
    parts = [evaluate(value, data) for value in _list(values)]
    if len(parts) < 2:
        return False
    if isinstance(parts[1], str):
        return isinstance(parts[0], str) and parts[0] in parts[1]
    return isinstance(parts[1], list) and any(strict_equal(parts[0], one) for one in parts[1])


def text(value: Any) -> str:
    """A value as JSON Logic joins it into text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join(text(one) for one in value)
    return str(value)


def _cat(values: Any, data: Any, evaluate: Evaluate) -> str:
    return "".join(text(value) for value in _evaluated(values, data, evaluate))


def _place(value: Any) -> int:
    """A place in text; a place further than any text reaches is as good as its end."""
    found = number(value) or 0
    return int(max(min(found, 1_000_000_000), -1_000_000_000))


def _substr(values: Any, data: Any, evaluate: Evaluate) -> str:
    parts = [evaluate(value, data) for value in _list(values)]
    source = text(parts[0] if parts else "")
    start = _place(parts[1]) if len(parts) > 1 else 0
    rest = source[start:] if start >= 0 else source[max(len(source) + start, 0) :]
    if len(parts) < 3:
        return rest
    length = _place(parts[2])
    return rest[:length]


def _merge(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    joined: list[Any] = []
    for value in _list(values):
        joined.extend(_list(evaluate(value, data)))
    return joined


def _items(values: Any, data: Any, evaluate: Evaluate) -> tuple[list[Any], Any]:
    parts = _list(values)
    found = evaluate(parts[0], data) if parts else None
    return (found if isinstance(found, list) else []), (parts[1] if len(parts) > 1 else None)


def _map(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    items, rule = _items(values, data, evaluate)
    return [evaluate(rule, item) for item in items]


def _filter(values: Any, data: Any, evaluate: Evaluate) -> list[Any]:
    items, rule = _items(values, data, evaluate)
    return [item for item in items if truthy(evaluate(rule, item))]


def _reduce(values: Any, data: Any, evaluate: Evaluate) -> Any:
    items, rule = _items(values, data, evaluate)
    parts = _list(values)
    total = evaluate(parts[2], data) if len(parts) > 2 else None
    for item in items:
        total = evaluate(rule, {"current": item, "accumulator": total})
    return total


def _all(values: Any, data: Any, evaluate: Evaluate) -> bool:
    items, rule = _items(values, data, evaluate)
    return bool(items) and all(truthy(evaluate(rule, item)) for item in items)


def _some(values: Any, data: Any, evaluate: Evaluate) -> bool:
    items, rule = _items(values, data, evaluate)
    return any(truthy(evaluate(rule, item)) for item in items)


def _none(values: Any, data: Any, evaluate: Evaluate) -> bool:
    return not _some(values, data, evaluate)


def _equality(test: Callable[[Any, Any], bool], *, wanted: bool = True) -> Operator:
    def run(values: Any, data: Any, evaluate: Evaluate) -> bool:
        parts = [evaluate(value, data) for value in _list(values)]
        return len(parts) > 1 and test(parts[0], parts[1]) is wanted

    return run


STANDARD: dict[str, Operator] = {
    "var": _var, "missing": _missing, "missing_some": _missing_some,
    "if": _if, "?:": _if, "and": _and, "or": _or,
    "!": lambda values, data, evaluate: not truthy(_first(values, data, evaluate)),
    "!!": lambda values, data, evaluate: truthy(_first(values, data, evaluate)),
    "===": _equality(strict_equal), "!==": _equality(strict_equal, wanted=False),
    "==": _equality(_soft_equal), "!=": _equality(_soft_equal, wanted=False),
    "<": _chain(lambda a, b: bool(a < b)), "<=": _chain(lambda a, b: bool(a <= b)),
    ">": _chain(lambda a, b: bool(a > b)), ">=": _chain(lambda a, b: bool(a >= b)),
    "+": _fold(lambda a, b: a + b, 0), "*": _fold(lambda a, b: a * b, 1), "-": _minus,
    "/": _divide, "%": _modulo, "max": _extreme(max), "min": _extreme(min),
    "in": _in, "cat": _cat, "substr": _substr, "merge": _merge,
    "map": _map, "filter": _filter, "reduce": _reduce, "all": _all, "some": _some, "none": _none,
}  # fmt: skip
