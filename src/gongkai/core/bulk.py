"""Many rows of one table at once: what is the same in all of them is prepared once, and the database's own way of
taking rows in is used (``COPY`` on PostgreSQL). Twenty times as fast as making an object of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar, cast

from django.db import connection
from django.db.models import BooleanField, DateField, DateTimeField, Field, JSONField, Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)
_Adapter = Callable[[Any], Any]
#: A statement and the values of its places.
Question: TypeAlias = tuple[str, Sequence[Any]]
#: Moments and days as text.
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(frozen=True, slots=True)
class _Statement:
    """How rows are written in one kind of database."""

    into: str
    #: For row after row; on PostgreSQL for a JSON list of rows.
    insert: str
    #: The values that are the same in all rows, as the database takes them.
    same: tuple[Any, ...]
    #: Place in the row, and what makes of the value there what the database takes.
    adapters: tuple[tuple[int, _Adapter], ...]


class Writer(Generic[M]):
    """Writes rows that differ from ``alike`` in the fields named ``differing`` (names of columns such as ``unit_id``).

    Constraints, triggers and the transaction hold as always; ``save`` and validation are not asked. The key is the
    database's to give, unless it is among ``differing`` (``keys_of``). A writer may be kept and shared by threads.
    """

    def __init__(self, alike: M, differing: Sequence[str]) -> None:
        self._model, self._differing = type(alike), tuple(differing)
        self._names = frozenset(differing)
        self._fields = {field.attname: field for field in alike._meta.concrete_fields}  # noqa: SLF001 - Django's public way to list fields
        self._alike = {name: getattr(alike, name) for name in self._fields}
        self._own = [name for name, value in self._alike.items() if isinstance(value, dict | list)]
        read = attrgetter(*differing)
        self.row: Callable[[M], Any] = read if len(self._names) > 1 else lambda made: (read(made),)
        self._statements: dict[str, _Statement] = {}

    def new(self, **differing: Any) -> M:
        """An object like ``alike`` but for these values, ready to be written: ``Model()`` costs thirty times as much.
        Foreign keys are given by number.
        """
        if not differing.keys() <= self._names:
            raise TypeError(f"Not among what differs: {', '.join(sorted(differing.keys() - self._names))}.")
        made = self._model.__new__(self._model)
        made.__dict__ = {**self._alike, **differing}
        for name in self._own:
            if name not in differing:  # no two objects share a list that could be added to
                made.__dict__[name] = self._alike[name].copy()
        made._state = ModelState()  # noqa: SLF001 - as Django unpickles
        return made

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Writes very many rows: tuples with the values of ``differing``, in that order; days may be ISO text."""
        how = self.statement()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with connection.wrap_database_errors, cursor.copy(f"COPY {how.into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(_adapted(row, how))
            else:
                cursor.executemany(how.insert, [_adapted(row, how) for row in rows])

    def as_json(self, objects: Iterable[M]) -> str:
        """The objects' rows as the statement for PostgreSQL takes them."""
        rows = [dict(zip(self._differing, self.row(each), strict=True)) for each in objects]
        return _encode(rows)

    def statement(self) -> _Statement:
        """The statement for the database in use, prepared once."""
        vendor = connection.vendor
        return self._statements.get(vendor) or self._statements.setdefault(vendor, self._prepared())

    def _prepared(self) -> _Statement:
        quote = connection.ops.quote_name
        differing = [self._fields[name] for name in self._differing]
        columns = [str(field.column) for field in differing]
        same: list[Any] = []
        for name, field in self._fields.items():
            value = self._alike[name]
            # A column left out is NULL: the tables know no other default.
            if name not in self._names and not field.primary_key and value is not None:
                columns.append(str(field.column))
                adapt = _adapter(field)
                same.append(adapt(value) if adapt else field.get_db_prep_save(value, connection))
        into = f"{quote(self._model._meta.db_table)} ({', '.join(map(quote, columns))})"  # noqa: SLF001
        places = ", ".join(["%s"] * len(columns))
        values = f"VALUES ({places})"
        if connection.vendor == "postgresql":
            # Written out: what is asked again and again has few places to fill.
            compose = cast(Any, connection.ops).compose_sql
            fixed = (compose("%s", [value]).replace("%", "%%") for value in same)
            typed = ", ".join(f"{quote(field.attname)} {field.db_type(connection)}" for field in differing)
            wanted = [*(f"r.{quote(field.attname)}" for field in differing), *fixed]
            values = f"SELECT {', '.join(wanted)} FROM json_to_recordset(%s::json) AS r ({typed})"  # noqa: S608
        adapters = [(at, adapt) for at, field in enumerate(differing) if (adapt := _adapter(field))]
        return _Statement(into, f"INSERT INTO {into} {values}", tuple(same), tuple(adapters))


def write_together(
    *many: tuple[Writer[Any], Sequence[Model]], last: Question | None = None
) -> list[tuple[Any, ...]]:
    """Writes objects made by ``new``, table after table, and gives the rows ``last`` answers; PostgreSQL gets all of
    it in one message.
    """
    wanted = [(writer.statement(), writer, objects) for writer, objects in many if objects]
    asked = (last,) if last else ()
    if connection.vendor == "postgresql":
        rows = [(how.insert, [writer.as_json(objects)]) for how, writer, objects in wanted]
        answers = ask(*rows, *asked)
    else:
        with connection.cursor() as cursor:
            for how, writer, objects in wanted:
                cursor.executemany(how.insert, [_adapted(writer.row(each), how) for each in objects])
        answers = ask(*asked)
    alias = connection.alias
    for _, _, objects in wanted:
        for each in objects:
            each._state.adding, each._state.db = False, alias  # noqa: SLF001
    return answers[-1] if last else []


def ask(*questions: Question) -> list[list[tuple[Any, ...]]]:
    """Asks statement after statement and gives the rows of each; PostgreSQL gets them in one message."""
    answers: list[list[tuple[Any, ...]]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and questions:
            together = "; ".join(sql for sql, _ in questions)
            cursor.execute(together, [value for _, values in questions for value in values])
            answers.append(cursor.fetchall() if cursor.description else [])
            while cursor.nextset():
                answers.append(cursor.fetchall() if cursor.description else [])
            return answers
        for sql, values in questions:
            cursor.execute(sql, values)
            answers.append(cursor.fetchall())
    return answers


def _adapted(row: tuple[Any, ...], how: _Statement) -> list[Any]:
    values = [*row, *how.same]
    for at, adapt in how.adapters:
        value = values[at]
        if value is not None:
            values[at] = adapt(value)
    return values


def _adapter(field: Field[Any, Any]) -> _Adapter | None:
    """What makes of a value what the database takes, where that is not the value itself."""
    if isinstance(field, JSONField):
        return json.dumps  # JSON as text is taken by both databases
    if connection.vendor == "sqlite":
        if isinstance(field, BooleanField):
            return int
        if isinstance(field, DateTimeField):
            return _moment
        if isinstance(field, DateField):
            return str
    return None


@lru_cache(maxsize=64)
def _moment(value: datetime) -> Any:
    """Many rows share a moment."""
    return connection.ops.adapt_datetimefield_value(value)


def among(values: Collection[Any]) -> str:
    """The places of a list of values: ``IN (%s, %s)``."""
    return f"IN ({', '.join(['%s'] * len(values))})"


def keys_of(model: type[Model], count: int) -> Question:
    """Asks for the keys of ``count`` rows to be written in this transaction: a row for each."""
    table, key = model._meta.db_table, model._meta.pk.column  # noqa: SLF001
    if connection.vendor == "postgresql":
        sql = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        return sql, (table, key, count)
    # Never a key that was there before: SQLite remembers the last one of a table (AUTOINCREMENT), and this transaction
    # holds the whole database.
    sql = (
        "WITH RECURSIVE taken (key) AS (SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0) + 1"
        " UNION ALL SELECT key + 1 FROM taken LIMIT %s) SELECT key FROM taken"
    )
    return sql, (table, count)
