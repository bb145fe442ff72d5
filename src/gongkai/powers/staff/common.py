"""What every staff view of the register does: find the entry, show the page, address its sisters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_page
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.powers.schema import kinds
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import words
from gongkai.powers.queries import register
from gongkai.powers.queries.records import Entry, Version


def found(request: HttpRequest, kind: str, code: str, agency: str = "") -> tuple[Entry, StaffActor]:
    """The entry and who asks for it; "there is no such page" where they may not see it.

    Addresses written before they named the agency go on to work: ``agency`` is empty there.
    """
    acting = actor(request)
    entry = register.entry(acting, kind, code, agency) if kind in kinds() else None
    if entry is None:
        raise Http404
    return entry, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``powers/staff/<name>.html``; every page knows what day it is."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    return render_page(request, f"powers/staff/{name}.html", context, status=status)


def address_of(entry: Entry, name: str = "power", *args: object, part: str = "") -> str:
    """The address of a page of this entry; it names the agency, because two agencies may use one code."""
    own = (entry.agency.code, entry.kind, entry.code)
    return address(name, *own, *args) + (f"?part={part}" if part else "")


def go_to(entry: Entry, part: str = "") -> HttpResponseRedirect:
    """On to the entry's record."""
    return HttpResponseRedirect(address_of(entry, part=part))


def trail(entry: Entry, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the entry."""
    return crumbs(*steps(entry.kind), (entry.code, address_of(entry) if rest else ""), *rest)


def steps(kind: str) -> list[tuple[str, str]]:
    """The way to the list of a kind."""
    here = address("powers")
    return [(_("Powers in the open"), here), (words.kind_name(kind), f"{here}?kind={kind}")]


def wanted(versions: list[Version], number: str) -> Version | None:
    """The version with the number an address names."""
    known = {str(each.number): each for each in versions}
    return known.get(number)
