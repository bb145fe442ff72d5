"""The navigation of the workspace: which doors there are, who sees them, and how much waits behind each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from gongkai.domain.text import N_
from gongkai.people import access
from gongkai.people.actor import StaffActor
from gongkai.publishing import queries


@dataclass(frozen=True, slots=True)
class Door:
    """A door: its words, the page behind it, the letter after ``g``; ``roles`` who sees it (nobody named: all)."""

    label: str
    name: str
    key: str = ""
    roles: frozenset[str] = frozenset()
    count: Callable[[StaffActor], int] | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the navigation as ``components/staff_nav_list.html`` shows it."""

    label: str
    url: str
    key: str
    count: int
    current: bool
    apart: bool


#: The doors below are shown to whoever the deed behind them belongs to: a door never leads to a refusal.
_SEEING_ACCOUNTS = frozenset(access.BY_DEED["see_accounts"].roles)
_SEEING_LEDGER = frozenset(access.BY_DEED["see_ledger"].roles)
_KEEPING_AGENCIES = frozenset(access.BY_DEED["change_agency"].roles) | _SEEING_ACCOUNTS
DOORS = (
    Door(N_("My work"), "home", "w", count=queries.to_do_count),
    Door(N_("Documents"), "documents", "d"),
    Door(N_("Deadline board"), "deadlines", "t", count=queries.overdue_count),
    Door(N_("Imports"), "imports", "i", frozenset({"publishing.drafter", "publishing.office"})),
    Door(N_("Catalogue"), "catalogue", "c", apart=True),
    Door(N_("Topics"), "topics", "o"),
    Door(N_("Channels"), "channels", "r"),
    Door(N_("Wordings"), "wordings", "b"),
    Door(N_("Working days"), "calendars", "l"),
    Door(N_("Accounts and posts"), "people_accounts", "p", _SEEING_ACCOUNTS, apart=True),
    Door(N_("Units"), "people_units", "n"),
    Door(N_("Groups"), "people_bodies", "u"),
    Door(N_("Standing in"), "people_delegations", "s"),
    Door(N_("Agencies"), "people_agencies", "a", _KEEPING_AGENCIES),
    Door(N_("Permissions"), "people_permissions", "m"),
    Door(N_("Ledger"), "people_ledger", "e", _SEEING_LEDGER),
    Door(N_("My account"), "account", "k", apart=True),
)


def items(request: HttpRequest, acting: StaffActor) -> list[Item]:
    """The doors this person sees, with what waits behind them. Doors this installation does not have are left out."""
    roles = acting.roles
    found = []
    apart = False
    for door in DOORS:
        apart = apart or door.apart
        url = _address(door.name)
        if not url or (door.roles and not door.roles & roles):
            continue
        found.append(
            Item(
                gettext(door.label),
                url,
                door.key,
                door.count(acting) if door.count else 0,
                request.path == url if door.name == "home" else request.path.startswith(url),
                apart,
            )
        )
        apart = False
    return found


def _address(name: str) -> str:
    try:
        return reverse(f"workspace:{name}")
    except NoReverseMatch:
        return ""
