"""The index on SQLite: FTS5 without content, its row numbers in order of date.

SQLite 3.40 (Debian 12) cannot delete from a table without content unless it is given the old values, so each
entry keeps the words it was indexed with, packed; a later dictionary may cut the same text otherwise.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from django.db import connection

from gongkai.core.search.values import Need, Row

CREATE = (
    "CREATE TABLE core_search_kind (number integer PRIMARY KEY, name text NOT NULL UNIQUE)",
    (
        "CREATE TABLE core_search_entry (id integer PRIMARY KEY, kind text NOT NULL, key integer NOT NULL, "
        "agency text NOT NULL, title text NOT NULL, body text NOT NULL, packed blob NOT NULL, "
        "UNIQUE (kind, key))"
    ),
    (
        "CREATE VIRTUAL TABLE core_search_words USING fts5(title, body, flags, content='', "
        "tokenize=\"ascii tokenchars '=:._~-'\")"
    ),
    "INSERT INTO core_search_words (core_search_words, rank) VALUES ('rank', 'bm25(10.0, 1.0, 0.0)')",
    (
        "CREATE VIRTUAL TABLE core_search_chars USING fts5(chars, content='', detail=none, columnsize=0, "
        "tokenize=\"ascii tokenchars '=:._~-'\")"
    ),
    (
        "CREATE TABLE core_search_vocabulary (word text PRIMARY KEY, pinyin text NOT NULL, fuzzy text NOT NULL, "
        "initials text NOT NULL, in_title integer NOT NULL) WITHOUT ROWID"
    ),
    "CREATE INDEX core_search_vocabulary_fuzzy ON core_search_vocabulary (fuzzy)",
    "CREATE INDEX core_search_vocabulary_initials ON core_search_vocabulary (initials)",
)
#: Statements before and after a bulk load; here the loading itself is quick enough.
BEFORE_LOAD: tuple[str, ...] = ()
AFTER_LOAD: tuple[str, ...] = (
    "INSERT INTO core_search_words (core_search_words) VALUES ('optimize')",
    "INSERT INTO core_search_chars (core_search_chars) VALUES ('optimize')",
)
EMPTY = (
    "DELETE FROM core_search_entry",
    "INSERT INTO core_search_words (core_search_words) VALUES ('delete-all')",
    "INSERT INTO core_search_chars (core_search_chars) VALUES ('delete-all')",
    "DELETE FROM core_search_vocabulary",
    "DELETE FROM core_search_kind",
)


def insert(rows: Sequence[Row]) -> None:
    """Writes ``rows``, which must stand in the order of their numbers."""
    entries, words, chars = [], [], []
    for row in rows:
        title, body = " ".join(row.title_words), " ".join(row.body_words)
        flags, letters = " ".join(row.flags), " ".join([*row.chars, *row.flags])
        packed = zlib.compress(f"{title}\n{body}\n{flags}\n{letters}".encode(), 1)
        entry = row.entry
        entries.append((row.id, entry.kind, entry.key, entry.agency, entry.title, entry.body, packed))
        words.append((row.id, title, body, flags))
        chars.append((row.id, letters))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO core_search_entry VALUES (%s, %s, %s, %s, %s, %s, %s)", entries)
        cursor.executemany(
            "INSERT INTO core_search_words (rowid, title, body, flags) VALUES (%s, %s, %s, %s)", words
        )
        cursor.executemany("INSERT INTO core_search_chars (rowid, chars) VALUES (%s, %s)", chars)


def erase(ids: Sequence[int]) -> None:
    """Takes the rows with these numbers out of every table."""
    with connection.cursor() as cursor:
        for number in sorted(ids):
            cursor.execute("SELECT packed FROM core_search_entry WHERE id = %s", [number])
            title, body, flags, letters = zlib.decompress(cursor.fetchone()[0]).decode().split("\n")
            cursor.execute(
                "INSERT INTO core_search_words (core_search_words, rowid, title, body, flags) "
                "VALUES ('delete', %s, %s, %s, %s)",
                [number, title, body, flags],
            )
            cursor.execute(
                "INSERT INTO core_search_chars (core_search_chars, rowid, chars) VALUES ('delete', %s, %s)",
                [number, letters],
            )
            cursor.execute("DELETE FROM core_search_entry WHERE id = %s", [number])


def count(need: Need, cap: int) -> int:
    """How many rows hold ``need``, counted up to ``cap``."""
    return counts([need], cap)[0]


def counts(needs: Sequence[Need], cap: int) -> list[int]:
    """How many rows hold each of ``needs``, in one statement."""
    sql, params = [], []
    for need in needs:
        source, values = _source(need)
        sql.append(f"SELECT count(*) FROM ({source} LIMIT {cap:d})")  # noqa: S608
        params += values
    return [count for (count,) in _fetch(" UNION ALL ".join(sql), params)]


def newest(need: Need, limit: int, *, many: bool) -> list[int]:
    """The numbers of the newest rows that hold ``need``. The index is in that order already, many or few."""
    source, params = _source(need)
    return [number for (number,) in _fetch(f"{source} ORDER BY rowid DESC LIMIT {limit:d}", params)]


def ranked(need: Need, offset: int, limit: int) -> list[int]:
    """The numbers of the best rows; needs a word or a phrase. A word in the title weighs ten in the body."""
    source, params = _source(need)
    sql = f"{source} ORDER BY rank, rowid DESC LIMIT {limit:d} OFFSET {offset:d}"
    return [number for (number,) in _fetch(sql, params)]


def _source(need: Need) -> tuple[str, list[Any]]:
    """The statement that gives the numbers of the rows that hold ``need``."""
    groups = [_any(group) for group in need.flags]
    texts = [*(_string(word) for word in need.words), *(_string(" ".join(phrase)) for phrase in need.phrases)]
    letters = [_string(letter) for letter in need.chars]
    within = " AND rowid >= %s AND rowid < %s"
    bounds: list[Any] = [need.low, need.high]
    if texts:
        sql = "SELECT rowid FROM core_search_words WHERE core_search_words MATCH %s" + within  # noqa: S608 - words of our own
        params = [" AND ".join([*texts, *groups]), *bounds]
        if letters:
            sql += " AND rowid IN (SELECT rowid FROM core_search_chars WHERE core_search_chars MATCH %s)"
            params.append(" AND ".join(letters))
        return sql, params
    if letters or groups:
        sql = "SELECT rowid FROM core_search_chars WHERE core_search_chars MATCH %s" + within  # noqa: S608 - words of our own
        return sql, [" AND ".join([*letters, *groups]), *bounds]
    return "SELECT rowid FROM core_search_entry WHERE rowid >= %s AND rowid < %s", bounds


def _any(group: Sequence[str]) -> str:
    return "(" + " OR ".join(_string(flag) for flag in group) + ")"


def _string(text: str) -> str:
    """``text`` as a string of FTS5's language, in which nothing is special but the quotation mark."""
    return '"' + text.replace('"', '""') + '"'


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
