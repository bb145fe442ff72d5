"""Search that understands Chinese, on SQLite and on PostgreSQL (docs/decisions/0007-search.md).

The rooms call ``put``, ``put_all``, ``remove`` and ``rebuild`` in the transaction of their deed, and ``search`` to
answer.
"""

from gongkai.core.search.index import empty, put, put_all, rebuild, remove
from gongkai.core.search.lookup import COUNT_CAP, search
from gongkai.core.search.values import Entry, Found, Hit, Order, Piece, Query

__all__ = [
    "COUNT_CAP",
    "Entry",
    "Found",
    "Hit",
    "Order",
    "Piece",
    "Query",
    "empty",
    "put",
    "put_all",
    "rebuild",
    "remove",
    "search",
]
