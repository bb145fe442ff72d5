"""What the room's questions share: cursors, and the address of the next page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from gongkai.consultations.public import present
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

#: Longest part of what was asked for that is repeated.
SHOWN = 60


def check_cursor(cursor: str) -> None:
    """Refuses what is no cursor of the list."""
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 18):
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=cursor[:SHOWN],
            )
        )


def next_page(request: HttpRequest, path: str, cursor: str) -> str | None:
    """The whole address of the page after this one; ``None``: this is the last."""
    following = urlencode({**request.GET.dict(), "cursor": cursor})
    return f"{present.absolute(request, path)}?{following}" if cursor else None
