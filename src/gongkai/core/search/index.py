"""Writes the index, always in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from gongkai.core.search import tokens, vocabulary
from gongkai.core.search.engine import engine, run
from gongkai.core.search.values import Entry, Row

_BATCH = 500


def put(entry: Entry) -> None:
    """Brings ``entry`` into the index, in place of what stood there under its kind and key."""
    with transaction.atomic():
        remove(entry.kind, entry.key)
        row = tokens.row(entry, _kind_number(entry.kind))
        engine().insert([row])
        vocabulary.learn([row])


def put_all(kind: str, entries: Iterable[Entry]) -> int:
    """Brings many of a kind into the index in batches, as ``put`` does one; what else is there is not touched.

    Gives how many. Raises ``IntegrityError`` where two of one batch have the same key, and leaves the index as it was.
    """
    number_of_entries = 0
    seen: dict[str, bool] = {}
    with transaction.atomic():
        kind_number = _kind_number(kind)
        for rows in _batches(entries, kind_number):
            _erase(kind, [row.entry.key for row in rows])
            engine().insert(rows)
            vocabulary.learn(rows, seen)
            number_of_entries += len(rows)
    return number_of_entries


def remove(kind: str, key: int) -> None:
    """Takes a thing out of the index; one that is not there is no error."""
    _erase(kind, [key])


def _erase(kind: str, keys: Sequence[int]) -> None:
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM core_search_entry WHERE kind = %s AND key IN ({marks})",  # noqa: S608 - marks only
            [kind, *keys],
        )
        ids = [number for (number,) in cursor.fetchall()]
    if ids:
        with transaction.atomic():
            engine().erase(ids)


def rebuild(kind: str, entries: Iterable[Entry]) -> int:
    """Indexes everything of ``kind`` anew from ``entries``, in batches. Gives how many.

    Quickest when ``entries`` come in the order of their days. Raises ``IntegrityError`` where two of them
    have the same key, and leaves the index as it was.
    """
    number_of_entries = 0
    seen: dict[str, bool] = {}
    with transaction.atomic():
        alone = _forget(kind)
        if alone:
            run(engine().BEFORE_LOAD)
        kind_number = _kind_number(kind)
        for rows in _batches(entries, kind_number):
            engine().insert(rows)
            vocabulary.learn(rows, seen)
            number_of_entries += len(rows)
        if alone:
            run(engine().AFTER_LOAD)
    return number_of_entries


def empty() -> None:
    """Empties the whole index and what it learnt of words."""
    with transaction.atomic():
        run(engine().EMPTY)


def _forget(kind: str) -> bool:
    """Takes everything of ``kind`` out; True where nothing else is left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM core_search_entry WHERE kind <> %s LIMIT 1", [kind])
        alone = cursor.fetchone() is None
        if not alone:
            cursor.execute("SELECT id FROM core_search_entry WHERE kind = %s", [kind])
            ids = [number for (number,) in cursor.fetchall()]
            engine().erase(ids)
    if alone:
        run(engine().EMPTY)
    return alone


def _kind_number(kind: str) -> int:
    """The number of ``kind``, given on its first use. Raises ``ValueError`` where all numbers are given away."""
    with connection.cursor() as cursor:
        for _ in range(tokens.MAX_KINDS + 1):  # another writer may give the same number at the same time
            cursor.execute("SELECT number FROM core_search_kind WHERE name = %s", [kind])
            if found := cursor.fetchone():
                return int(found[0])
            cursor.execute(
                "INSERT INTO core_search_kind (number, name) "
                "SELECT coalesce(max(number) + 1, 0), %s FROM core_search_kind WHERE number <= %s "
                "HAVING count(*) <= %s ON CONFLICT DO NOTHING",
                [kind, tokens.MAX_KINDS, tokens.MAX_KINDS],
            )
    raise ValueError(f"The search index holds at most {tokens.MAX_KINDS + 1} kinds of thing.")


def _batches(entries: Iterable[Entry], kind_number: int) -> Iterator[list[Row]]:
    remaining = iter(entries)
    while batch := [tokens.row(entry, kind_number) for entry in islice(remaining, _BATCH)]:
        yield sorted(batch, key=lambda row: row.id)
