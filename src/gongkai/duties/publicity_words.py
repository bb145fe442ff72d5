"""Words of publicity in the reader's language: states, kinds, boards, partners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.lawwords import in_chinese, label, options
from gongkai.domain.duties.publicity import PROCESS, stale_from
from gongkai.domain.process import Kind
from gongkai.domain.text import N_
from gongkai.duties.models import Activity, Partner
from gongkai.duties.queries.publicity_lists import BoardAge
from gongkai.people.models import Agency, Unit

LAW = "duties_publicity"
STATE_BADGES = {
    "draft": "plain",
    "in_review": "soon",
    "published": "done",
    "withdrawn": "danger",
    "discarded": "quiet",
}
#: What the fields are called where a fault names one, and the field of the form it leads to.
FIELDS = {
    "title": (N_("What it was called"), "id_title"),
    "words": (N_("Words for the public"), "id_words"),
    "place": (N_("Place"), "id_place"),
    "board": (N_("Board that was renewed"), "id_board"),
    "press_title": (N_("Title of the piece"), "id_press_title"),
    "press_outlet": (N_("Paper, station or site"), "id_press_outlet"),
    "press_on": (N_("Day it appeared"), "id_press_on"),
    "co_organisers": (N_("Together with"), "id_co_organisers"),
    "counted_how": (N_("How they were counted"), "id_counted_how"),
    "photos": (N_("Captions of the photos"), ""),
}
FIGURES = {
    "activities": N_("Activities"),
    "printed": N_("Copies printed"),
    "in_stock": N_("Copies left over from before"),
    "given_out": N_("Copies given out"),
    "consulted": N_("People consulted"),
}


def content_lang() -> str:
    """The ``lang`` of what the units wrote, where it is not the page's."""
    return "" if in_chinese() else "zh-Hans"


def name_of(of: Agency | Unit) -> str:
    """The name of a unit or an agency in the reader's language."""
    return of.name if in_chinese() or not of.name_en else of.name_en


def kind_name(key: str) -> str:
    """What a kind of activity is called."""
    return label(LAW, "kind", key)


def board_kind(key: str) -> str:
    """What a kind of board is called."""
    return label(LAW, "board", key)


def partner_kind(key: str) -> str:
    """What a kind of partner is called."""
    return label(LAW, "partner", key)


def kind_options() -> list[tuple[str, str]]:
    """Every kind of activity with its name."""
    return options(LAW, "kind")


def state_options() -> list[tuple[str, str]]:
    """Every state with its name."""
    return [(state.key, _(state.label)) for state in PROCESS.states]


def state_badge(found: Activity) -> dict[str, str]:
    """Where an activity stands, as a badge."""
    return {"label": _(PROCESS.state(found.state).label), "kind": STATE_BADGES.get(found.state, "plain")}


def next_step(found: Activity) -> str:
    """Who has the next step; nothing once it is over."""
    state = PROCESS.state(found.state)
    if state.kind is not Kind.OPEN:
        return ""
    return _("The next step is with: {lane}.").format(lane=_(PROCESS.lane(state.lane).label))


def unit_options(units: Iterable[Unit]) -> list[tuple[Any, Any]]:
    """Units for a choice, under their agencies where there are several of those."""
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in units:
        by_agency.setdefault(name_of(unit.agency), []).append((unit.pk, name_of(unit)))
    groups = list(by_agency.items())
    return groups if len(groups) > 1 else [each for _name, rows in groups for each in rows]


def partner_options(rows: Iterable[Partner]) -> list[tuple[int, str]]:
    """Partners for a choice."""
    return [(each.pk, f"{each.name} · {partner_kind(each.kind)}") for each in rows]


def days_of(found: Activity) -> str:
    """The day or the days of an activity."""
    first = date_format(found.begins_on, "DATE_FORMAT")
    if found.ends_on == found.begins_on:
        return first
    return _("{first} to {last}").format(first=first, last=date_format(found.ends_on, "DATE_FORMAT"))


def age_badge(found: BoardAge) -> dict[str, str]:
    """Whether a board is stale, as a badge."""
    if found.board.ended_on is not None:
        return {"label": _("Taken down"), "kind": "quiet"}
    if found.stale:
        return {"label": _("To be renewed"), "kind": "danger"}
    return {"label": _("Up to date"), "kind": "done"}


def due_of(found: BoardAge) -> date:
    """Until when a board is to be renewed."""
    return stale_from(found.board.kind, found.renewed_on or found.board.set_up_on)


def counted(count: int) -> str:
    """How many activities, in words."""
    return ngettext("{count} activity", "{count} activities", count).format(count=f"{count:,}")


def cards(found: Activity) -> list[dict[str, str]]:
    """The numbers of an activity as cards; those left over stand there only where there were some."""
    names = ("printed", "in_stock", "given_out", "consulted")
    return [
        {"label": _(FIGURES[name]), "value": f"{getattr(found, name):,}"}
        for name in names
        if name != "in_stock" or found.in_stock
    ]


def figures(found: Activity) -> str:
    """The numbers of an activity in a line; what is none is left out."""
    parts = []
    if found.printed:
        parts.append(_("printed {n}").format(n=f"{found.printed:,}"))
    if found.in_stock:
        parts.append(_("left over from before {n}").format(n=f"{found.in_stock:,}"))
    if found.given_out:
        parts.append(_("given out {n}").format(n=f"{found.given_out:,}"))
    if found.consulted:
        parts.append(_("consulted {n}").format(n=f"{found.consulted:,}"))
    return _(", ").join(parts)
