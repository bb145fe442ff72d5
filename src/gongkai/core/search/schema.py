"""The tables of the index, made by a migration in plain SQL: Django's models have no words for them."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gongkai.core.search import postgres, sqlite

TABLES = (
    "core_search_words",
    "core_search_chars",
    "core_search_entry",
    "core_search_vocabulary",
    "core_search_kind",
)


def create(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the tables."""
    statements = postgres.CREATE if editor.connection.vendor == "postgresql" else sqlite.CREATE
    for statement in statements:
        editor.execute(statement)


def drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Takes the tables away; ``documents`` are indexed anew after a later migration forward."""
    for table in TABLES:
        editor.execute(f"DROP TABLE IF EXISTS {table}")
