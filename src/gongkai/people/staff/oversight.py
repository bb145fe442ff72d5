"""Oversight: who may do what, and the whole ledger."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.core import ledger as chain
from gongkai.core.access import staff_page
from gongkai.core.text import render as put
from gongkai.domain import disclosure
from gongkai.domain.process import Process, permission_matrix
from gongkai.people import access, queries
from gongkai.people.forms import LedgerFilterForm
from gongkai.people.middleware import actor
from gongkai.people.roles import ROLES
from gongkai.people.sentences import verb_words
from gongkai.people.staff.base import agency_here, room

#: The processes whose moves are printed.
PROCESSES: tuple[Process, ...] = (disclosure.PROCESS,)


@staff_page
def permissions(request: HttpRequest) -> HttpResponse:
    """Who may do what: the process tables and the deeds of this room, against the roles."""
    context = room(request, "people_permissions", agency_here(request)) | {
        "processes": [_matrix(process) for process in PROCESSES],
        "deeds": _deeds(),
        "roles": ROLES,
    }
    return render(request, "people/staff/permissions.html", context)


def _matrix(process: Process) -> dict[str, Any]:
    rows = permission_matrix(process)
    roles = [role for role in ROLES if any(role.key in row.roles for row in rows)]
    lines = [
        {
            "state": process.state(row.state).label,
            "move": process.move(row.move).label,
            "distinct": bool(process.move(row.move).distinct_from),
            "timer": process.move(row.move).timer,
            "cells": [(role, role.key in row.roles) for role in roles],
        }
        for row in rows
    ]
    return {"title": process.title, "roles": roles, "lines": lines}


def _deeds() -> dict[str, Any]:
    roles = [role for role in ROLES if any(role.key in deed.roles for deed in access.DEEDS)]
    lines = [
        {
            "label": deed.label,
            "host_only": deed.host_only,
            "cells": [(role, role.key in deed.roles) for role in roles],
        }
        for deed in access.DEEDS
    ]
    return {"roles": roles, "lines": lines}


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """The whole ledger as sentences; a POST walks the chain and says whether it is whole."""
    who = actor(request)
    access.may(who, "see_ledger").require()
    form = LedgerFilterForm(request.GET)
    kinds = sorted(((key, verb_words(key)) for key in chain.verbs()), key=lambda row: row[1])
    form.offer("verb", [("", _("All")), *kinds], blank=False)
    wanted = queries.LedgerFilter()
    if form.is_valid():
        wanted = queries.LedgerFilter(**form.cleaned_data)
    asked = {
        key: value
        for key, value in request.GET.items()
        if key in form.fields and key not in {"before", "after"} and value
    }
    page = queries.ledger_page(who, wanted)
    seq, digest, at = chain.head()
    context = room(request, "people_ledger", agency_here(request)) | {
        "form": form,
        "asked": asked,
        "page": page,
        "newer_url": f"?{urlencode({**asked, 'after': page.newer})}" if page.newer else "",
        "older_url": f"?{urlencode({**asked, 'before': page.older})}" if page.older else "",
        "head": {"seq": seq, "digest": digest, "at": at},
        "verdict": _verdict() if request.method == "POST" else None,
    }
    return render(request, "people/staff/ledger.html", context)


def _verdict() -> dict[str, str]:
    """Walks the chain from its first link; reads only."""
    count, broken = chain.verify()
    if broken is None:
        return {
            "kind": "success",
            "text": _("The ledger is whole: {count} events checked.").format(count=count),
        }
    text = _("The ledger is broken after {count} whole events: {reason}").format(
        count=count, reason=put(broken.reason)
    )
    return {"kind": "danger", "text": text}
