"""A query whose SQL is made once: the ordinary queryset, gate and all, with stand-ins where values will come.

Building the SQL of a wide table anew costs ten times what the database takes for one row of it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
Value: TypeAlias = str | UUID | date


class _Prepared:
    """`build` makes the queryset of the stand-ins, which stand nowhere else in the query."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], **stand_ins: Value) -> None:
        self._build = build
        self._stand_ins = stand_ins
        self._made: dict[str, _Made] = {}

    @property
    def made(self) -> "_Made":
        found = self._made.get(connection.vendor)
        if found is None:
            found = self._made[connection.vendor] = _Made(self._build(**self._stand_ins), self._stand_ins)
        return found


class Prepared(_Prepared, Generic[Row]):
    """A queryset of whole rows; `one` asks it with values in the places of the stand-ins."""

    def __init__(self, build: Callable[..., models.QuerySet[Row]], **stand_ins: Value) -> None:
        super().__init__(build, **stand_ins)

    def one(self, **values: Value) -> Row:
        """The one row. Raises the model's DoesNotExist."""
        row: Row = self.made.one(values)
        return row


class PreparedValues(_Prepared):
    """A queryset with `values_list`; `rows` asks it with values in the places of the stand-ins."""

    def rows(self, **values: Value) -> list[list[Any]]:
        """All rows, each with the columns in the order in which `values_list` names them."""
        return self.made.rows(values)


class _Made:
    """The SQL for one kind of database, and how its row becomes a model."""

    def __init__(self, queryset: models.QuerySet[Any, Any], stand_ins: dict[str, Value]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        names = {_bound(value): name for name, value in stand_ins.items()}
        # A name stands for a value to come, a tuple holds one that is always the same.
        self._params = [names.get(param) or (param,) for param in params]
        if missing := set(stand_ins) - {name for name in self._params if isinstance(name, str)}:
            raise ValueError(f"stand-ins not in the query: {sorted(missing)}")
        columns = [column for column, _, _ in compiler.select]
        self._names = [getattr(getattr(column, "target", None), "attname", "") for column in columns]
        self._converters = compiler.get_converters(columns)
        self._model = queryset.model

    def one(self, values: dict[str, Value]) -> Any:
        found = self.rows(values)
        if not found:
            raise self._model.DoesNotExist
        return self._model.from_db(connection.alias, self._names, found[0])

    def rows(self, values: dict[str, Value]) -> list[list[Any]]:
        bound = [_bound(values[name]) if isinstance(name, str) else name[0] for name in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, bound)
            found = [list(row) for row in cursor.fetchall()]
        for at, (converters, expression) in self._converters.items():
            for row in found:
                for converter in converters:
                    row[at] = converter(row[at], expression, connection)
        return found


def _bound(value: Value) -> Any:
    """The value as this database is given it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
