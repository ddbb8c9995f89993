"""A query whose SQL is made once: the ordinary queryset, gate and all, with stand-ins where values will come.

Building the SQL of a wide table anew costs ten times what the database takes for one row of it.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """`build` makes the queryset of the stand-ins; `one` asks it with values in their places.

    Stand-ins are texts and UUIDs that stand nowhere else in the query.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Row]], **stand_ins: str | UUID) -> None:
        self._build = build
        self._stand_ins = stand_ins
        self._made: dict[str, _Made] = {}

    def one(self, **values: str | UUID) -> Row:
        """The one row. Raises the model's DoesNotExist."""
        made = self._made.get(connection.vendor) or self._make()
        row: Row = made.one(values)
        return row

    def _make(self) -> "_Made":
        made = self._made[connection.vendor] = _Made(self._build(**self._stand_ins), self._stand_ins)
        return made


class _Made:
    """The SQL for one kind of database, and how its row becomes a model."""

    def __init__(self, queryset: models.QuerySet[Any], stand_ins: dict[str, str | UUID]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        names = {_bound(value): name for name, value in stand_ins.items()}
        # A name stands for a value to come, a tuple holds one that is always the same.
        self._params = [names.get(param) or (param,) for param in params]
        if missing := set(stand_ins) - {name for name in self._params if isinstance(name, str)}:
            raise ValueError(f"stand-ins not in the query: {sorted(missing)}")
        columns = [column for column, _, _ in compiler.select]
        self._names = [column.target.attname for column in columns]
        self._converters = compiler.get_converters(columns)
        self._model = queryset.model

    def one(self, values: dict[str, str | UUID]) -> Any:
        bound = [_bound(values[name]) if isinstance(name, str) else name[0] for name in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, bound)
            found = cursor.fetchone()
        if found is None:
            raise self._model.DoesNotExist
        row = list(found)
        for at, (converters, expression) in self._converters.items():
            for converter in converters:
                row[at] = converter(row[at], expression, connection)
        return self._model.from_db(connection.alias, self._names, row)


def _bound(value: str | UUID) -> str | UUID:
    """The value as this database is given it."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
