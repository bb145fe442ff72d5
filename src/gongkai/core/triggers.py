"""Database triggers that refuse to change what is written once. The same words on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse(
    editor: BaseDatabaseSchemaEditor,
    table: str,
    *,
    name: str,
    events: tuple[str, ...] = ("UPDATE", "DELETE"),
    when: str = "",
    message: str,
) -> None:
    """Lets the database itself refuse ``events`` on rows of ``table`` for which ``when`` (SQL over OLD/NEW) holds."""
    for event in events:
        trigger = f"{name}_{event.lower()}"
        if editor.connection.vendor == "sqlite":
            condition = f"WHEN {when}" if when else ""
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        else:
            condition = f"WHEN ({when})" if when else ""
            editor.execute(
                f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} "
                f"FOR EACH ROW {condition} EXECUTE FUNCTION {trigger}()"
            )


def refuse_truncate(editor: BaseDatabaseSchemaEditor, table: str, *, name: str, message: str) -> None:
    """PostgreSQL only: TRUNCATE passes row triggers by, so it gets its own."""
    if editor.connection.vendor != "postgresql":
        return
    editor.execute(
        f"CREATE OR REPLACE FUNCTION {name}_truncate() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_truncate()"
    )


def standing(connection: Any, wanted: Mapping[str, str]) -> set[str]:
    """Which of the ``wanted`` triggers (name → table) stand in the database, are switched on and still refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            word = "RAISE(ABORT"
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
            )
            word = "RAISE EXCEPTION"
        return {name for name, table, body in cursor.fetchall() if wanted.get(name) == table and word in body}
