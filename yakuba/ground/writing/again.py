"""Two acts that lock the same rows in another order: PostgreSQL stops one of them, and it is done again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
T = TypeVar("T")
_DEADLOCK = "40P01"


def again(act: Callable[P, T]) -> Callable[P, T]:
    """`act`, done a second time where the first try was stopped because it and another waited for each other
    (nothing of it stands then). Inside a transaction it is that transaction's matter.

    For acts that must lock what others lock in another order: the sending of an application takes its numbers
    before it asks whether the draft still stands, the counter looks at the printed draft first.
    """

    @wraps(act)
    def once_more(*args: P.args, **kwargs: P.kwargs) -> T:
        inside = connection.in_atomic_block
        try:
            return act(*args, **kwargs)
        except OperationalError as problem:
            if inside or not getattr(problem.__cause__, "sqlstate", "") == _DEADLOCK:
                raise
        return act(*args, **kwargs)

    return once_more
