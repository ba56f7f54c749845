"""Questions that are asked with every act: Django composes each once a process, then only its values change.

Composing a query set costs three times what asking it does; it was half of what a filing cost. Only for what is
asked all day: everything else is an ordinary query set.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

R = TypeVar("R")


class Given(Expression):
    """Stands in a query set for a value that is told when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Question(Generic[R]):
    """A query set with `Given` values; calling it with them gives its rows.

        _NAMED = Question(lambda: Body.objects.filter(code=Given("code")))
        found = _NAMED(code="H49")

    Values go to the database as they are: tell keys, not instances, and never None, which compares otherwise. What a
    value changes in the shape of the question (a list, an order) makes another question.
    """

    def __init__(self, compose: Callable[[], "QuerySet[Any, R]"]) -> None:
        self._compose = compose

    def __call__(self, **values: Any) -> list[R]:
        composed = self._composed
        if values.keys() != composed.names or None in values.values():
            raise TypeError(f"this question wants {sorted(composed.names)}, each with a value: {values}")
        if composed.locks and connection.get_autocommit():
            raise TransactionManagementError("A question that locks belongs into a transaction.")
        told = tuple(values[part.name] if isinstance(part, Given) else part for part in composed.params)
        compiler: Any = copy(composed.compiler)
        compiler.connection, compiler.as_sql = connection, lambda: (composed.sql, told)
        return list(composed.rows(_Asked(compiler)))

    @cached_property
    def _composed(self) -> "_Composed":
        queryset: Any = self._compose()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {part.name for part in params if isinstance(part, Given)}
        return _Composed(
            compiler, sql, params, names, queryset.query.select_for_update, queryset._iterable_class
        )


class _Composed(NamedTuple):
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    names: set[str]
    locks: bool
    rows: Any


class _Asked:
    """What Django's makers of rows want of a query set, with a compiler that has composed already."""

    db = "default"
    _known_related_objects: dict[Any, Any] = {}  # noqa: RUF012

    def __init__(self, compiler: Any) -> None:
        self.query, self._compiler = self, compiler

    def get_compiler(self, *_arguments: Any, **_named: Any) -> Any:
        return self._compiler
