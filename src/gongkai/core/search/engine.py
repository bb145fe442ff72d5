"""The index on the database in use.

Another engine (tantivy, OpenSearch) would be one more module beside the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from gongkai.core.search import postgres, sqlite
from gongkai.core.search.values import Need, Row


class Engine(Protocol):
    """What an engine does. It writes in the caller's transaction."""

    @property
    def CREATE(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """The statements that make its tables."""

    @property
    def BEFORE_LOAD(self) -> tuple[str, ...]:  # noqa: N802
        """The statements before a bulk load into empty tables."""

    @property
    def AFTER_LOAD(self) -> tuple[str, ...]:  # noqa: N802
        """The statements after one."""

    @property
    def EMPTY(self) -> tuple[str, ...]:  # noqa: N802
        """The statements that empty its tables."""

    def insert(self, rows: Sequence[Row]) -> None:
        """Writes rows standing in the order of their numbers."""

    def erase(self, ids: Sequence[int]) -> None:
        """Takes rows out."""

    def count(self, need: Need, cap: int) -> int:
        """How many rows hold ``need``, up to ``cap``."""

    def counts(self, needs: Sequence[Need], cap: int) -> list[int]:
        """The same for several needs in one statement."""

    def newest(self, need: Need, limit: int, *, many: bool) -> list[int]:
        """The newest rows; ``many``: a count has shown that very many hold ``need``."""

    def ranked(self, need: Need, offset: int, limit: int) -> list[int]:
        """The best rows."""


def engine() -> Engine:
    """The engine of the database in use."""
    return postgres if connection.vendor == "postgresql" else sqlite


def run(statements: Sequence[str]) -> None:
    """Executes ``statements`` one after the other."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
