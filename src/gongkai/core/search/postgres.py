"""The index on PostgreSQL: a narrow table of tsvectors with a GIN index, fed with our own words.

Two traps, measured over 200,000 documents: putting the best of very many first reads every tsvector
(1,043 ms), so the caller counts first; and the newest of few would walk the whole date index (0.6-1.9 s), so
few are gathered first in a materialised table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from gongkai.core.search.values import Need, Row

CREATE = (
    "CREATE TABLE core_search_kind (number smallint PRIMARY KEY, name text NOT NULL UNIQUE)",
    (
        "CREATE TABLE core_search_entry (id bigint PRIMARY KEY, kind text NOT NULL, key bigint NOT NULL, "
        "agency text NOT NULL, title text NOT NULL, body text NOT NULL, UNIQUE (kind, key))"
    ),
    "CREATE TABLE core_search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE TABLE core_search_chars (id bigint PRIMARY KEY, chars text[] NOT NULL)",
    (
        'CREATE TABLE core_search_vocabulary (word text COLLATE "C" PRIMARY KEY, pinyin text NOT NULL, '
        "fuzzy text NOT NULL, initials text NOT NULL, in_title smallint NOT NULL)"
    ),
    "CREATE INDEX core_search_words_gin ON core_search_words USING gin (words)",
    "CREATE INDEX core_search_chars_gin ON core_search_chars USING gin (chars)",
    "CREATE INDEX core_search_vocabulary_fuzzy ON core_search_vocabulary (fuzzy)",
    "CREATE INDEX core_search_vocabulary_initials ON core_search_vocabulary (initials)",
)
#: Around a bulk load into empty tables: building the indexes once is several times quicker than row by row.
BEFORE_LOAD: tuple[str, ...] = (
    "DROP INDEX core_search_words_gin",
    "DROP INDEX core_search_chars_gin",
)
AFTER_LOAD: tuple[str, ...] = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "CREATE INDEX core_search_words_gin ON core_search_words USING gin (words)",
    "CREATE INDEX core_search_chars_gin ON core_search_chars USING gin (chars)",
    "ANALYZE core_search_entry",
    "ANALYZE core_search_words",
    "ANALYZE core_search_chars",
    "ANALYZE core_search_vocabulary",
)
EMPTY = (
    "TRUNCATE core_search_entry, core_search_words, core_search_chars",
    "TRUNCATE core_search_vocabulary, core_search_kind",
)
#: PostgreSQL's own limits: the highest position, positions a word, and bytes of a tsvector (1,048,575).
_LAST_POSITION, _POSITIONS, _BYTES = 16_383, 255, 900_000


def insert(rows: Sequence[Row]) -> None:
    """Writes ``rows``."""
    entries, words, chars = [], [], []
    for row in rows:
        entry = row.entry
        entries.append((row.id, entry.kind, entry.key, entry.agency, entry.title, entry.body))
        words.append((row.id, _vector(row)))
        chars.append((row.id, [*row.chars, *row.flags]))
    for table, values in (
        ("core_search_entry", entries),
        ("core_search_words", words),
        ("core_search_chars", chars),
    ):
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN") as copy,
        ):
            for value in values:
                copy.write_row(value)


def erase(ids: Sequence[int]) -> None:
    """Takes the rows with these numbers out of every table."""
    with connection.cursor() as cursor:
        for table in ("core_search_words", "core_search_chars", "core_search_entry"):
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])  # noqa: S608 - names of our own


def count(need: Need, cap: int) -> int:
    """How many rows hold ``need``, counted up to ``cap``."""
    return counts([need], cap)[0]


def counts(needs: Sequence[Need], cap: int) -> list[int]:
    """How many rows hold each of ``needs``, in one statement."""
    sql, params = [], []
    for place, need in enumerate(needs):
        source, values = _source(need)
        sql.append(f"SELECT {place:d} AS place, count(*) FROM ({source} LIMIT {cap:d}) counted")  # noqa: S608
        params += values
    return [count for _, count in sorted(_fetch(" UNION ALL ".join(sql), params))]


def newest(need: Need, limit: int, *, many: bool) -> list[int]:
    """The numbers of the newest rows that hold ``need``: few are gathered first, many are walked."""
    source, params = _source(need)
    if many:
        sql = f"{source} ORDER BY id DESC LIMIT {limit:d}"
    else:
        sql = f"WITH held AS MATERIALIZED ({source}) SELECT id FROM held ORDER BY id DESC LIMIT {limit:d}"  # noqa: S608
    return [number for (number,) in _fetch(sql, params)]


def ranked(need: Need, offset: int, limit: int) -> list[int]:
    """The numbers of the best rows; needs a word or a phrase. A word in the title weighs ten in the body."""
    source, params = _source(need, extra=", words")
    sql = (
        f"WITH held AS MATERIALIZED ({source}) SELECT id FROM held "  # noqa: S608
        "ORDER BY ts_rank('{0, 0, 0.1, 1}', words, %s::tsquery, 1) DESC, id DESC "
        f"LIMIT {limit:d} OFFSET {offset:d}"
    )
    return [number for (number,) in _fetch(sql, [*params, _match(need, flags=False)])]


def _source(need: Need, extra: str = "") -> tuple[str, list[Any]]:
    """The statement that gives the numbers of the rows that hold ``need``."""
    bounds: list[Any] = [need.low, need.high]
    has_letters = "SELECT id FROM core_search_chars WHERE chars @> %s"
    if need.words or need.phrases:
        sql = f"SELECT id{extra} FROM core_search_words WHERE words @@ %s::tsquery AND id >= %s AND id < %s"  # noqa: S608
        params: list[Any] = [_match(need), *bounds]
        if need.chars:
            sql += f" AND id IN ({has_letters})"
            params.append(list(need.chars))
        return sql, params
    if need.chars or need.flags:
        one = [*need.chars, *(group[0] for group in need.flags if len(group) == 1)]
        some = [list(group) for group in need.flags if len(group) > 1]
        sql = has_letters + " AND chars && %s" * len(some) + " AND id >= %s AND id < %s"
        return sql, [one, *some, *bounds]
    return "SELECT id FROM core_search_entry WHERE id >= %s AND id < %s", bounds


def _match(need: Need, *, flags: bool = True) -> str:
    """``need`` in the language of tsquery."""
    parts = [_quote(word) for word in need.words]
    parts += ["(" + " <-> ".join(_quote(word) for word in phrase) + ")" for phrase in need.phrases]
    if flags:
        parts += ["(" + " | ".join(_quote(flag) for flag in group) + ")" for group in need.flags]
    return " & ".join(parts)


def _vector(row: Row) -> str:
    """The row's words with their places in the language of tsvector; the title's weigh A, the body's B."""
    places: dict[str, list[str]] = {flag: [] for flag in row.flags}
    size = sum(len(flag.encode()) for flag in row.flags)
    gap = len(row.title_words) + 1  # so that no phrase runs from the title into the body
    placed = [(word, place, "A") for place, word in enumerate(row.title_words, 1)]
    placed += [(word, place, "B") for place, word in enumerate(row.body_words, gap + 1)]
    for word, place, weight in placed:
        if word not in places:
            size += len(word.encode()) + 2
            if size > _BYTES:
                break
            places[word] = []
        if len(places[word]) < _POSITIONS:
            size += 2
            places[word].append(f"{min(place, _LAST_POSITION)}{weight}")
    return " ".join(f"{_quote(word)}:{','.join(at)}" if at else _quote(word) for word, at in places.items())


def _quote(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
