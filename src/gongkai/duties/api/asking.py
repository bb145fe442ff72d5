"""What the room's questions share: cursors, the address of the next page, what is answered when nothing is there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from ninja.params import functions as param

from gongkai.core.open_data import Missing
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, Text, say
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import open_data

#: Longest part of what was asked for that is repeated.
SHOWN = 60
AGENCY = param.Path(..., description=N_("Code of an agency."), example="cgj")


def check_cursor(cursor: str, *, good: bool | None = None) -> None:
    """Refuses what is no cursor of the list; ``good`` where the list has cursors of its own."""
    if cursor and not (open_data.is_cursor(cursor) if good is None else good):
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=cursor[:SHOWN],
            )
        )


def next_page(request: HttpRequest, path: str, cursor: str) -> str | None:
    """The whole address of the page after this one; ``None``: this is the last."""
    following = urlencode({**request.GET.dict(), "cursor": cursor})
    return f"{said.absolute(request, path)}?{following}" if cursor else None


def clean(*words: str) -> bool:
    """Whether no part of an address holds the sign no database keeps."""
    return "\x00" not in "".join(words)


def missing(sentence: Text) -> Missing:
    """Nothing stands under that name."""
    return Missing(sentence)
