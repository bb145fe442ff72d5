"""Where a kind with a picture of its own hangs it into the register's public page (docs/rooms/powers.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from gongkai.powers.public import charts, discretion
from gongkai.powers.queries.records import Version

#: The template's context, from the request and the version shown.
Showing = Callable[[HttpRequest, Version], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the public page: ``template`` with ``context``, in the place of the fields ``instead``."""

    template: str
    context: Showing
    instead: frozenset[str] = field(default_factory=frozenset)


#: Kind → the part of the public page that is its own.
PICTURES: dict[str, Picture] = {
    "chart": Picture("powers/parts/_chart.html", charts.showing, frozenset({"steps", "executes"})),
    "discretion": Picture("powers/parts/_discretion.html", discretion.showing, frozenset({"table"})),
}
