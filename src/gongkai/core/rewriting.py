"""Very many rows written anew in one statement: what is worked out in Python goes back as one table of values.

On PostgreSQL the values are one row source (``unnest``), on SQLite one prepared statement is run for each; either way
a thousand rows cost a few milliseconds. Constraints, triggers and the transaction hold as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def update(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Writes ``rows`` into the columns ``names``: the row's number first, then the values in that order."""
    if not rows:
        return
    key, *fields = _fields(model, ["pk", *names])
    table, number = _quoted(model._meta.db_table), _quoted(key.column)  # noqa: SLF001 - Django's public way to a table's name
    columns = [_quoted(field.column) for field in fields]
    if connection.vendor == "postgresql":
        into = ", ".join(f"{column} = new.{column}" for column in columns)
        source = _unnested([key, *fields])
        sql = f"UPDATE {table} SET {into} FROM {source} WHERE {table}.{number} = new.{number}"  # noqa: S608 - names of columns only
        _run(sql, rows)
    else:
        into = ", ".join(f"{column} = %s" for column in columns)
        sql = f"UPDATE {table} SET {into} WHERE {number} = %s"  # noqa: S608 - names of columns only
        _run(sql, [(*values, pk) for pk, *values in rows])


def lay(
    model: type[Model],
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    same: Sequence[str],
    then: str,
) -> None:
    """Adds ``rows``, with values of the columns ``names``; where a row with the same ``same`` is there, ``then``.

    ``then`` is what follows ``ON CONFLICT (…) DO``: the same words on both databases.
    """
    if not rows:
        return
    fields = _fields(model, names)
    table = _quoted(model._meta.db_table)  # noqa: SLF001
    columns = ", ".join(_quoted(field.column) for field in fields)
    alike = ", ".join(_quoted(field.column) for field in _fields(model, same))
    if connection.vendor == "postgresql":
        source = f"SELECT * FROM {_unnested(fields)}"  # noqa: S608 - names of columns only
    else:
        source = f"VALUES ({', '.join(['%s'] * len(fields))})"
    _run(f"INSERT INTO {table} ({columns}) {source} ON CONFLICT ({alike}) DO {then}", rows)


def _fields(model: type[Model], names: Iterable[str]) -> list[Field[Any, Any]]:
    known = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    key = model._meta.pk  # noqa: SLF001
    assert key is not None
    return [key if name == "pk" else known[name] for name in names]


def _quoted(name: str | None) -> str:
    assert name is not None
    return str(connection.ops.quote_name(name))


def _unnested(fields: Sequence[Field[Any, Any]]) -> str:
    """The values as a table named ``new``: one array for each column."""
    arrays = ", ".join(f"%s::{field.cast_db_type(connection)}[]" for field in fields)
    return f"unnest({arrays}) AS new({', '.join(_quoted(field.column) for field in fields)})"


def _run(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.executemany(sql, _written(rows))


def _written(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """As SQLite keeps them. The same moments come again and again: each is put into words once."""
    words: dict[datetime, Any] = {}
    adapt = connection.ops.adapt_datetimefield_value

    def value(given: Any) -> Any:
        if isinstance(given, datetime):
            if given not in words:
                words[given] = adapt(given)
            return words[given]
        return given.isoformat() if isinstance(given, date) else given

    return [tuple(map(value, row)) for row in rows]
