"""Where a kind with an editor or a picture of its own hangs it into the staff's screens (docs/rooms/powers.md).

Each kind adds its line to a table below; nothing else of the screens changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from gongkai.domain.powers.schema import Content
from gongkai.powers.queries.records import Entry, Version
from gongkai.powers.staff import charts, discretion, risk_picture

Context = Mapping[str, Any]
#: The template's context, from the request, the entry (``None``: it is being begun) and what is typed so far.
Editing = Callable[[HttpRequest, Entry | None, Content], Context]
#: The fields an editor gives, read from what was posted.
Reading = Callable[[QueryDict], Mapping[str, Any]]
#: The template's context, from the request and the version shown.
Showing = Callable[[HttpRequest, Version], Context]


@dataclass(frozen=True, slots=True)
class Editor:
    """A part of the edit form: ``template`` with ``context``; it gives the fields ``instead`` by ``read``."""

    template: str
    context: Editing
    instead: frozenset[str] = field(default_factory=frozenset)
    read: Reading | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the record: ``template`` with ``context``, in the place of the fields ``instead``."""

    template: str
    context: Showing
    instead: frozenset[str] = field(default_factory=frozenset)


#: Kind → the part of the edit form that is its own.
EDITORS: dict[str, Editor] = {
    "chart": Editor("powers/staff/_chart_editor.html", charts.editing),
    "discretion": Editor(
        "powers/staff/_table_editor.html", discretion.editing, frozenset({"table"}), discretion.read
    ),
}
#: Kind → the part of the record that is its own.
PICTURES: dict[str, Picture] = {
    "chart": Picture("powers/parts/_chart.html", charts.showing, frozenset({"steps", "executes"})),
    "discretion": Picture("powers/parts/_discretion.html", discretion.showing, frozenset({"table"})),
    "risk": Picture("powers/parts/_risk_beside.html", risk_picture.showing),
}
